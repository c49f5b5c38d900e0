"""Practice items: the values, and the bank of written ones."""
