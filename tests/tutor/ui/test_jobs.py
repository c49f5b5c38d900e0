import threading

from ingest.build import BuildReport, FileStatus, Stage
from ingest.errors import TutorError
from tutor.answering.chain import EvidenceFound, Finished, TextArrived
from tutor.answering.types import Answer
from tutor.ui.jobs import Fetching, Generation, Indexing, Step

ANSWER = Answer("q")


def ended(job):
    job.begin()
    assert job.wait(5)
    return job


def test_a_generation_collects_evidence_text_and_answer():
    kept = []
    events = (EvidenceFound(()), TextArrived("a "), TextArrived("b"), Finished(ANSWER))
    job = ended(Generation(7, lambda: (event for event in events), kept.append))
    assert (job.text, job.answer, job.error, kept) == ("a b", ANSWER, "", [job])


def test_stopping_closes_the_stream_of_events():
    closed, waiting, go_on = threading.Event(), threading.Event(), threading.Event()

    def events():
        try:
            yield TextArrived("a")
            waiting.set()
            go_on.wait(5)
            yield TextArrived("b")
            yield TextArrived("never")
        finally:
            closed.set()

    kept = []
    job = Generation(1, events, kept.append)
    job.begin()
    assert waiting.wait(5)
    job.stop()
    go_on.set()
    assert job.wait(5)
    assert closed.is_set()
    assert (job.text, job.answer, job.error, job.stopped, kept) == ("a", None, "", True, [job])


def test_a_failure_is_one_sentence_and_known_when_it_is_kept():
    def events():
        yield EvidenceFound(())
        raise TutorError("The model is gone.")

    errors = []
    job = ended(Generation(1, events, lambda done: errors.append(done.error)))
    assert (job.error, errors, job.done) == ("The model is gone.", ["The model is gone."], True)


def test_indexing_says_how_far_it_is_and_keeps_its_report():
    report = BuildReport((("a", FileStatus.ADDED),), (), 3, 3, True)
    steps = []

    def build(progress):
        progress(Stage.READING, 1, 2, "a.md")
        steps.append(job.step)
        progress(Stage.EMBEDDING, 32, 64, "")
        steps.append(job.step)
        return report

    job = Indexing(build)
    assert ended(job).report == report
    assert steps == [Step("Reading files: a.md", 1, 2), Step("Embedding passages", 32, 64)]


def test_fetching_counts_bytes_and_passes_notes_on():
    def fetch(progress):
        progress.begin("m", 100, 10)
        progress.advance(30)
        progress.note("Trying the hub.")
        progress.end()

    assert ended(Fetching("m", fetch)).step == Step("Trying the hub.", 40, 100)
