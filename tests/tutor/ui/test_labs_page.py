"""The page of labs over a course of one small lab, whose checks need no simulated AWS."""

import json
import shutil

import pytest
from desk_pages import Clock, html, keys, opened

from ingest.hashed_words import HashedWordsEmbedder
from tests.conftest import COURSES
from tests.tutor.labs.lab_folder import SOLUTION, TOML, needs_lab_packages, write_lab
from tutor.config import Settings
from tutor.labs.copies import find_copy
from tutor.labs.load import load_lab
from tutor.learner.standing.mastery import standing
from tutor.learner.types import AttemptMode
from tutor.practice.bank import load_bank
from tutor.ui.resources import Parts, Resources

HEADING = "Frames"


def bank_line(number):
    return json.dumps(
        {
            "id": f"q-{number}",
            "kind": "mc",
            "domain": 1,
            "task": "1.1",
            "difficulty": "easy",
            "stem": f"What does lab {number} add up?",
            "options": ["Sums", "Bees", "Combs", "Queens"],
            "key": [0],
            "rationales": ["Right: sums.", "Wrong: bees.", "Wrong: combs.", "Wrong: queens."],
            "concept": "Sums add up.",
            "sources": [{"document": "notes/hive.md", "heading": HEADING, "quote": "frames"}],
        }
    )


@pytest.fixture
def course(tmp_path):
    folder = shutil.copytree(COURSES / "bee-101", tmp_path / "courses" / "bee-101")
    write_lab(folder)
    (folder / "questions").mkdir(exist_ok=True)
    lines = "\n".join(bank_line(number) for number in (1, 2, 3))
    (folder / "questions" / "domain-1.jsonl").write_text(lines, encoding="utf-8")
    assert len(load_bank([folder / "questions" / "domain-1.jsonl"])) == 3
    return folder


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def resources(tmp_path, course, clock):
    embedder = HashedWordsEmbedder()
    settings = Settings(home=tmp_path / "home", course="bee-101", llm="none", embedder=embedder.name)
    return Resources(Parts(lambda: settings, course.parent, lambda settings: embedder, now=clock))


def started(resources):
    page = opened(resources, "labs_page")
    page.button(key="lab_open_counting").click().run()
    page.button(key="lab_start").click().run()
    assert not page.exception
    return page


def copy_of(resources, course):
    root = resources.settings().home / "learners" / "me" / "labs" / "bee-101"
    return find_copy(root, load_lab(course / "labs" / "counting"))


def test_the_list_says_what_there_is_and_how_far_it_is(resources):
    page = opened(resources, "labs_page")
    assert not page.exception
    assert "Counting" in html(page)
    assert "<b>Not started</b> · 5 minutes" in html(page)
    page.button(key="lab_open_counting").click().run()
    assert "<li>Add</li><li>Double</li>" in html(page)
    page.button(key="lab_start").click().run()
    page.button(key="lab_back").click().run()
    assert "<b>0 of 2 steps done</b>" in html(page)


def test_code_is_shown_with_its_file_and_saved(resources, course):
    page = started(resources)
    copy = copy_of(resources, course)
    area = page.text_area[0]
    assert area.value == copy.code
    assert str(copy.file) in [one.value for one in page.code]
    area.set_value("def add(one, other): return 1\n")
    page.button(key="lab_save").click().run()
    assert copy.code == "def add(one, other): return 1\n"


def test_code_changed_in_an_editor_comes_to_the_page(resources, course):
    page = started(resources)
    copy_of(resources, course).save("# from an editor\n")
    page.run()
    assert page.text_area[0].value == "# from an editor\n"


def test_code_changed_on_both_sides_is_not_overwritten(resources, course):
    page = started(resources)
    copy = copy_of(resources, course)
    copy.save("# from an editor\n")
    page.text_area[0].set_value("# from the page\n")
    page.button(key="lab_save").click().run()
    assert copy.code == "# from an editor\n"
    assert "The file was changed elsewhere" in page.warning[0].value
    page.button(key="lab_keep_page").click().run()
    assert copy.code == "# from the page\n"
    copy.save("# again\n")
    page.text_area[0].set_value("# here too\n").run()
    page.button(key="lab_take_file").click().run()
    assert (page.text_area[0].value, copy.code) == ("# again\n", "# again\n")


def test_hints_come_one_by_one(resources):
    page = started(resources)
    assert not any("Hint 1:" in one.value for one in page.markdown)
    page.button(key="lab_hint_add").click().run()
    assert any(one.value == "**Hint 1:** Use a plus sign." for one in page.markdown)
    assert "lab_hint_add" not in keys(page)


def test_a_source_opens_its_page(resources):
    resources.workspace("bee-101").build(HashedWordsEmbedder())
    section = next(
        (page, heading)
        for page in resources.index("bee-101").contents.pages.values()
        for block in page.blocks
        for heading in block.headings[:1]
    )
    page, heading = section
    document = next(
        name for (name, _), one in resources.index("bee-101").contents.pages.items() if one is page
    )
    text = TOML.replace("notes/hive.md", document).replace('heading = "Frames"', f'heading = "{heading}"')
    write_lab(resources.workspace("bee-101").course.directory, lab=text)
    shown = started(resources)
    shown.button(key="lab_source_add_0").click().run()
    assert not shown.exception
    place = shown.session_state["tutor_desk_state"].opened
    assert (place.document, place.heading) == (document, heading)
    assert page.text[place.stretch.start : place.stretch.end] == heading


