"""Questions on how the exam is taken that do not name it: "what ID do I need to bring", "how do I recertify".

Taken by their words alone they are about anything that is brought, taken or expires. English only; a question
in other words stays as it is. Pure functions.
"""

import re

__all__ = ["about_the_exam"]

_LONGEST_WORDS = 16
"""What is longer tells of a case."""
_THINGS = (
    r"(?:id|ids|identification|passport|paper|pens?|pencils?|phone|watch|water|snacks?|notes|calculator)"
)
_WHERE = r"(?:at home|from home|online|remotely|at an? (?:test|testing) cent(?:er|re))"
_IN = r"in (?:english|japanese|korean|chinese|german|french|spanish|(?:another|my) (?:own )?language)"
_IS_TAKEN = re.compile(
    rf"\b(?:take|do) it {_WHERE}|\btake it (?:again|{_IN})\b|\bsit it\b"
    rf"|\bbring\b.*\b{_THINGS}\b|\b{_THINGS}\b.*\bbring\b"
    r"|\bbook (?:it|a (?:slot|seat|date|place))\b|\b(?:cancel|reschedule) it\b|\bmy (?:booking|appointment)\b"
    r"|^\W*(?:if )?i (?:passed|fail(?:ed)?)\b(?! (?:to|an?|the|my)\b)"
    r"|\b(?:i|we) re-?take (?:it|the test)\b|\b(?:i|we) re-?certify\b|\bmy cert(?:ification)?\b"
    r"|\b(?:get|see|know|receive) my (?:test )?(?:results?|score)\b|\blose points for (?:a )?(?:wrong|guess)"
    r"|\bskip (?:a |any )?questions?\b",
    re.I,
)


def about_the_exam(question: str) -> str:
    """The question with "The exam: " before it if it asks how the exam is taken; else as it is.

    The forms are narrow, so that they tell of the exam within a talk about something else too.
    """
    if len(question.split()) > _LONGEST_WORDS or re.search(r"\bexam\b", question, re.I):
        return question
    return f"The exam: {question}" if _IS_TAKEN.search(question) else question
