"""What the printed papers of a pairing say: letter, plan, pack; and where their templates are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.owed.obligations import Override
from pairing_cli.domain.owed.rules import ROSTERS, Measure, RuleKind
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, TASK_STATES, AgreementKind
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.vocabulary import GOALS, SEASONS, PairingKind, term_label
from pairing_cli.files.printed.papers import write_docx
from pairing_cli.resources import data_folder
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.rules import RuleInfo, list_rules
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.papers.agreements import AgreementRow, default_parties
from pairing_cli.services.papers.groups import list_groups
from pairing_cli.services.plans.plans import PlanDetail, PlanRow, TaskRow
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of a paper, and how to say something in it."""

    language: str
    say: Callable[[Any], str]

    def day(self, text: str | None) -> str:
        """A date as a paper writes it: 2022年4月12日, 12 April 2022."""
        if not text:
            return ""
        day = dt.date.fromisoformat(text)
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def days(self, first: str, last: str) -> str:
        """A day, or from one to another: 2022年4月12日至14日."""
        if first == last:
            return self.day(first)
        if self.language != "zh":
            return f"{self.day(first)} to {self.day(last)}"
        year, month, day = map(int, last.split("-"))
        if first[:7] == last[:7]:
            return f"{self.day(first)}至{day}日"
        if first[:4] == last[:4]:
            return f"{self.day(first)}至{month}月{day}日"
        return f"{self.day(first)}至{year}年{month}月{day}日"

    def period(self, code: str) -> str:
        """A period as a paper writes it: 2022年春季学期, 2022年3月, 2022—2023学年, 本周期; in
        English the spring term of 2022, March 2022, the school year 2022–2023, this cycle.
        """
        said = period_label(code)
        return said.zh if self.language == "zh" else said.en

    def template(self, name: str, own: Path | None = None) -> Path:
        """The user's own template, else the one that comes along."""
        return own or data_folder() / "templates" / self.language / name


def period_label(code: str) -> Label:
    """A period in words, without a code in them."""
    year, _, part = code.partition("-")
    if part in SEASONS:
        season = SEASONS[part]
        return Label(f"{year}年{season.zh}学期", f"the {season.en} term of {year}")
    if not year.isdecimal() or not (part.isdecimal() or not part):
        return term_label(code)
    if not part:
        return Label(f"{year}年", year)
    if len(part) == 2:
        return Label(f"{year}年{int(part)}月", f"{_MONTHS[int(part) - 1]} {year}")
    if int(part) == int(year) + 1:
        return Label(f"{year}—{part}学年", f"the school year {year}–{part}")
    return Label("本周期", "this cycle")


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

_NUMERALS: Final = "一二三四五六七八九十"
_DUTIES: Final = {
    "mentor_duties": Label("帮扶园的责任", "The mentor's duties"),
    "mentee_duties": Label("受帮扶园的责任", "The mentee's duties"),
    "county_duties": Label("受帮扶园和县（区）的责任", "Duties of mentee and county"),
    "joint_duties": Label("共同责任", "Joint duties"),
}
_EFFECT: Final = Label("生效与保管", "Effect")


def numbered(at: int, title: Label, voice: Voice) -> str:
    """The heading of the part after `at` others: 二、帮扶园的责任."""
    number = f"{_NUMERALS[at]}、" if voice.language == "zh" else f"{at + 1}. "
    return f"{number}{voice.say(title)}"


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
    named = list(agreement.parties) if agreement else default_parties(store, pairing, kind)
    signed = [*agreement.signatories, *[""] * len(named)] if agreement else [""] * len(named)
    until = agreement.until if agreement else None
    if pairing.kind == PairingKind.CONSULT and kind is AgreementKind.RESPONSIBILITY_LETTER:
        raise RuleRefusal(
            "consult-owes-nothing",
            phrase("{mentee} gets advice on request and owes nothing.", mentee=pairing.mentee),
        )
    rules = _owed_rules(store, pairing, cycle)
    scheme = voice.say(rules[0].document_title) if rules else None
    # Nobody signs for what a third owes: an agreement of kindergartens binds no county.
    with_county = kind is AgreementKind.RESPONSIBILITY_LETTER and any(
        rule.owed_by == "county" for rule in rules
    )
    duties = {
        "mentor_duties": _duties(rules, ("mentor",), voice),
        "mentee_duties": _duties(
            rules, ("mentee", "county") if with_county else ("mentee",), voice
        ),
        "joint_duties": _duties(rules, ("both",), voice),
    }
    heading = {"mentee_duties": "county_duties"} if with_county else {}
    present = [(_DUTIES[heading.get(key, key)], each) for key, each in duties.items() if each]
    parts = [
        {"title": numbered(at, title, voice), "duties": each}
        for at, (title, each) in enumerate(present, 1)
    ]
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
        **duties,
        "parts": parts,
        "last": numbered(len(parts) + 1, _EFFECT, voice),
    }
    write_docx(voice.template("letter.docx", template), values, target)


