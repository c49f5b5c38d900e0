"""Proofs that every item passes before anybody sees it."""
