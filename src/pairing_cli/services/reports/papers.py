"""What the printed papers of a pairing say: letter, plan, pack; and where their templates are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.owed.rules import Measure, RuleKind
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, TASK_STATES, AgreementKind
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.vocabulary import SEASONS, PairingKind, term_label
from pairing_cli.files.printed.papers import write_docx
from pairing_cli.resources import data_folder
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.papers.agreements import AgreementRow, default_parties
from pairing_cli.services.plans.plans import PlanDetail, TaskRow
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of a paper, and how to say something in it."""

    language: str
    say: Callable[[Any], str]

    def day(self, text: str | None) -> str:
        """A date as a paper writes it: 2022年4月12日, or ISO in English."""
        if not text:
            return ""
        day = dt.date.fromisoformat(text)
        return f"{day.year}年{day.month}月{day.day}日" if self.language == "zh" else text

    def period(self, code: str) -> str:
        """A period as a paper writes it: 2022年春季学期, 2022年3月, 2022—2023学年, 本周期."""
        year, _, part = code.partition("-")
        if self.language != "zh":
            return code
        if not part:
            return f"{year}年" if year.isdecimal() else code
        if part in SEASONS:
            return f"{year}年{SEASONS[part].zh}学期"
        if year.isdecimal() and part.isdecimal():
            if len(part) == 2:
                return f"{year}年{int(part)}月"
            return f"{year}—{part}学年" if int(part) == int(year) + 1 else "本周期"
        return term_label(code).zh

    def template(self, name: str, own: Path | None = None) -> Path:
        """The user's own template, else the one that comes along."""
        return own or data_folder() / "templates" / self.language / name


PERIODS: Final[Mapping[str, Label]] = {
    "month": Label("每月", "every month"),
    "term": Label("每学期", "every term"),
    "school_year": Label("每学年", "every school year"),
    "calendar_year": Label("每年", "every year"),
    "cycle_year": Label("周期内每年", "every year of the cycle"),
    "stage": Label("本阶段", "in its stage"),
    "cycle": Label("本周期", "in the cycle"),
}
"""How often a rule asks, by its unit."""

_PARTIES: Final = ("甲方", "乙方", "丙方", "丁方", "戊方")
_BLANK: Final = "＿＿＿＿＿＿＿＿"
"""A line to write on."""


def write_letter(
    store: Reader,
    pairing: PairingDetail,
    agreement: AgreementRow | None,
    cycle: CycleRow,
    target: Path,
    voice: Voice,
    *,
    template: Path | None = None,
    kind: AgreementKind = AgreementKind.RESPONSIBILITY_LETTER,
) -> None:
    """Print the letter or agreement of a pairing, for signing or as it was signed.

    Without a record it names the usual parties and leaves lines to sign on. Raises `BadData`,
    `InputMissing`, `CannotCreate`.
    """
    if agreement is not None:
        kind = AgreementKind(agreement.kind)
    named = list(agreement.parties) if agreement else default_parties(pairing, kind)
    signed = [*agreement.signatories, *[""] * len(named)] if agreement else [""] * len(named)
    until = agreement.until if agreement else None
    if pairing.kind == PairingKind.CONSULT and kind is AgreementKind.RESPONSIBILITY_LETTER:
        raise RuleRefusal(
            "consult-owes-nothing",
            phrase("{mentee} gets advice on request and owes nothing.", mentee=pairing.mentee),
        )
    rules = _owed_rules(store, pairing, cycle)
    scheme = voice.say(rules[0].document_title) if rules else None
    values = {
        "title": (agreement.title if agreement else None)
        or voice.say(
            phrase("Pairing assistance in preschool education: {kind}", kind=AGREEMENT_KINDS[kind])
        ),
        "kind": voice.say(AGREEMENT_KINDS[kind]),
        "mentor": pairing.mentor,
        "mentee": pairing.mentee,
        "basis": _quoted(scheme, voice) if scheme else voice.say(phrase("the pairing scheme")),
        "start": voice.day(pairing.start),
        "end": voice.day(until or pairing.end),
        "copies": len(named),
        "sides": [
            _side(number, party, signatory, agreement, voice)
            for number, (party, signatory) in enumerate(zip(named, signed, strict=False))
        ],
        "mentor_duties": _duties(rules, ("mentor",), voice),
        "mentee_duties": _duties(rules, ("mentee", "county"), voice),
        "joint_duties": _duties(rules, ("both",), voice),
    }
    write_docx(voice.template("letter.docx", template), values, target)


