"""Which pages there are. A new page is a module with `draw()` and one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from tutor.ui import (
    chat,
    exam_page,
    labs_page,
    library,
    plan_page,
    practice_page,
    progress_page,
    quality,
    review_page,
    settings_page,
)

__all__ = ["PAGES", "PageEntry"]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the navigation; `draw` may raise TutorError, which the frame shows."""

    group: str
    title: str
    path: str
    icon: str
    draw: Callable[[], None]


PAGES: tuple[PageEntry, ...] = (
    PageEntry("Learn", "Chat", "chat", ":material/forum:", chat.draw),
    PageEntry("Learn", "Practice", "practice", ":material/quiz:", practice_page.draw),
    PageEntry("Learn", "Exam", "exam", ":material/timer:", exam_page.draw),
    PageEntry("Learn", "Review", "review", ":material/style:", review_page.draw),
    PageEntry("Track", "Progress", "progress", ":material/trending_up:", progress_page.draw),
    PageEntry("Track", "Plan", "plan", ":material/calendar_month:", plan_page.draw),
    PageEntry("Material", "Library", "library", ":material/local_library:", library.draw),
    PageEntry("Material", "Labs", "labs", ":material/science:", labs_page.draw),
    PageEntry("Trust", "Quality", "quality", ":material/monitoring:", quality.draw),
    PageEntry("Trust", "Settings", "settings", ":material/tune:", settings_page.draw),
)
"""In the order of the navigation; the first is where the app opens."""
