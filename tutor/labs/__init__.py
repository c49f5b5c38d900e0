"""Hands-on labs: a folder of text, starter and checks -> a learner's copy, run within limits, step by step.

Learner code never runs in this process, and nothing of it reaches another machine.
"""
