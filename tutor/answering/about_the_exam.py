"""Questions on the exam itself that do not name it: "what do I need to bring", "how soon can I retake it".

Taken by their words alone they are about anything that expires, is brought or is taken. Pure functions.
"""

import re

__all__ = ["about_the_exam"]

_LONGEST_WORDS = 16
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|my|me|we|you|one)\b", re.I)
_OF_THE_EXAM = re.compile(
    r"\b(?:the|this|my) (?:(?:real|actual) )?(?:exam|cert|certificate|certification)\b(?! guide)"
    r"|\bre-?tak(?:e|en|ing)\b|\bre-?certify\b|\btest cent(?:er|re)\b|\bunscored\b",
    re.I,
)
_TAKES_IT = re.compile(
    r"\b(?:tak(?:e|ing) (?:it|the test)|s[ai]t(?:ting)? (?:it|the test)|bring|calculator|bathroom"
    r"|(?:passed|failed?) (?:it|last|the test)|(?:need|have) to pass\b(?! to\b)|book(?:ing)?|my results?"
    r"|lose points|skip questions)\b|^\W*i (?:passed|failed)\b",
    re.I,
)
_OWN_THING = re.compile(r"\bbring (?:my|our|your|one's) own\b", re.I)


def about_the_exam(question: str) -> str:
    """The question with "The exam: " before it if it asks how the exam is taken; else as it is.

    One who says "it" before anything else was said means the exam: "can I take it in Japanese".
    """
    takes_it = _FIRST_PERSON.search(question) and _TAKES_IT.search(question)
    if len(question.split()) > _LONGEST_WORDS or _OWN_THING.search(question):
        return question
    return f"The exam: {question}" if takes_it or _OF_THE_EXAM.search(question) else question
