"""vault-tools: a plain-text personal CRM over a vault of markdown notes."""

__version__ = "0.1.0"
