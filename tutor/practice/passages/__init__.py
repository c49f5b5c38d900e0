"""Items from passages of the notes."""