def _owed_rules(store: Reader, pairing: PairingDetail, cycle: CycleRow) -> list[RuleInfo]:
    """What the pairing owes by the scheme, with the need that overrides leave of it in the end;
    what they leave nothing of is no duty.
    """
    figures = figures_of(store, cycle, cycle.span.last, among=[pairing.id])
    by_rule = figures.pairings[0].by_rule if figures.pairings else {}
    last = {rule_id: each[-1].owed for rule_id, each in by_rule.items()}
    return [
        _as_overridden(rule, last[rule.id].override)
        for rule in figures.rules.values()
        if rule.id in last and last[rule.id].need and rule.fact not in AGREEMENT_KINDS
    ]


def _as_overridden(rule: RuleInfo, override: Override | None) -> RuleInfo:
    """The clause names the document's number; where another holds, the number is told."""
    if override is None or override.need == rule.need:
        return rule
    most = None if rule.most is None else max(rule.most, override.need)
    return rule._replace(need=override.need, most=most, clause=None)


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


_ALL_OF_THEM: Final = 100
"""Percent."""


def duty(rule: RuleInfo) -> Phrase:
    """A rule as one reads it in a letter: its clause, or what, how often, how much."""
    if rule.clause is not None:
        return phrase(
            "{clause};", clause=Label(rule.clause.zh.rstrip("。"), rule.clause.en.rstrip("."))
        )
    if rule.share is not None:
        return _share(rule, ROSTERS[rule.share])
    values: dict[str, Any] = {
        "rule": rule.title,
        "often": PERIODS[rule.unit],
        "need": plain(rule.need),
        "unit": MEASURES[rule.measure],
    }
    if rule.most is not None:
        values["most"] = plain(rule.most)
        return (
            phrase("{rule}: {often} {need} ({unit}), no more;", **values)
            if rule.most == rule.need
            else phrase("{rule}: {often} {need} to {most} ({unit});", **values)
        )
    return _amount(rule, values)


def _share(rule: RuleInfo, roster: Label) -> Phrase:
    values: dict[str, Any] = {
        "rule": rule.title,
        "often": PERIODS[rule.unit],
        "roster": roster,
    }
    if rule.need == _ALL_OF_THEM:
        return phrase("{rule}: {often} all {roster} take part;", **values)
    return phrase(
        "{rule}: {often} at least {need} % of the {roster} take part;",
        need=plain(rule.need),
        **values,
    )


def _amount(rule: RuleInfo, values: dict[str, Any]) -> Phrase:
    if rule.kind == RuleKind.MILESTONE:
        return phrase("{rule} ({often});", **values)
    if rule.measure == Measure.PERCENT:
        return phrase("{rule}: {often} at least {need} %;", **values)
    if rule.measure == Measure.COUNT:
        return phrase("{rule}: {often} at least {need};", **values)
    return phrase("{rule}: {often} at least {need} ({unit});", **values)


def write_plan(
    store: Reader,
    found: PlanDetail,
    cycle: CycleRow,
    target: Path,
    voice: Voice,
    *,
    template: Path | None = None,
) -> None:
    """Print a plan. Raises `BadData`, `InputMissing`, `CannotCreate`."""
    write_docx(
        voice.template("plan.docx", template), plan_values(store, found, cycle, voice), target
    )


