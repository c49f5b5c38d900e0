import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.ui.shown import escaped, one_line, plain


def test_html_is_escaped_with_both_quotes():
    assert escaped("<a href=\"x\" onclick='y'>&") == "&lt;a href=&quot;x&quot; onclick=&#x27;y&#x27;&gt;&amp;"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](y)", r"\!\[x\]\(y\)"),
        ("$E$", r"\$E\$"),
        (":smile:", ":\u2060smile:"),
        (":red[a]", ":\u2060red\\[a\\]"),
        ("https://x.y", "https\u2060:\u2060//x\\.y"),
        ("a\n# b", r"a \# b"),
        ("3: a", "3: a"),
    ],
)
def test_markdown_and_directives_are_disarmed(text, shown):
    assert plain(text) == shown


@given(st.text())
def test_plain_text_reads_as_before_once_backslashes_and_joiners_are_gone(text):
    read = re.sub(r"\\(.)", r"\1", plain(text)).replace("\u2060", "")
    assert read == " ".join(text.split()).replace("\u2060", "")


def test_a_long_line_is_cut_at_a_word():
    assert one_line("one  two\nthree, four", 14) == "one two three…"
    assert one_line("short", 14) == "short"
