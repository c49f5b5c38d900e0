"""An answered item -> why the key is right, why the chosen option is not, and what tells the two apart.

    checked choice -> the item's sources -> each option: verdict, meaning, reasons, when right -> contrast
    -> concept -> citations numbered

Nothing is written by a model: sentences come from the item's rationales, the glossary, the recall tables
and the sources, and each is shown only with what bears it out. Knows nothing of pages or of stores.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan, citation
from tutor.answering.retrieval import Passage
from tutor.answering.types import Citation
from tutor.practice.choices import asking_sentence, checked_choice, letters
from tutor.practice.explaining.claims import claims_of, is_when_right, without_verdict
from tutor.practice.explaining.contrast import confusion_of, likest_key
from tutor.practice.explaining.explain_sources import Explainer, source_spans
from tutor.practice.explaining.explain_types import (
    Contrast,
    ExplainedOption,
    ExplainedSentence,
    Explanation,
    Role,
)
from tutor.practice.explaining.grounding import Basis, Shown, Withheld, quoted
from tutor.practice.explaining.subjects import Subject
from tutor.practice.explaining.wording import fitting, in_quotes, meaning, name_of
from tutor.practice.types import Origin, PracticeItem

__all__ = ["explain"]

_QUOTES = 2
"""Sentences quoted for an option in place of withheld ones, at most."""
_TOLD_IN_QUESTION = 0.55
"""Share of a recall row's situation in the item's own from which it would only confuse."""


def explain(
    item: PracticeItem, chosen: Sequence[int], tools: Explainer, *, every_option: bool = False
) -> Explanation:
    """The explanation of an answer; `chosen` counts options from 0 and is empty for none.

    The keyed and the chosen options are explained, with `every_option` the others too.
    """
    places = checked_choice(item, chosen)
    work = _Work(item, places, tools, source_spans(item.sources, tools))
    others = [p for p in range(len(item.options)) if p not in item.key and (every_option or p in places)]
    right = tuple(work.option(place) for place in item.key)
    wrong = tuple(work.option(place) for place in sorted(others, key=lambda p: (p not in places, p)))
    contrast = work.contrast((*right, *wrong))
    concept = work.concept()
    for span in work.own:
        work.number(span)
    return Explanation(
        item_id=item.id,
        task=item.task,
        chosen=places,
        key=item.key,
        correct=places == item.key,
        right=right,
        wrong=wrong,
        contrast=contrast,
        concept=concept,
        citations=tuple(work.citations),
        follow_up=confusion_of(item, places, tools.terms),
    )


@dataclass(slots=True)
class _Work:
    """One explanation in the making; it numbers the citations."""

    item: PracticeItem
    chosen: tuple[int, ...]
    tools: Explainer
    own: tuple[EvidenceSpan, ...]
    """The item's own sources."""
    citations: list[Citation] = field(default_factory=list)

    def number(self, span: EvidenceSpan) -> int:
        """The citation's number of a span; the same span has one number."""
        chunk = span.passage.chunk
        for known in self.citations:
            place = (known.document, known.page, known.start, known.end)
            if place == (chunk.document, chunk.page, span.start, span.end):
                return known.n
        self.citations.append(citation(len(self.citations) + 1, span))
        return len(self.citations)

    def sentence(self, shown: Shown, role: Role) -> ExplainedSentence:
        """The shown sentence with its citations numbered."""
        marks = tuple(self.number(span) for span in shown.spans)
        return ExplainedSentence(shown.text, role, shown.basis, shown.score, marks)

    def option(self, place: int) -> ExplainedOption:
        """Verdict, meaning, reasons and, of a wrong option, what it would have been right for."""
        is_right = place in self.item.key
        subject = self.subject(place)
        named = source_spans(self.item.sources_of(place), self.tools)
        sentences = [self.sentence(Shown(self._verdict(place), Basis.ITEM), Role.VERDICT)]
        if subject.meaning_span is not None:
            sentences.append(self.sentence(meaning(subject), Role.MEANING))
        reasons, withheld = self._reasons(place, subject, named)
        sentences += reasons
        sentences += self._unsaid(named, sentences)
        if not is_right and all(sentence.role is not Role.WHEN for sentence in sentences):
            sentences += self._when(place, subject)
        if not named and not any(s.role in (Role.REASON, Role.WHEN) and s.citations for s in sentences):
            sentences += self._settling(place)
        return ExplainedOption(
            place,
            self.item.options[place],
            is_right,
            place in self.chosen,
            _each_once(sentences),
            tuple(withheld),
        )

    def subject(self, place: int) -> Subject:
        """What the option is about and its counterpart is not."""
        item = self.item
        other = likest_key(item, place) if place not in item.key else self._counterpart(place)
        compared = item.options[other] if other is not None else ""
        return self.tools.terms.subject(item.options[place], compared, self._rationale(place))

    def contrast(self, explained: Sequence[ExplainedOption]) -> Contrast | None:
        """The first wrong choice beside the key it is likest to; None without a wrong choice."""
        wrong = [place for place in self.chosen if place not in self.item.key]
        if not wrong:
            return None
        missed = [key for key in self.item.key if key not in self.chosen]
        key = likest_key(self.item, wrong[0], missed or self.item.key)
        right, other = self.subject(key), self.subject(wrong[0])
        options = {option.place: option for option in explained}
        weighed = self._weighed(options[key], options[wrong[0]])
        named = self.sentence(self._side_by_side(key, wrong[0], right, other), Role.CONTRAST)
        sentences = [weighed or named]
        asked = Shown(f"The question: {asking_sentence(self.item.stem)}", Basis.QUESTION)
        sentences.append(self.sentence(asked, Role.CONTRAST))
        apart = self._telling_apart(right, other)
        if apart:
            sentences.append(self.sentence(apart, Role.CONTRAST))
        return Contrast(right.name, other.name, right.meaning, other.meaning, tuple(sentences))

    def concept(self) -> ExplainedSentence | None:
        """The item's line to remember, or the sentence of its sources that settles it."""
        passages = self.tools.passages(f"{self.item.concept} {self._key_text()}", self.own)
        found = self.tools.grounding.statement(self.item.concept, "", passages)
        if isinstance(found, Shown):
            return self.sentence(found, Role.CONCEPT)
        settling = quoted(self.own[0]) if self.own else None
        nearest = settling or self.tools.grounding.nearest_quote(self.item.concept, passages)
        return self.sentence(nearest, Role.CONCEPT) if nearest else None

    def _reasons(
        self, place: int, subject: Subject, named: Sequence[EvidenceSpan]
    ) -> tuple[list[ExplainedSentence], list[Withheld]]:
        """The rationale's statements that hold, quotes in place of those that do not, and the latter.

        No quotes are looked for where the author names some for this option.
        """
        passages = self._passages(place, named)
        sentences: list[ExplainedSentence] = []
        withheld: list[Withheld] = []
        names = (subject.name, *subject.names) if subject.names else ()
        for claim in claims_of(self._rationale(place), subject.name if subject.names else ""):
            role = Role.WHEN if place not in self.item.key and is_when_right(claim) else Role.REASON
            found = self.tools.grounding.statement(claim, self.item.stem, passages, self.own, named)
            if isinstance(found, Shown):
                sentences.append(self.sentence(found, role))
                continue
            withheld.append(found)
            if named:
                continue
            quote = self.tools.grounding.nearest_quote(claim, passages, names)
            if quote and len(withheld) <= _QUOTES:
                sentences.append(self.sentence(quote, Role.REASON))
        return sentences, withheld

    def _unsaid(
        self, named: Sequence[EvidenceSpan], said: Sequence[ExplainedSentence]
    ) -> list[ExplainedSentence]:
        """What the author names for an option, in its own words, where no sentence cites it."""
        numbers = {n for sentence in said for n in sentence.citations}
        cited = [one for one in self.citations if one.n in numbers]
        unsaid = [span for span in named if not any(_overlap(span, one) for one in cited)]
        return [self.sentence(quoted(span), Role.REASON) for span in unsaid]

    def _when(self, place: int, subject: Subject) -> list[ExplainedSentence]:
        """The recall row, of those that the option answers, that comes nearest to its words."""
        told = set(search_words(self.item.stem))
        coverage = self.tools.grounding.coverage
        rows = [row for row in subject.rows if coverage(row.cue, told) < _TOLD_IN_QUESTION]
        words = search_words(f"{self.item.options[place]} {self._rationale(place)}")
        best = max(rows, key=lambda row: coverage(row.cue, words), default=None)
        return [self.sentence(fitting(best), Role.WHEN)] if best else []

    def _settling(self, place: int) -> list[ExplainedSentence]:
        """The sentence of the item's sources that is nearest to the option, unread ones first.

        What is named for another wrong option would only confuse.
        """
        wrong = [p for p in range(len(self.item.options)) if p != place and p not in self.item.key]
        of_others = {source.quote for p in wrong for source in self.item.sources_of(p)}
        own = [span for span in self.own if span.text not in of_others]
        read = {(c.document, c.page, c.start) for c in self.citations}
        places = {span: (span.passage.chunk.document, span.passage.chunk.page, span.start) for span in own}
        unread = [span for span in own if places[span] not in read]
        text = f"{self.item.options[place]} {self._rationale(place)}"
        span = self.tools.grounding.likest(text, unread or own)
        return [self.sentence(quoted(span), Role.REASON)] if span else []

    def _weighed(self, right: ExplainedOption, wrong: ExplainedOption) -> ExplainedSentence | None:
        """What speaks against the choice and for the key, in the words that were shown for each of them."""
        against, reason = _deciding(wrong, self.item.origin is Origin.TABLE), _deciding(right)
        if against is None or reason is None or against.text == reason.text:
            return None
        text = (
            f"You chose {wrong.letter}, {in_quotes(wrong.text)}. {against.text} "
            f"The item asks for {right.letter}, {in_quotes(right.text)}. {reason.text}"
        )
        score = min(against.score, reason.score)
        cited = tuple(dict.fromkeys((*against.citations, *reason.citations)))
        return ExplainedSentence(text, Role.CONTRAST, against.basis, score, cited)

    def _side_by_side(self, key: int, wrong: int, right: Subject, other: Subject) -> Shown:
        """As in: You chose B, Amazon Polly (text becomes speech); the item asks for A, Amazon Transcribe."""
        options = self.item.options
        known = [s.meaning_span for s in (other, right) if s.meaning_span is not None]
        sides = [
            f"{letters([place])[0]}, {name_of(subject, options[place])}"
            for place, subject in ((wrong, other), (key, right))
        ]
        text = f"You chose {sides[0]}; the item asks for {sides[1]}."
        return Shown(text, Basis.QUOTE if known else Basis.ITEM, 1.0, tuple(known))

    def _telling_apart(self, right: Subject, other: Subject) -> Shown | None:
        """A sentence or row of the sources that speaks of both."""
        if not right.names or not other.names:
            return None
        passages = self.tools.passages(f"{right.name} or {other.name}: difference", self.own)
        return self.tools.grounding.telling_apart(right.name, other.name, passages)

    def _verdict(self, place: int) -> str:
        letter, text = letters([place])[0], self.item.options[place].rstrip(". ")
        if place in self.item.key:
            return (
                f"You chose {letter}, which is right: {text}."
                if place in self.chosen
                else (f"{letter} is right: {text}.")
            )
        return (
            f"You chose {letter}, which is wrong: {text}."
            if place in self.chosen
            else (f"{letter} is wrong: {text}.")
        )

    def _counterpart(self, key: int) -> int | None:
        """The wrong choice that a keyed option is set against, else the option that is likest to it."""
        wrong = [p for p in range(len(self.item.options)) if p not in self.item.key]
        chosen = [place for place in wrong if place in self.chosen]
        words = set(search_words(self.item.options[key]))
        return max(
            chosen or wrong,
            key=lambda place: len(words & set(search_words(self.item.options[place]))),
            default=None,
        )

    def _passages(self, place: int, named: Sequence[EvidenceSpan]) -> tuple[Passage, ...]:
        reason = without_verdict(self._rationale(place))
        return self.tools.passages(f"{self.item.options[place]}. {reason}", (*named, *self.own))

    def _rationale(self, place: int) -> str:
        rationales = self.item.rationales
        return rationales[place] if place < len(rationales) else ""

    def _key_text(self) -> str:
        return " ".join(self.item.options[place] for place in self.item.key)


def _overlap(span: EvidenceSpan, cited: Citation) -> bool:
    chunk = span.passage.chunk
    is_same_page = (chunk.document, chunk.page) == (cited.document, cited.page)
    return is_same_page and span.start < cited.end and cited.start < span.end


def _deciding(option: ExplainedOption, is_row: bool = False) -> ExplainedSentence | None:
    """The first cited reason of an option, else what it would have been right for, else what it is.

    For a table's row it is the other way round: its reason speaks of another situation than the item's.
    """
    cited = [sentence for sentence in option.sentences if sentence.citations]
    roles = (Role.WHEN, Role.REASON) if is_row else (Role.REASON, Role.WHEN)
    return next((s for role in (*roles, Role.MEANING) for s in cited if s.role is role), None)


def _each_once(sentences: Sequence[ExplainedSentence]) -> tuple[ExplainedSentence, ...]:
    """The sentences without those whose words were said before."""
    return tuple({" ".join(s.text.split()).casefold(): s for s in reversed(sentences)}.values())[::-1]