def _owed_rules(store: Reader, pairing: PairingDetail, cycle: CycleRow) -> list[RuleInfo]:
    """What the pairing owes by the scheme, with the need that overrides leave of it in the end;
    what they leave nothing of is no duty.
    """
    figures = figures_of(store, cycle, cycle.span.last, pairing_id=pairing.id)
    by_rule = figures.pairings[0].by_rule if figures.pairings else {}
    needs = {rule_id: each[-1].owed.need for rule_id, each in by_rule.items()}
    return [
        # The clause names the document's number; where another holds, the number is told.
        rule if needs[rule.id] == rule.need else rule._replace(need=needs[rule.id], clause=None)
        for rule in figures.rules.values()
        if needs.get(rule.id) and rule.fact not in AGREEMENT_KINDS
    ]


def _quoted(title: str, voice: Voice) -> str:
    return f"《{title}》" if voice.language == "zh" else f"the {title}"


def _side(
    number: int, party: str, signatory: str, agreement: AgreementRow | None, voice: Voice
) -> dict[str, str]:
    role = (
        _PARTIES[min(number, len(_PARTIES) - 1)]
        if voice.language == "zh"
        else f"Party {chr(ord('A') + number)}"
    )
    return {
        "role": role,
        "role_and_seal": f"{role}（盖章）" if voice.language == "zh" else f"{role} (seal)",
        "party": party,
        "signatory": signatory or _BLANK,
        "signed": voice.day(agreement.signed if agreement else None) or _BLANK,
    }


def _duties(rules: Iterable[RuleInfo], owed_by: tuple[str, ...], voice: Voice) -> list[str]:
    """Duties as the items of a list, the last of which ends it."""
    items = [voice.say(duty(rule)) for rule in rules if rule.owed_by in owed_by]
    if items:
        items[-1] = items[-1][:-1] + ("。" if voice.language == "zh" else ".")
    return items


def duty(rule: RuleInfo) -> Phrase:
    """A rule as one reads it in a letter: its clause, or what, how often, how much."""
    if rule.clause is not None:
        return phrase(
            "{clause};", clause=Label(rule.clause.zh.rstrip("。"), rule.clause.en.rstrip("."))
        )
    values = {
        "rule": rule.title,
        "often": PERIODS[rule.unit],
        "need": plain(rule.need),
        "unit": MEASURES[rule.measure],
    }
    if rule.kind == RuleKind.MILESTONE:
        return phrase("{rule} ({often});", **values)
    if rule.measure == Measure.PERCENT:
        return phrase("{rule}: {often} at least {need} %;", **values)
    if rule.measure == Measure.COUNT:
        return phrase("{rule}: {often} at least {need};", **values)
    return phrase("{rule}: {often} at least {need} ({unit});", **values)


def write_plan(
    found: PlanDetail, target: Path, voice: Voice, *, template: Path | None = None
) -> None:
    """Print a plan. Raises `BadData`, `InputMissing`, `CannotCreate`."""
    plan = found.plan
    parts = [
        {
            "title": stage.title,
            "goal": stage.goal or "",
            "tasks": task_rows([task for task in found.tasks if task.stage_id == stage.id], voice),
        }
        for stage in found.stages
    ]
    loose = [task for task in found.tasks if task.stage_id is None]
    if loose or not parts:
        title = phrase("Other tasks") if parts else phrase("Tasks")
        parts.append({"title": voice.say(title), "goal": "", "tasks": task_rows(loose, voice)})
    values = {
        "title": plan.title,
        "mentor": plan.mentor,
        "mentee": plan.mentee,
        "start": voice.day(plan.start),
        "end": voice.day(plan.end),
        "note": plan.note or "",
        "parts": parts,
        "made": voice.day(plan.on_date),
    }
    write_docx(voice.template("plan.docx", template), values, target)


def task_rows(tasks: Iterable[TaskRow], voice: Voice) -> list[dict[str, Any]]:
    """Tasks as a paper lists them."""
    return [
        {
            "number": number,
            "when": _when(task, voice),
            "title": task.title,
            "form": voice.say(task.form_label) if task.form_label else "",
            "expected": task.expected,
            "responsible": task.responsible or "",
            "state": voice.say(TASK_STATES[task.state]),
        }
        for number, task in enumerate(tasks, 1)
    ]


def _when(task: TaskRow, voice: Voice) -> str:
    """The month or the days: 2022年10月, 2022-11-07—11-11."""
    if task.when == task.month:
        return voice.period(task.when)
    if task.start == task.end:
        return task.start
    same_year = task.start[:4] == task.end[:4]
    return f"{task.start}—{task.end[5:] if same_year else task.end}"
