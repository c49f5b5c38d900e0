"""The letters that options are shown and answered by."""

__all__ = ["LETTERS"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Of an item's options by their place: an item seldom has more than six."""