def plan_values(store: Reader, found: PlanDetail, cycle: CycleRow, voice: Voice) -> dict[str, Any]:
    """What the template of a plan is filled with."""
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
    for at, part in enumerate(parts):
        number = f"（{_NUMERALS[at % 10]}）" if voice.language == "zh" else f"({at + 1}) "
        part["heading"] = f"{number}{part['title']}"
    return {
        "title": plan.title,
        "pairing": voice.say(
            phrase("{mentor} helps {mentee}", mentor=plan.mentor, mentee=plan.mentee)
        ),
        "mentor": plan.mentor,
        "mentee": plan.mentee,
        "start": voice.day(plan.start),
        "end": voice.day(plan.end),
        "note": plan.note or "",
        "principles": _principles(store, plan, cycle, voice),
        "aims": _aims(store, found, voice),
        "parts": parts,
        "responsible": _responsible(store, found, cycle, voice),
        "made": voice.day(plan.on_date),
    }


def _principles(store: Reader, plan: PlanRow, cycle: CycleRow, voice: Voice) -> list[str]:
    """What the plan goes by: the scheme, whom it is for, and what somebody noted."""
    scheme = next(
        (rule.document_title for rule in list_rules(store, cycle) if rule.ledger == "scheme"), None
    )
    basis = _quoted(voice.say(scheme), voice) if scheme else voice.say(phrase("the pairing scheme"))
    said = phrase(
        "By {basis}, and by what {mentee} needs, {mentor} helps with its experience, so that both"
        " get better.",
        basis=basis,
        mentor=plan.mentor,
        mentee=plan.mentee,
    )
    return [voice.say(said), *(line for line in (plan.note or "").splitlines() if line.strip())]


def _aims(store: Reader, found: PlanDetail, voice: Voice) -> list[str]:
    """The aims of the scheme that tasks serve, the needs that they answer; a marked blank."""
    goals = dict.fromkeys(GOALS[task.goal] for task in found.tasks if task.goal)
    needs = [
        row["wording"]
        for row in store.rows(
            "SELECT DISTINCT n.id, n.wording FROM task_need AS x"
            " INNER JOIN need AS n ON n.id = x.need_id"
            " INNER JOIN plan_task AS t ON t.id = x.task_id"
            " WHERE t.plan_id = :id AND n.removed_on IS NULL ORDER BY n.id",
            id=found.plan.id,
        )
    ]
    said = [stage.goal for stage in found.stages if stage.goal]
    if goals:
        said.append(voice.say(phrase("Aims of the scheme: {goals}.", goals=tuple(goals))))
    if needs:
        said.append(voice.say(phrase("Needs to be met: {needs}.", needs=tuple(needs))))
    return said or [voice.say(phrase("[To be written: {what}]", what=Label("目标", "aims")))]


def _responsible(store: Reader, found: PlanDetail, cycle: CycleRow, voice: Voice) -> list[str]:
    """Who heads the groups of both sides, and which tasks each person answers for."""
    plan = found.plan
    wanted = PairingFilter(mentee=plan.mentee)
    groups = list_groups(store, cycle, wanted, dt.date.fromisoformat(plan.end))
    said = [
        voice.say(phrase("{of}: head of the leading group {head}.", of=group.of, head=group.head))
        for group in groups
        if group.head and group.pairing_id == plan.pairing_id
    ]
    by_person: dict[str, list[str]] = defaultdict(list)
    for task in found.tasks:
        if task.responsible:
            by_person[task.responsible].append(task.title)
    said += [
        voice.say(phrase("{name}: {tasks}.", name=name, tasks=tuple(dict.fromkeys(tasks))))
        for name, tasks in by_person.items()
    ]
    nobody = sum(not task.responsible for task in found.tasks)
    if nobody or not said:
        blank = Label(f"责任人（{nobody}项任务）", f"who answers for {nobody} tasks")
        said.append(voice.say(phrase("[To be written: {what}]", what=blank)))
    return said


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
    """The month or the days: 2022年10月, 2022年11月7日至11日."""
    if task.when == task.month:
        return voice.period(task.when)
    return voice.days(task.start, task.end)
