"""Makes the support checker's weights. Run by hand; nothing of it is needed to use the tutor."""
