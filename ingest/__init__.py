"""Files of a course to an index and a blueprint. Knows nothing of `tutor`, of questions or of pages."""
