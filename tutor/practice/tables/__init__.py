"""Items from recall tables, made without a language model."""
