"""Segue: a conversation passes from a bot to a person and back, and nobody loses the thread."""

__version__ = "0.1.0"
