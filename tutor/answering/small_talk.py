"""Greetings, thanks and "what can you do?": answered in fixed words, without search or model."""

import re

__all__ = ["small_talk_reply"]

_CAN_DO = (
    "I answer questions about {course} from its study material, and show the exact passage behind every "
    "sentence. When the material does not answer a question, I say so and show the nearest passages. You can "
    "ask follow-up questions, limit the search to a domain or a document, and add your own files in the "
    "Library."
)
_REPLIES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| tutor)?"
            r"(?:,? ?how are you(?: doing)?(?: today)?)?|how are you(?: doing)?(?: today)?"
        ),
        "Hello. Ask me anything about {course}.",
    ),
    (
        re.compile(
            r"(?:ok(?:ay)?,? ?)?(?:thanks?|thank you|thx|cheers)(?: you)?"
            r"(?: very much| a lot| so much)?(?:,? tutor)?"
        ),
        "You are welcome. Ask the next question when you are ready.",
    ),
    (
        re.compile(r"(?:ok(?:ay)?,? ?)?(?:bye|goodbye|see you(?: later)?)"),
        "Goodbye. This chat is kept.",
    ),
    (
        re.compile(
            r"(?:what (?:can|do) you do|who are you|what are you|help(?: me)?"
            r"|how (?:do|can) (?:i|you) use (?:you|this)|what can i ask(?: you)?"
            r"|how does this work|what is this)"
        ),
        _CAN_DO,
    ),
)


def small_talk_reply(text: str, course: str) -> str | None:
    """What to say to small talk, or None when the text is a real question. Only whole texts count."""
    plain = re.sub(r"[^a-z, ]+", "", text.lower()).strip(" ,")
    for pattern, reply in _REPLIES:
        if pattern.fullmatch(plain):
            return reply.format(course=course)
    return None
