"""Numbers about grounding: gold cases in, figures with their intervals out. Calls public functions only."""
