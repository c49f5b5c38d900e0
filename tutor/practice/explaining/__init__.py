"""Says why an answer is right or wrong, with its sources; hints; talk about one item."""
