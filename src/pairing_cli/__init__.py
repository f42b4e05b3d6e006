"""Pairing-assistance programmes of kindergartens: who helps whom, what is owed, what is done."""

__version__ = "0.1.0"
