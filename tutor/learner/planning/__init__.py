"""The study plan up to the exam, and what changed in it."""
