"""The real frame over the beekeeping course and a scripted model; takes its home as argument."""

import sys
from pathlib import Path

import streamlit as st

from tests.tutor.ui.bee_desk import bee_resources, slow_reply
from tutor.ui import frame
from tutor.ui.resources import KEY, Resources

HOSTILE_NAME = "a :red[b] $x$ <i> :smile:.md"
HOSTILE_TEXT = """# Wax ![pixel](http://beacon.invalid/a.png)

Wax moths <script>document.title = 'broken'</script> hate cold combs :red[stop] $E=mc^2$ :smile:.

[press](javascript:document.title='broken') <img src=x onerror="document.title='broken'">
"""


@st.cache_resource(show_spinner=False)
def _resources(home: Path) -> Resources:
    resources = bee_resources(home, slow_reply)
    file = home / "material" / HOSTILE_NAME
    file.parent.mkdir(exist_ok=True)
    file.write_text(HOSTILE_TEXT, encoding="utf-8")
    workspace = resources.workspace("bee-101")
    workspace.add_sources([file])
    workspace.build(resources.embedder())
    return resources


if __name__ == "__main__":
    st.session_state[KEY] = _resources(Path(sys.argv[1]))
    frame.show()
