from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor.labs.lab_folder import STARTER, write_lab
from tutor.labs.copies import find_copy, reset_copy, start_copy
from tutor.labs.load import load_lab
from tutor.labs.types import LabError

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def lab(tmp_path):
    return load_lab(write_lab(tmp_path / "course", lab_data="NUMBERS = [1]\n"))


@pytest.fixture
def root(tmp_path):
    return tmp_path / "learners" / "me" / "labs" / "bee-101"


def test_a_lab_that_was_not_started_has_no_copy(lab, root):
    assert find_copy(root, lab) is None
    with pytest.raises(LabError, match=r"was not started\. Run `tutor labs start counting`"):
        reset_copy(root, lab, NOW)
    assert not root.exists()


def test_a_start_copies_the_starter_and_its_data(lab, root):
    copy = start_copy(root, lab, NOW)
    assert copy.code == STARTER
    assert sorted(path.name for path in copy.folder.iterdir()) == [".lab.json", "lab.py", "lab_data.py"]
    assert copy.session == "lab:counting:2026-02-02T09:00:00+00:00"
    assert [path.name for path in root.iterdir()] == ["counting"]


def test_a_second_start_goes_on_with_the_work(lab, root):
    start_copy(root, lab, NOW).save("mine\n")
    again = start_copy(root, lab, NOW + timedelta(days=1))
    assert again.code == "mine\n"
    assert again.started_at == NOW


def test_a_reset_puts_the_work_aside_each_time(lab, root):
    kept = []
    for number in range(3):
        start_copy(root, lab, NOW).save(f"attempt {number}\n")
        kept.append(reset_copy(root, lab, NOW))
        assert find_copy(root, lab).code == STARTER
    assert [path.name for path in kept] == [
        "counting.2026-02-02T09-00-00",
        "counting.2026-02-02T09-00-00.2",
        "counting.2026-02-02T09-00-00.3",
    ]
    assert [(path / "lab.py").read_text() for path in kept] == [f"attempt {n}\n" for n in range(3)]


def test_a_reset_begins_another_session(lab, root):
    first = start_copy(root, lab, NOW)
    reset_copy(root, lab, NOW + timedelta(hours=1))
    assert find_copy(root, lab).session != first.session


def test_a_folder_of_that_name_from_elsewhere_is_kept(lab, root):
    (root / "counting").mkdir(parents=True)
    (root / "counting" / "lab.py").write_text("mine\n")
    assert start_copy(root, lab, NOW).code == STARTER
    assert (root / "counting.2026-02-02T09-00-00" / "lab.py").read_text() == "mine\n"


def test_a_damaged_state_loses_no_work(lab, root):
    copy = start_copy(root, lab, NOW)
    copy.save("mine\n")
    (copy.folder / ".lab.json").write_text("{")
    found = find_copy(root, lab)
    assert found.code == "mine\n"
    assert found.counted() == {}
    found.count({"add": "abc"})
    assert found.counted() == {"add": "abc"}


def test_code_that_is_gone_is_told(lab, root):
    copy = start_copy(root, lab, NOW)
    copy.file.unlink()
    with pytest.raises(LabError, match=r"lab.py cannot be read .*tutor labs reset counting"):
        copy.code  # noqa: B018 - a property that raises
