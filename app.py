"""The page of the tutor: `streamlit run app.py`. The frame only; everything else is in `tutor.ui`."""

from tutor.ui import frame

if __name__ == "__main__":
    frame.show()
