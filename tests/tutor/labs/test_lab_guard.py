import os
import socket

import pytest

from tutor.labs.guard import Guard, GuardError


@pytest.fixture
def guard(tmp_path):
    for name in ("own", "home", "home/labs"):
        (tmp_path / name).mkdir()
    real = os.path.realpath(tmp_path)
    return Guard(writable=(f"{real}/own", f"{real}/home/labs"), hidden=(f"{real}/home",), port=4711)


@pytest.mark.parametrize(
    ("event", "arguments", "there"),
    [
        ("socket.connect", (None, ("52.216.0.1", 443)), "52.216.0.1:443"),
        ("socket.connect", (None, ("169.254.169.254", 80)), "169.254.169.254:80"),
        ("socket.connect", (None, ("127.0.0.1", 80)), "127.0.0.1:80"),
        ("socket.connect", (None, "/var/run/docker.sock"), "docker.sock"),
        ("socket.sendto", (None, ("8.8.8.8", 53)), "8.8.8.8:53"),
        ("socket.getaddrinfo", ("s3.amazonaws.com", 443, 0, 0, 0), "s3.amazonaws.com:443"),
        ("socket.gethostbyname", ("sts.amazonaws.com",), "sts.amazonaws.com"),
    ],
)
def test_other_machines_and_ports_are_refused_in_one_sentence(guard, event, arguments, there):
    with pytest.raises(GuardError, match="A lab talks to the simulated AWS on this machine only"):
        guard(event, arguments)
    assert there in guard.refusals[0]
    assert guard.refusals[0].count(". ") == 1


def test_the_simulated_aws_is_reached(guard):
    guard("socket.connect", (None, ("127.0.0.1", 4711)))
    guard("socket.getaddrinfo", ("127.0.0.1", 4711, 0, 0, 0))
    guard("socket.getaddrinfo", (b"localhost", 4711, 0, 0, 0))
    assert guard.refusals == []


@pytest.mark.parametrize("event", ["os.fork", "os.system", "subprocess.Popen", "os.posix_spawn", "os.exec"])
def test_no_other_process_is_started(guard, event):
    with pytest.raises(GuardError, match=f"start another process .{event}."):
        guard(event, ("ls",))


def test_files_are_written_in_the_own_folder_only(guard, tmp_path):
    guard("open", (str(tmp_path / "own" / "x"), "w", os.O_WRONLY))
    guard("open", (str(tmp_path / "home" / "labs" / "x"), None, os.O_CREAT))
    guard("open", (os.devnull, "w", os.O_WRONLY))
    guard("open", (str(tmp_path / "x"), "r", os.O_RDONLY))
    guard("open", (3, "w", os.O_WRONLY))  # a number: what it stands for was opened before
    with pytest.raises(GuardError, match=r"tried to change .*x, which is outside the lab's folder"):
        guard("open", (str(tmp_path / "x"), "w", os.O_WRONLY))
    with pytest.raises(GuardError, match="outside the lab's folder"):
        guard("open", (str(tmp_path / "own" / ".." / "x"), None, os.O_RDWR))


def test_a_name_relative_to_an_open_folder_is_looked_at_there(guard, tmp_path):
    for name, number in (
        ("own", os.open(tmp_path / "own", os.O_RDONLY)),
        (".", os.open(tmp_path, os.O_RDONLY)),
    ):
        if name == "own":
            guard("os.remove", ("x", number))
        else:
            with pytest.raises(GuardError, match="outside the lab's folder"):
                guard("os.remove", ("x", number))
        os.close(number)


def test_a_link_does_not_lead_out(guard, tmp_path):
    (tmp_path / "own" / "out").symlink_to(tmp_path)
    with pytest.raises(GuardError, match="outside the lab's folder"):
        guard("open", (str(tmp_path / "own" / "out" / "x"), "w", os.O_WRONLY))


@pytest.mark.parametrize(
    ("event", "more"),
    [
        ("os.remove", (-1,)),
        ("os.rename", ("own/y", -1, -1)),
        ("os.mkdir", (511, -1)),
        ("shutil.rmtree", (None,)),
    ],
)
def test_nothing_outside_is_removed_or_renamed(guard, tmp_path, event, more):
    with pytest.raises(GuardError, match="outside the lab's folder"):
        guard(event, (str(tmp_path / "x"), *more))


def test_the_tutors_own_folder_is_not_even_read(guard, tmp_path):
    database = str(tmp_path / "home" / "learner.sqlite3")
    for event, arguments in (
        ("open", (database, "r", os.O_RDONLY)),
        ("sqlite3.connect", (database,)),
        ("sqlite3.connect", (f"file:{database}?mode=ro",)),
        ("os.listdir", (str(tmp_path / "home"),)),
    ):
        with pytest.raises(GuardError, match=r"open (learner.sqlite3|home) in the tutor's own folder"):
            guard(event, arguments)
    guard("sqlite3.connect", (":memory:",))


def test_what_is_readable_within_a_hidden_folder_is_read(tmp_path):
    real = os.path.realpath(tmp_path)
    guard = Guard(writable=(), hidden=(real,), readable=(f"{real}/venv",))
    guard("open", (f"{real}/venv/x.py", "r", os.O_RDONLY))
    with pytest.raises(GuardError, match="outside the lab's folder"):
        guard("open", (f"{real}/venv/x.py", "w", os.O_WRONLY))


def test_events_that_are_none_of_its_business_pass(guard):
    guard("import", ("multiprocessing", None, None, None, None))
    guard("socket.bind", (socket, ("127.0.0.1", 0)))
    assert guard.refusals == []
