"""Which figures a change of the calendar or the scheme moves: before it, and after it.

A term, a capacity or a rule is told of once and counts for everybody. So whoever changes one
is shown what comes of it, pairing by pairing, before it is written.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from pairing_cli.domain.owed.fulfilment import percent
from pairing_cli.domain.owed.state import STATES_NOW
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.services.owing.cycle_figures import CycleFigures
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.standing import of_ledger, references, standings
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class BesideStand(NamedTuple):
    """What a pack that is only looked at says of a pairing on a day."""

    attainment: int | None
    duties: int
    duties_met: int
    attainment_exact: float | None
    """With two decimals, as of the scheme."""

    @property
    def duties_told(self) -> str:
        """How many of its duties are met: 9/58."""
        return f"{self.duties_met}/{self.duties}"

    @property
    def told(self) -> str:
        """Its percentage; before anything is expected how many duties are met."""
        return self.duties_told if self.attainment is None else _shown(self.attainment)


class Stand(NamedTuple):
    """What the scheme says of a pairing on a day, and the packs that stand beside it."""

    attainment: int | None
    duties: int
    duties_met: int
    lost: int
    state: str
    attainment_exact: float | None = None
    """With two decimals: what moves it by less than a percent moves it, too."""
    reference: Mapping[str, BesideStand] = {}


class Moved(NamedTuple):
    """A pairing that stands otherwise."""

    cycle: str
    mentor: str
    mentee: str
    before: Stand | None
    after: Stand | None
    """None where there is no such pairing."""
    has_others: bool = False
    """Whether other mentors help the mentee as well."""

    @property
    def name(self) -> Phrase | str:
        """The mentee; where it has several mentors, with the one that it is about."""
        if not self.has_others:
            return self.mentee
        return phrase("{mentee} with {mentor}", mentee=self.mentee, mentor=self.mentor)

    @property
    def told(self) -> Phrase:
        """What changes, in a line."""
        old, new = self.before, self.after
        if old is None or new is None:
            return phrase("{name}: {changes}", name=self.name, changes=(_NEW if new else _GONE,))
        changes: list[Phrase] = []
        shares = _shares(old, new)
        if shares[0] != shares[1]:
            changes.append(
                phrase(
                    "fulfilment {before}→{after}", before=_shown(shares[0]), after=_shown(shares[1])
                )
            )
        if (old.duties_met, old.duties) != (new.duties_met, new.duties):
            changes.append(
                phrase(
                    "duties met {before}→{after}",
                    before=f"{old.duties_met}/{old.duties}",
                    after=f"{new.duties_met}/{new.duties}",
                )
            )
        if old.lost != new.lost:
            changes.append(phrase("lost {before}→{after}", before=old.lost, after=new.lost))
        if old.state != new.state:
            changes.append(
                phrase("{before}→{after}", before=_state(old.state), after=_state(new.state))
            )
        changes.extend(_beside(old.reference, new.reference) or _come_and_gone(old, new))
        return phrase("{name}: {changes}", name=self.name, changes=tuple(changes))


_NEW = phrase("new")
_GONE = phrase("no longer there")

Stands = Mapping[tuple[str, str], tuple[str, str, Stand]]
"""Cycle and pairing → mentor, mentee and how they stand."""


def stands_of(store: Reader, cycles: Iterable[CycleRow], as_of: dt.date) -> Stands:
    """How every pairing of some cycles stands on a day by the scheme."""
    found = {}
    for cycle in cycles:
        figures = figures_of(store, cycle, as_of, ledger=None)
        beside = _reference_stands(figures)
        for each in standings(of_ledger(figures, Ledger.SCHEME)):
            key = each.pairing.pairing
            by_rule = each.pairing.by_rule.values()
            found[cycle.code, key.id] = (
                key.mentor,
                key.mentee_short,
                Stand(
                    attainment=percent(each.attainment),
                    duties=sum(rule.duties for rule in by_rule),
                    duties_met=sum(rule.met for rule in by_rule),
                    lost=each.history.lost,
                    state=each.state,
                    attainment_exact=_exact(each.attainment),
                    reference=beside[key.id],
                ),
            )
    return found


def _reference_stands(figures: CycleFigures) -> dict[str, dict[str, BesideStand]]:
    """Pairing → pack → how it stands by that pack alone."""
    found: dict[str, dict[str, BesideStand]] = {each.pairing.id: {} for each in figures.pairings}
    for pack, shares in references(figures).items():
        for each, share in zip(figures.pairings, shares, strict=True):
            rules = [rule for key, rule in each.by_rule.items() if figures.rules[key].pack == pack]
            found[each.pairing.id][pack] = BesideStand(
                attainment=percent(share),
                duties=sum(rule.duties for rule in rules),
                duties_met=sum(rule.met for rule in rules),
                attainment_exact=_exact(share),
            )
    return found


def _exact(share: Fraction | None) -> float | None:
    return None if share is None else round(100 * float(share), 2)


def moved(before: Stands, after: Stands) -> list[Moved]:
    """The pairings of which anything differs, in the order of the later ones."""
    rows = []
    either = {**before, **after}
    mentors = Counter((key[0], mentee) for key, (_, mentee, _) in either.items())
    for key in dict.fromkeys([*after, *before]):
        mentor, mentee, _ = after.get(key) or before[key]
        old, new = before.get(key), after.get(key)
        if _differ(old and old[2], new and new[2]):
            others = mentors[key[0], mentee] > 1
            rows.append(Moved(key[0], mentor, mentee, old and old[2], new and new[2], others))
    return rows


def _differ(old: Stand | None, new: Stand | None) -> bool:
    """Whether anything moves."""
    return old != new


def _beside(old: Mapping[str, BesideStand], new: Mapping[str, BesideStand]) -> tuple[Phrase, ...]:
    """What changes of packs that stand beside the scheme before and after."""
    there = [(pack, old[pack], new[pack]) for pack in old if pack in new]
    return tuple(
        _reference(pack, *map(_shown, shares))
        if (shares := _shares(before, after))[0] != shares[1]
        else _reference(pack, before.duties_told, after.duties_told)
        for pack, before, after in there
        if before != after
    )


def _come_and_gone(old: Stand, new: Stand) -> tuple[Phrase, ...]:
    """Packs that stand beside the scheme only before or only after; where one has become the
    scheme's own, or was, what the scheme says tells it.
    """
    if old._replace(reference={}) != new._replace(reference={}):
        return ()
    shares = {
        pack: (old.reference.get(pack), new.reference.get(pack))
        for pack in {**old.reference, **new.reference}
    }
    return tuple(
        _reference(pack, before.told if before else "—", after.told if after else "—")
        for pack, (before, after) in shares.items()
        if before is None or after is None
    )


def _reference(pack: str, before: str, after: str) -> Phrase:
    return phrase("reference {pack} {before}→{after}", pack=pack, before=before, after=after)


def _shares(
    old: Stand | BesideStand, new: Stand | BesideStand
) -> tuple[float | None, float | None]:
    """Both in percent; with decimals where they differ by less than one."""
    if old.attainment != new.attainment:
        return old.attainment, new.attainment
    return old.attainment_exact, new.attainment_exact


def _shown(share: float | None) -> str:
    return "—" if share is None else f"{share:g}%"


def _state(code: str) -> Label | str:
    return {str(state): label for state, label in STATES_NOW.items()}.get(code, code)
