"""A bulletin as an official paper: what was looked at, good practice before problems, what is to
be mended, scores in an annex. Printed from the figures that were frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pairing_cli.atomic_files import finished_file
from pairing_cli.domain.fields import Audience
from pairing_cli.domain.judging.words import GRADES, SUBJECTS, Answer, FindingState
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.judging import (
    DUE,
    FINDING_TEXT,
    GRADE,
    OPEN_COUNT,
    OWNER,
    SCORE,
)
from pairing_cli.domain.records.paired import MENTEE, MENTOR
from pairing_cli.files.printed.papers import write_docx, write_html
from pairing_cli.services.judging.bulletins import BulletinRow, Comparison
from pairing_cli.services.reports.printed.blocks import TO_ALL
from pairing_cli.services.reports.printed.voice import Voice
from pairing_cli.store.reading import Reader

_MISSING: Final = {Answer.NO: N_("{count} no"), Answer.PARTLY: N_("{count} partly")}


def write_bulletin(
    store: Reader,
    found: Comparison,
    path: Path,
    voice: Voice,
    audience: Audience,
    clean: Callable[[str], str],
) -> None:
    """Print a bulletin as .docx, .html or .md; for the public without persons. `clean` takes out
    of a text that people wrote what the audience may not read.

    Raises `CannotCreate`, `StorageFailure`.
    """
    values = _values(store, found, voice, audience, clean)
    if path.suffix.lower() == ".html":
        write_html(voice.template("bulletin.html"), values, path)
    elif path.suffix.lower() == ".md":
        with finished_file(path) as draft:
            draft.write_text(_markdown(values, voice), encoding="utf-8", newline="\n")
    else:
        write_docx(voice.template("bulletin.docx"), values, path)


def _values(
    store: Reader,
    found: Comparison,
    voice: Voice,
    audience: Audience,
    clean: Callable[[str], str],
) -> dict[str, Any]:
    row = found.row
    findings = [
        finding
        for inspection in row.figures["inspections"]
        for target in inspection["targets"]
        for finding in (
            {**each, "of": target["mentee"] or target["county"]}
            for each in target["findings"]
            if each["state"] != FindingState.CLOSED  # what is mended needs no order
        )
    ]
    region = store.value(
        "SELECT r.name FROM programme AS p INNER JOIN region AS r ON r.code = p.region_code"
    )
    number = row.number or voice.say(phrase("(draft)"))
    return {
        "title": clean(row.title),
        "number": number,
        "subtitle": number,
        "to": voice.say(TO_ALL),
        "about": [voice.say(each) for each in _about(row, voice, audience)],
        "good": _text(row.text_good, voice, clean),
        "problems": _text(
            row.text_problems, voice, clean, *(voice.say(each) for each in _problems(row))
        ),
        "mending": _written(row.text_next, clean)
        if findings
        else _text(row.text_next, voice, clean),
        "findings": [
            {
                "number": number,
                "mentee": each["of"],
                "text": clean(each["text"]),
                "owner": voice.say(SUBJECTS[each["owner"]]),
                "due": voice.day(each["due"]),
            }
            for number, each in enumerate(findings, 1)
        ],
        "office": voice.say(phrase("{place} education bureau", place=region)) if region else "",
        "published": voice.day(row.published),
        "scores": [_score(number, each, voice) for number, each in enumerate(found.rows, 1)],
        "annex": [voice.say(each) for each in _annex(found)],
    }


def _about(row: BulletinRow, voice: Voice, audience: Audience) -> list[Phrase]:
    """What was looked at, in whole sentences."""
    said = []
    for each in row.figures["inspections"]:
        days = tuple(dict.fromkeys(map(voice.day, (each["start"], each["end"]))))
        values = {"days": "—".join(days), "title": each["title"]}
        said.append(
            phrase_n(
                "{title}, {days}: {count} was inspected.",
                "{title}, {days}: {count} were inspected.",
                each["seen"],
                **values,
            )
        )
        if audience is not Audience.PUBLIC:
            said.append(phrase("Inspectors: {names}.", names=tuple(each["inspectors"])))
    totals, findings = row.figures["totals"], row.figures["findings"]
    if row.average is not None:
        said.append(
            phrase(
                "The mean score is {average}; {critical} critical items failed.",
                average=f"{row.average:.1f}",
                critical=row.critical,
            )
        )
    said.append(
        phrase(
            "Up to {day} there were {visits} visits, {participations} participations,"
            " {hours} class-hours and {attendances} attendances of teachers.",
            day=voice.day(row.as_of),
            visits=totals["visits"],
            participations=totals["participations"],
            hours=f"{totals['class_hours']:g}",
            attendances=totals["attendances"],
        )
    )
    said.append(
        phrase(
            "{new} findings are new; of all {closed} are closed, {open} not closed, {overdue} of"
            " them overdue.",
            **findings,
        )
    )
    return said


def _problems(row: BulletinRow) -> list[Phrase]:
    """Each item that wasn't so somewhere: at how many of how many."""
    said = []
    for each in row.figures["items"]:
        counted = tuple(
            phrase(message, count=each[answer])
            for answer, message in _MISSING.items()
            if each[answer]
        )
        if counted:
            said.append(
                phrase(
                    "“{item}”: {counted}, of {all}.",
                    item=Label(each["title"]["zh"], each["title"]["en"]),
                    counted=counted,
                    all=sum(each[answer] for answer in (*_MISSING, Answer.YES)),
                )
            )
    return said