def test_a_source_without_an_index_is_named(resources):
    assert "Read: notes/hive.md · Frames" in html(started(resources))


@needs_lab_packages
def test_a_step_is_checked_and_counted(resources, clock):
    page = started(resources)
    page.text_area[0].set_value(SOLUTION.replace("one + other", "one - other"))
    page.button(key="lab_check_add").click().run()
    assert not page.exception
    assert "add(2, 3) is -1; look at the sign." in html(page)
    assert "· not yet" in html(page)
    assert [one.label for one in page.expander if one.label.startswith("Add")] == ["Add: open, 1 attempt"]
    clock.pass_(minutes=1)
    page.text_area[0].set_value(SOLUTION)
    page.button(key="lab_check_add").click().run()
    assert [one.label for one in page.expander if one.label.startswith("✓")] == ["✓ Add: done, 2 attempts"]
    assert "For the exam</h3><ul><li>Sums add up.</li>" in html(page)
    counted = [(one.task, one.correct, one.mode) for one in resources.attempts().all("bee-101")]
    assert counted == [
        (task, correct, AttemptMode.LAB) for correct in (False, True) for task in ("1.1", "1.2")
    ]


@needs_lab_packages
def test_a_passed_step_and_an_item_at_the_end_count_towards_mastery(resources):
    def mastery():
        blueprint = resources.workspace("bee-101").course.blueprint
        found = standing(resources.attempts().all("bee-101"), blueprint, resources.now())
        return next(one for one in found.tasks if one.task == "1.1")

    page = started(resources)
    begun = mastery()
    page.text_area[0].set_value(SOLUTION)
    page.button(key="lab_check_all").click().run()
    passed = mastery()
    assert (begun.answers, passed.answers, passed.right) == (0, 2, 2)  # both steps are of task 1.1
    assert passed.share.mean > begun.share.mean
    page.button(key="lab_q-1_option_0").click().run()
    page.button(key="lab_submit_q-1").click().run()
    answered = mastery()
    assert (answered.answers, answered.right) == (3, 3)
    assert answered.share.mean > passed.share.mean


@needs_lab_packages
def test_each_passed_step_says_what_to_keep_and_what_to_read(resources):
    page = started(resources)
    page.text_area[0].set_value(SOLUTION)
    page.button(key="lab_check_all").click().run()
    shown = html(page)
    assert shown.count("For the exam</h3>") == 2
    assert "<li>Sums add up.</li>" in shown
    assert "<li>Twice is plus itself.</li>" in shown
    assert shown.count("Read: notes/hive.md · Frames") == 2
    assert "Three practice items on this lab" in shown
    for number in (1, 2, 3):  # one after the other
        assert f"What does lab {number} add up?" in html(page)
        page.button(key=f"lab_q-{number}_option_0").click().run()
        page.button(key=f"lab_submit_q-{number}").click().run()
    assert not page.exception
    assert [one.item_id for one in resources.attempts().all("bee-101")[-3:]] == ["q-1", "q-2", "q-3"]


@needs_lab_packages
def test_what_several_checks_say_is_said_once_with_its_code(resources):
    page = started(resources)
    page.button(key="lab_check_add").click().run()
    assert html(page).count("<code>add</code> is not written yet") == 1
    assert html(page).count("· not begun") == 2


def test_the_step_at_hand_stands_above_the_code_with_its_check_below(resources):
    page = started(resources)
    assert [one.label for one in page.expander] == ["What this lab is about", "Add: open", "Double: open"]
    pressed = [key for key in keys(page) if key.startswith("lab_check_")]
    assert pressed == ["lab_check_add", "lab_check_all", "lab_check_double"]


@needs_lab_packages
def test_items_come_when_all_steps_are_done(resources):
    page = started(resources)
    page.text_area[0].set_value(SOLUTION)
    page.button(key="lab_check_all").click().run()
    assert "2 of 2 steps done" in html(page)
    assert "What does lab 1 add up?" in html(page)
    assert "What does lab 2 add up?" not in html(page)
    page.button(key="lab_q-1_option_1").click().run()
    page.button(key="lab_submit_q-1").click().run()
    assert not page.exception
    assert "wrong, you chose it" in html(page)
    assert "What does lab 2 add up?" in html(page)
    answer = resources.attempts().all("bee-101")[-1]
    assert (answer.item_id, answer.chosen, answer.correct, answer.mode) == (
        "q-1", (1,), False, AttemptMode.PRACTICE,
    )  # fmt: skip


@needs_lab_packages
def test_run_shows_what_is_printed(resources):
    page = started(resources)
    page.text_area[0].set_value(SOLUTION)
    page.button(key="lab_run").click().run()
    assert "two and two is 4" in [one.value for one in page.code]
    page.text_area[0].set_value("print(1 / 0)\n")
    page.button(key="lab_run").click().run()
    assert "ZeroDivisionError at line 1 of lab" in page.error[0].value.replace("\\", "")


def test_begin_again_puts_the_work_aside(resources, course):
    page = started(resources)
    copy_of(resources, course).save("# mine\n")
    page.run()
    page.button(key="lab_reset").click().run()
    assert not page.exception
    assert "Your earlier work lies in" in page.warning[0].value
    assert page.text_area[0].value.startswith("def add(one, other)")


def test_a_course_without_labs_says_so(resources, course):
    shutil.rmtree(course / "labs")
    assert "so it has no labs" in opened(resources, "labs_page").info[0].value
