"""Draws exams by the blueprint, scores them, and places a learner by a short adaptive test."""
