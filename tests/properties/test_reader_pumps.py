"""One or two pieces of markup over and over are read in time, wherever they stand."""

import pytest

from tests.figures import tried
from tests.fuzz import read
from tests.pumps import PLACES, of_one_piece, of_two_pieces

TRIED = "notes of the same over and over"


@pytest.mark.parametrize("place", PLACES)
def test_one_piece_over_and_over(place: str) -> None:
    notes = list(of_one_piece(place))
    for data, path in notes:
        read(data, path)
    tried(TRIED, len(notes))


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_two_pieces_over_and_over(place: str) -> None:
    notes = list(of_two_pieces(place))
    for data, path in notes:
        read(data, path)
    tried(TRIED, len(notes))
