"""Messages between two processes: each a length and so many bytes of MessagePack, over a socket."""

import socket
from typing import TypeVar

import msgspec

T = TypeVar("T")

_LENGTH = 8


class Channel:
    """One end of a socket. Both ends are closed by being let go of, also by a process that is killed."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._incoming = end.makefile("rb")

    def send(self, message: object) -> None:
        """Send a message. Raises EOFError if nobody holds the other end any more."""
        data = msgspec.msgpack.encode(message)
        try:
            self._end.sendall(len(data).to_bytes(_LENGTH) + data)
        except ConnectionError as error:
            raise EOFError from error

    def receive(self, kind: type[T]) -> T:
        """Wait for a message of a kind. Raises EOFError if nobody holds the other end any more."""
        return msgspec.msgpack.decode(self._read(int.from_bytes(self._read(_LENGTH))), type=kind)

    def close(self) -> None:
        """Let go of this end."""
        self._incoming.close()
        self._end.close()

    def _read(self, length: int) -> bytes:
        try:
            data = self._incoming.read(length)
        except ConnectionError as error:  # it went with something unread
            raise EOFError from error
        if len(data) < length:
            raise EOFError
        return data
