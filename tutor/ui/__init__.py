"""The page: the only part of the tutor that knows Streamlit. One module a page, small ones beside them."""
