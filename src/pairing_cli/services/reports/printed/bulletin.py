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
from pairing_cli.services.reports.printed.blocks import TO_ALL, capital, to_be_written
from pairing_cli.services.reports.printed.brief import state_label
from pairing_cli.services.reports.printed.voice import Voice, numbered
from pairing_cli.store.reading import Reader

_PARTS: Final = ("about", "good", "problems", "mending")
_ABOUT: Final = {
    True: Label("督查情况", "the inspection"),
    False: Label("工作情况", "the work"),
}
"""What the first part is about, by whether it tells of an inspection."""
_WRITTEN: Final = {
    "good": Label("好的做法", "good practice"),
    "problems": Label("存在的问题", "problems"),
}
_NEXT: Final = {
    True: Label("整改要求", "what is to be mended"),
    False: Label("下一步要求", "what is asked next"),
}

_ANNEXES: Final = {
    "scores": Label("得分表", "Scores"),
    "compared": Label("得分表及与上次比较", "Scores, beside the bulletin before"),
    "standings": Label("各结对履行情况", "How each pairing stands"),
}

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
    inspected = bool(row.figures["inspections"])
    titles = [_ABOUT[inspected], *_WRITTEN.values(), _NEXT[inspected]]
    return {
        "title": clean(row.title),
        "number": number,
        "subtitle": number,
        "to": voice.say(TO_ALL),
        "about": [voice.say(each) for each in _about(row, voice, audience, clean)],
        "headings": {
            key: numbered(at, capital(voice.say(title)), voice)
            for at, (key, title) in enumerate(zip(_PARTS, titles, strict=True))
        },
        "good": _written(row.text_good, clean) or [to_be_written(_WRITTEN["good"], voice)],
        "problems": [
            *_written(row.text_problems, clean),
            *(voice.say(each) for each in _problems(row, clean)),
        ]
        or [to_be_written(_WRITTEN["problems"], voice)],
        "mending": _written(row.text_next, clean)
        or ([] if findings else [to_be_written(_NEXT[inspected], voice)]),
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
        "published": voice.day(row.published)
        or to_be_written(Label("印发日期", "date of publication"), voice),
        **_tables(found, voice),
        "annex": [voice.say(each) for each in _annex(found, voice)],
    }


def _about(
    row: BulletinRow, voice: Voice, audience: Audience, clean: Callable[[str], str]
) -> list[Phrase]:
    """What was looked at, in whole sentences."""
    said = []
    for each in row.figures["inspections"]:
        days = tuple(dict.fromkeys(map(voice.day, (each["start"], each["end"]))))
        values = {"days": "—".join(days), "title": clean(each["title"])}
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
    if row.figures["inspections"] or any(findings.values()):
        said.append(
            phrase(
                "{new} findings are new; of all {closed} are closed, {open} not closed, {overdue}"
                " of them overdue.",
                **findings,
            )
        )
    return said


def _problems(row: BulletinRow, clean: Callable[[str], str]) -> list[Phrase]:
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
                    item=Label(clean(each["title"]["zh"]), clean(each["title"]["en"])),
                    counted=counted,
                    all=sum(each[answer] for answer in (*_MISSING, Answer.YES)),
                )
            )
    return said


def _annex(found: Comparison, voice: Voice) -> list[Phrase]:
    if found.before is None:
        return []
    return [
        phrase(
            "Before: {number} of {day}.",
            number=found.before.number or found.before.ref,
            day=voice.day(found.before.published),
        )
    ]


def _tables(found: Comparison, voice: Voice) -> dict[str, Any]:
    """The table of the annex: scores, beside those of the bulletin before where there is one;
    where nobody has a score, how each pairing stands.
    """
    told = dict.fromkeys(("scores", "compared", "standings"), ())
    if any(each.score is not None for each in found.rows):
        key = "scores" if found.before is None else "compared"
        rows = [
            _score(number, each, voice, compared=found.before is not None)
            for number, each in enumerate(found.rows, 1)
        ]
    else:
        key = "standings"
        rows = [
            {
                "number": number,
                "mentee": each["mentee"],
                "mentor": each["mentor"],
                "attainment": "—" if each["scheme_percent"] is None else each["scheme_percent"],
                "state": voice.say(state_label(each["state"])) if each["state"] else "",
                "open": each["open_findings"],
            }
            for number, each in enumerate(found.row.figures["ranking"], 1)
        ]
    return {**told, key: rows, "annex_title": voice.say(_ANNEXES[key]) if rows else ""}


def _score(number: int, each: Any, voice: Voice, *, compared: bool) -> dict[str, Any]:
    before = {
        "before": _tenths(each.score_before),
        "change": "" if each.change is None else f"{each.change:+.1f}",
    }
    return {
        "number": number,
        "mentee": each.mentee,
        "mentor": each.mentor,
        "score": _tenths(each.score),
        "grade": voice.say(GRADES[each.grade]) if each.grade else "",
        **(before if compared else {}),
        "open": each.carried_findings,
    }


def _tenths(score: float | None) -> str:
    return "" if score is None else f"{score:.1f}"


def _written(text: str | None, clean: Callable[[str], str]) -> list[str]:
    return [clean(line) for line in (text or "").splitlines() if line.strip()]


def _markdown(values: Mapping[str, Any], voice: Voice) -> str:
    """The paper as Markdown; what people have typed stays text."""
    parts = [f"# {_plain(values['title'])}", _plain(values["number"]), _plain(values["to"])]
    for key in _PARTS:
        parts += [f"## {_plain(values['headings'][key])}", *map(_plain, values[key])]
    if values["findings"]:
        parts.append(_table(values["findings"], voice))
    annexed = next((values[key] for key in _ANNEXES if values[key]), None)
    annex = voice.say(phrase("Annex: {title}", title=values["annex_title"]))
    if annexed:
        parts.append(annex)
    parts += [_plain(values["office"]), _plain(values["published"])]
    if annexed:
        parts += [f"## {annex}", _table(annexed, voice)]
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
    "attainment": Label("履行率（%）", "Fulfilment (%)"),
    "state": Label("状态", "State"),
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
