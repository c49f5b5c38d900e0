"""What a learner did and what is due: attempts, reviews, exams, progress, plan. Knows nothing of the page."""
