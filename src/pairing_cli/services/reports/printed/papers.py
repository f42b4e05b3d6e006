"""What the printed papers of a pairing say: letter, plan, pack; and where their templates are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.owed.obligations import Override
from pairing_cli.domain.owed.rules import ROSTERS, Measure, RuleKind
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, AgreementKind
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.files.printed.papers import write_docx
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.papers.agreements import AgreementRow, default_parties
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.printed.voice import PERIODS, Voice, numbered, numeral
from pairing_cli.store.reading import Reader

_DUTIES: Final = {
    "mentor_duties": Label("帮扶园的责任", "The mentor's duties"),
    "mentee_duties": Label("受帮扶园的责任", "The mentee's duties"),
    "county_duties": Label("受帮扶园和县（区）的责任", "Duties of mentee and county"),
    "joint_duties": Label("共同责任", "Joint duties"),
}

_EFFECT: Final = Label("生效与保管", "Effect")

_PARTIES: Final = "甲乙丙丁戊己庚辛壬癸"
_LETTERS: Final = 26

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
        "basis": quoted(scheme, voice) if scheme else voice.say(phrase("the pairing scheme")),
        "start": voice.day(pairing.start),
        "end": voice.day(until or pairing.end),
        "copies": _copies(len(named), voice),
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


def quoted(title: str, voice: Voice) -> str:
    """The title of a document within a sentence: 《实施方案》."""
    return f"《{title}》" if voice.language == "zh" else f"the {title}"


def _role(number: int, voice: Voice) -> str:
    """What the party after `number` others is called: 甲方, Party A."""
    if voice.language != "zh":
        return f"Party {chr(ord('A') + number) if number < _LETTERS else number + 1}"
    return f"{_PARTIES[number]}方" if number < len(_PARTIES) else f"第{numeral(number + 1)}方"


def _copies(number: int, voice: Voice) -> str:
    """How many copies, as one says it: 一式两份, 一式三份."""
    if voice.language != "zh":
        return str(number)
    return {2: "两"}.get(number) or numeral(number)


def _side(
    number: int, party: str, signatory: str, agreement: AgreementRow | None, voice: Voice
) -> dict[str, str]:
    role = _role(number, voice)
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
    if rule.each_way:
        return phrase("{rule}: {often} at least {need} ({unit}) each way;", **values)
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
    if rule.parts:
        parts = tuple(part.title for part in rule.parts)
        return phrase("{rule} ({often}): {parts};", parts=parts, **values)
    if rule.kind == RuleKind.MILESTONE:
        return phrase("{rule} ({often});", **values)
    if rule.measure == Measure.PERCENT:
        if rule.need == _ALL_OF_THEM:
            return phrase("{rule}: {often} {need} %;", **values)
        return phrase("{rule}: {often} at least {need} %;", **values)
    if rule.measure == Measure.COUNT:
        return phrase("{rule}: {often} at least {need};", **values)
    return phrase("{rule}: {often} at least {need} ({unit});", **values)
