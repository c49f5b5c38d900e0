"""Answers, practice and progress over what `ingest` has indexed. Only `tutor.ui` knows Streamlit."""
