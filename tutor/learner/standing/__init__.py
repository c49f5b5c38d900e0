"""Where a learner stands: mastery, probability to pass, calibration, coverage, forecast."""
