"""Practice items, cards and attempts in files of other programs, and back. Knows nothing of pages."""
