import pytest

from tutor.answering.glossary import Glossary, Term


@pytest.fixture(scope="module")
def glossary(hashed_index):
    return Glossary.of(hashed_index.contents.pages.values())


def test_rows_of_glossary_tables_are_terms_and_other_tables_are_not(glossary):
    assert glossary.terms == (
        Term(
            ("AFB", "American foulbrood", "ropy brood disease"), "A disease of the brood that spores carry."
        ),
        Term(("Varroa", "Varroa destructor", "varroa mite"), "A mite that feeds on bees and their brood."),
        Term(("Super", "honey box"), "A box above the brood box, for honey."),
        Term(("IT", "Integrated treatment"), "Several treatments of mites in one plan."),
    )


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is AFB?", ("American foulbrood", "ropy brood disease")),
        ("what is afb?", ("American foulbrood", "ropy brood disease")),
        ("How is American foulbrood told?", ("AFB", "ropy brood disease")),
        ("Is AFB the same as american foulbrood?", ("ropy brood disease",)),
        ("When do I treat varroa mites or the varroa mite?", ("Varroa destructor",)),
        ("Where does the honey box stand?", ("Super",)),
        ("When is it done?", ()),
        ("When is IT done?", ("Integrated treatment",)),
        ("AFB and IT.", ("American foulbrood", "ropy brood disease", "Integrated treatment")),
        ("Why do bees swarm?", ()),
        ("", ()),
    ],
)
def test_other_names_of_what_a_question_names(glossary, question, names):
    assert glossary.other_names(question) == names


@pytest.mark.parametrize(
    ("text", "names"), [("AFB", ["AFB"]), ("varroa mite?", ["Varroa"]), ("Varroa in August", []), ("", [])]
)
def test_meanings_are_those_of_a_whole_text(glossary, text, names):
    assert [term.names[0] for term in glossary.meanings(text)] == names


def test_one_name_of_two_things_gives_both():
    glossary = Glossary((Term(("EB", "event bus")), Term(("EB", "egg box"))))
    assert glossary.other_names("What is EB?") == ("event bus", "egg box")
