"""The grounds of an honour, in lines: assessment, inspections, findings, visits, papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.cli.honours.points import points
from pairing_cli.domain.honours.words import GRADES, SHOWCASE_FORMS
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.output.listing import Column, Listing

if TYPE_CHECKING:
    from pairing_cli.store.reading import Reader

COLUMNS: Final = (Column("what", N_("Grounds")), Column("text", N_("In short")))


def trace_block(store: Reader, trace: Mapping[str, Any]) -> Listing:
    """The grounds, one line a kind; every other format has them one by one."""
    forms = {
        row["code"]: Label(row["label_zh"], row["label_en"])
        for row in store.rows("SELECT code, label_zh, label_en FROM form")
    }
    rows = [{"what": what, "text": text} for what, text in _lines(trace, forms)]
    return Listing(COLUMNS, rows, title=phrase("Grounds"), empty=phrase("None on record."))


def _lines(
    trace: Mapping[str, Any], forms: Mapping[str, Label]
) -> Iterator[tuple[Phrase, Phrase | tuple[Phrase, ...]]]:
    if (found := trace["assessment"]) is not None and found["total"] is not None:
        yield phrase("Assessment"), _assessment(found)
    if trace["inspections"]:
        yield phrase("Inspections"), tuple(map(_inspection, trace["inspections"]))
    if trace["findings"]:
        yield phrase("Findings"), _findings(trace["findings"])
    if trace["visits"]:
        yield phrase("Visits"), _visits(trace["visits"], forms)
    if trace["documents"]:
        count = len(trace["documents"])
        yield phrase("Papers"), phrase_n("{count} file", "{count} files", count)
    if trace["experience"]:
        titles = tuple(phrase("“{title}”", title=each["title"]) for each in trace["experience"])
        yield phrase("Experience"), titles
    if trace["showcase"]:
        yield phrase("Showcase"), tuple(map(_shown, trace["showcase"]))


def _assessment(found: Mapping[str, Any]) -> Phrase:
    told = {"total": points(found["total"]), "ref": found["ref"], "day": found["approved_on"]}
    grade = found.get("grade")  # earlier ones were frozen without it
    if grade is None:
        return phrase("{total} ({ref}, approved {day})", **told)
    return phrase("{total}, {grade} ({ref}, approved {day})", grade=GRADES[grade], **told)


def _inspection(each: Mapping[str, Any]) -> Phrase:
    score = points(each["score"]) or "—"
    if each["bulletin"]:
        return phrase(
            "{day} {score} (bulletin {number})",
            day=each["date"],
            score=score,
            number=each["bulletin"],
        )
    return phrase("{day} {score}", day=each["date"], score=score)


def _findings(findings: list[Mapping[str, Any]]) -> Phrase:
    return phrase_n(
        "{count}, {done} of them closed in time",
        "{count}, {done} of them closed in time",
        len(findings),
        done=sum(each["closed_in_time"] for each in findings),
    )


def _visits(visits: list[Mapping[str, Any]], forms: Mapping[str, Label]) -> Phrase:
    counted = Counter(each["form"] for each in visits).most_common()
    told = tuple(
        phrase("{form} {count}", form=forms.get(form, form), count=count) for form, count in counted
    )
    return phrase_n("{count} visit: {forms}", "{count} visits: {forms}", len(visits), forms=told)


def _shown(each: Mapping[str, Any]) -> Phrase:
    return phrase(
        "{day} {event}: {form}",
        day=each["date"],
        event=each["event"],
        form=SHOWCASE_FORMS[each["form"]],
    )