def _annex(found: Comparison) -> list[Phrase]:
    if found.before is None:
        return []
    return [
        phrase(
            "Before: {number} of {day}.",
            number=found.before.number or found.before.ref,
            day=found.before.published or "",
        )
    ]


def _score(number: int, each: Any, voice: Voice) -> dict[str, Any]:
    return {
        "number": number,
        "mentee": each.mentee,
        "mentor": each.mentor,
        "score": _tenths(each.score),
        "grade": voice.say(GRADES[each.grade]) if each.grade else "",
        "before": _tenths(each.score_before),
        "change": "" if each.change is None else f"{each.change:+.1f}",
        "open": each.carried_findings,
    }


def _tenths(score: float | None) -> str:
    return "" if score is None else f"{score:.1f}"


def _text(text: str | None, voice: Voice, clean: Callable[[str], str], *more: str) -> list[str]:
    """What people wrote and what the records add to it; where there is neither, that it is so."""
    return [*_written(text, clean), *more] or [voice.say(phrase("(none)"))]


def _written(text: str | None, clean: Callable[[str], str]) -> list[str]:
    return [clean(line) for line in (text or "").splitlines() if line.strip()]


def _markdown(values: Mapping[str, Any], voice: Voice) -> str:
    """The paper as Markdown; what people have typed stays text."""
    parts = [f"# {_plain(values['title'])}", _plain(values["number"]), _plain(values["to"])]
    for title, key in (
        (phrase("1. The inspection"), "about"),
        (phrase("2. Good practice"), "good"),
        (phrase("3. Problems"), "problems"),
        (phrase("4. What is to be mended"), "mending"),
    ):
        parts += [f"## {voice.say(title)}", *map(_plain, values[key])]
    if values["findings"]:
        parts.append(_table(values["findings"], voice))
    annex = voice.say(phrase("Annex: scores"))
    if values["scores"]:
        parts.append(annex)
    parts += [_plain(values["office"]), values["published"]]
    if values["scores"]:
        parts += [f"## {annex}", _table(values["scores"], voice)]
    parts += list(map(_plain, values["annex"]))
    return "\n\n".join(part for part in parts if part) + "\n"


_HEADS: Final = {
    "number": Label("序号", "No."),
    "mentee": MENTEE.label,
    "mentor": MENTOR.label,
    "text": FINDING_TEXT.label,
    "owner": OWNER.label,
    "due": DUE.label,
    "score": SCORE.label,
    "grade": GRADE.label,
    "before": Label("上次", "Before"),
    "change": Label("增减", "Change"),
    "open": OPEN_COUNT.label,
}


def _table(rows: Sequence[Mapping[str, Any]], voice: Voice) -> str:
    def line(cells: Sequence[Any]) -> str:
        return "| " + " | ".join(_plain(str(cell)) for cell in cells) + " |"

    head = line([voice.say(_HEADS[key]) for key in rows[0]])
    return "\n".join([head, line(["---"] * len(rows[0])), *(line([*row.values()]) for row in rows)])


def _plain(text: str) -> str:
    """Text in which nothing is Markdown."""
    escaped = "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in str(text))
    return escaped if text != "---" else "---"
