"""A question to an answer of which every sentence is tied to the span that supports it."""
