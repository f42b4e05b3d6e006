"""The figures of a cycle: what each pairing owes, has done, and how it stands on a day.

What is owed, what counts and what state that makes is decided by the pure definitions in
`domain.owed`; this module brings them the records. Every report starts from `figures_of`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from pairing_cli.domain.owed.fulfilment import RuleFigures
from pairing_cli.domain.owed.obligations import Bound, Obligation, Waiver, obligation
from pairing_cli.domain.owed.periods import RulePeriod, rule_periods, with_gaps
from pairing_cli.domain.owed.rules import Per, Rule
from pairing_cli.domain.owed.tally import Sums, Tally
from pairing_cli.domain.owed.trend import Comparison, comparison
from pairing_cli.domain.time.frame import Frame
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.services.owing.asked import Asked
from pairing_cli.services.owing.cycle_figures import CycleFigures, PairingFigures
from pairing_cli.services.owing.done import Papers
from pairing_cli.services.owing.done_visits import Done, VisitReader
from pairing_cli.services.owing.exceptions import overrides_of, waivers_of
from pairing_cli.services.owing.rules import RuleInfo, list_rules
from pairing_cli.services.owing.shares import Rosters
from pairing_cli.services.owing.whose import (
    Groups,
    PairingKey,
    changed_mentors,
    duty_key,
    list_pairing_keys,
    list_sharing,
)
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.programme.cycles import CycleRow, frame_of
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.store.reading import Reader

__all__ = [
    "CycleFigures",
    "PairingFigures",
    "PairingKey",
    "duty_key",
    "figures_of",
    "narrowed_figures",
]


def figures_of(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    among: Collection[str] | None = None,
    mentor_id: str | None = None,
    county_code: str | None = None,
    ledger: Ledger | None = Ledger.SCHEME,
) -> CycleFigures:
    """The figures of a cycle's pairings (all, or those that fit) on the day `as_of`, by the
    rules of a ledger; None: of both.

    `among`: the pairings of these ids only.
    """
    rules = {rule.id: rule for rule in list_rules(store, cycle, ledger=ledger)}
    pairings = list_pairing_keys(
        store, cycle, as_of, among, mentor_id=mentor_id, county_code=county_code
    )
    frame = frame_of(store, cycle)
    # What a trend compares is over with the cycle, as what it counts is.
    compared = comparison(min(as_of, cycle.span.last), frame.terms)
    are_all = among is None and mentor_id is None and county_code is None
    book = _RuleBook(store, cycle, frame, as_of, compared, rules, pairings, are_all=are_all)
    return CycleFigures(
        cycle=cycle,
        as_of=as_of,
        rules=rules,
        pairings=[book.figures(each) for each in pairings],
        frame=frame,
        comparison=compared,
    )


def narrowed_figures(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    mentee: str | None = None,
    mentor: str | None = None,
    county: str | None = None,
    ledger: Ledger | None = Ledger.SCHEME,
) -> CycleFigures:
    """The figures of the pairings of a mentee, mentor or county, named as people do.

    Raises `NotFound`.
    """
    pairing = show_pairing(store, mentee, cycle, as_of=as_of, first=True) if mentee else None
    helper = find_kindergarten(store, mentor) if mentor else None
    place = find_region(store, county, level="county") if county else None
    return figures_of(
        store,
        cycle,
        as_of,
        among=[pairing.id] if pairing else None,
        mentor_id=helper.id if helper else None,
        county_code=place.code if place else None,
        ledger=ledger,
    )


class _RuleBook:
    """Everything that says what is owed and done, loaded once for the pairings of a report."""

    def __init__(
        self,
        store: Reader,
        cycle: CycleRow,
        frame: Frame,
        day: dt.date,
        compared: Comparison | None,
        rules: Mapping[str, RuleInfo],
        pairings: Sequence[PairingKey],
        *,
        are_all: bool,
    ) -> None:
        self.cycle, self.frame = cycle, frame
        self.infos = rules
        self.rules = {rule_id: info.rule for rule_id, info in rules.items()}
        self.periods = {key: rule_periods(rule, frame) for key, rule in self.rules.items()}
        self.days = (day, compared.day_before) if compared else (day,)
        self.overrides = overrides_of(store, cycle, day)
        self.waivers = waivers_of(store, cycle, day)
        sharing = list_sharing(store, cycle, day, pairings, rules.values(), are_all=are_all)
        self.groups = Groups(cycle, sharing)
        self.changed = changed_mentors(store, cycle, day, KeyScope(each.id for each in sharing))
        self.papers = Papers(
            store, cycle, day, KeyScope(each.id for each in sharing), rules.values()
        )
        self.reader = VisitReader(store, cycle, day)
        self.rosters = Rosters(store, cycle, day)
        self.tally = self._tally(self.periods)
        self.visits = self.reader.count(self.tally, {each.id: each.layer for each in pairings})
        self._rules_of: dict[str, Sequence[tuple[str, RuleInfo, Rule]]] = {}
        self._alike: dict[tuple[object, ...], dict[str, Asked]] = {}
        self._alike_together: dict[tuple[object, ...], Asked | None] = {}
        self._shared: dict[tuple[str, str], Sequence[RuleFigures]] = {}
        self._excepted = {
            *(pairing_id for pairing_id, _, _ in self.waivers),
            *(each.pairing_id for every in self.overrides.values() for each in every),
        }
        """Pairings that are like no other: they have a waiver or an override of their own."""
        self._overridden_counties = {
            each.county_code for every in self.overrides.values() for each in every
        }
        self._after_facts = [
            rule
            for rule in self.rules.values()
            if rule.per == Per.PAIRING and (rule.condition or (rule.due and rule.due.after))
        ]

    def _tally(
        self, periods: Mapping[str, Sequence[RulePeriod]], *, keep_records: bool = False
    ) -> Tally:
        asked = [(self.rules[key], found) for key, found in periods.items()]
        then = self.days[1] if len(self.days) > 1 else None
        return Tally(asked, self.frame, self.days[0], then=then, keep_records=keep_records)

    def figures(self, pairing: PairingKey) -> PairingFigures:
        """What a pairing owes of each rule, has done, and how that stands."""
        asked = self._asked_of(pairing)
        sums = self.visits.sums[pairing.id]
        put_off = self._put_off(pairing) if pairing.id in self._excepted else {}
        own = self.papers.by_rule(pairing.id)
        now: dict[str, RuleFigures] = {}
        then: dict[str, RuleFigures] = {}
        for rule_id, info, rule in self._of_layer(pairing.layer):
            found: Sequence[RuleFigures]
            if rule.per != Per.PAIRING:
                found = self._of_shared(info, rule, pairing)
            elif rule_id in put_off:
                found = put_off[rule_id]
            elif (one := asked.get(rule_id)) is None:
                continue
            else:
                found = one.figures(info, sums, own.get(rule_id, ()))
            if found:
                now[rule_id] = found[0]
            if len(found) > 1:
                then[rule_id] = found[1]
        return PairingFigures(pairing, now, then, self.visits.done.get(pairing.id, Done()))

    def _of_layer(self, layer: str) -> Sequence[tuple[str, RuleInfo, Rule]]:
        """The rules that ask something of a layer, in the order of the packs."""
        if layer not in self._rules_of:
            self._rules_of[layer] = [
                (key, info, self.rules[key])
                for key, info in self.infos.items()
                if layer in self.rules[key].layers
            ]
        return self._rules_of[layer]

    def _asked_of(self, pairing: PairingKey) -> dict[str, Asked]:
        """What each rule asks of a pairing, laid out once for all that are like it."""
        if pairing.id in self._excepted:
            return self._asked(pairing)
        alike = (
            pairing.layer,
            pairing.county_code if pairing.county_code in self._overridden_counties else None,
            pairing.start,
            pairing.end,
            self.changed.get(pairing.id, ()),
            *[self._fact_days([pairing.id], None, rule) for rule in self._after_facts],
        )
        asked = self._alike.get(alike)
        if asked is None:
            asked = self._alike[alike] = self._asked(pairing)
        return asked

    def _asked(self, pairing: PairingKey) -> dict[str, Asked]:
        """What each rule asks of a pairing and of those that are like it."""
        who = pairing.bound(self.cycle, self.changed)
        return {
            rule_id: one
            for rule_id, _, rule in self._of_layer(pairing.layer)
            if rule.per == Per.PAIRING and (one := self._laid_out(who, rule, [pairing.id]))
        }

    def _owed(
        self,
        who: Bound,
        rule: Rule,
        periods: Sequence[RulePeriod],
        members: Sequence[str],
        sharing: Sequence[PairingKey] = (),
    ) -> list[Obligation]:
        fact_days = self._fact_days(members, who.county_code, rule)
        if fact_days is None:
            return []
        fact_on = fact_days[0] if rule.due and rule.due.after else None
        overrides = self.overrides.get(rule.id, ())
        found = (
            obligation(
                who,
                rule,
                each,
                overrides,
                self._waiver(members, rule, each),
                fact_on,
                self.rosters.of(rule, sharing, each.counting) if rule.share else frozenset(),
            )
            for each in periods
        )
        return [each for each in found if each is not None]

    def _fact_days(
        self, members: Sequence[str], county_code: str | None, rule: Rule
    ) -> Sequence[dt.date] | None:
        """The first days of the facts after which a rule asks; None where one doesn't stand."""
        found = []
        for fact in (rule.due.after if rule.due else None, rule.condition):
            if fact is None:
                continue
            records = self.papers.of(members, county_code, rule.per)
            days = [each.day for each in records if fact in (each.fact, each.code)]
            if not days:
                return None
            found.append(min(days))
        return tuple(found)

    def _waiver(self, members: Sequence[str], rule: Rule, period: RulePeriod) -> Waiver | None:
        found = (self.waivers.get((member, rule.id, period.code)) for member in members)
        return next((each for each in found if each is not None), None)

    def _put_off(self, pairing: PairingKey) -> dict[str, Sequence[RuleFigures]]:
        """The figures of the rules of a pairing of which a waiver gives a period a later day:
        there it matters on which day something was done, also between the periods.
        """
        until: dict[str, dict[str, dt.date]] = defaultdict(dict)
        for (member, rule_id, period), waiver in self.waivers.items():
            rule = self.rules.get(rule_id)
            if member == pairing.id and waiver.until and rule and rule.per == Per.PAIRING:
                until[rule_id][period] = waiver.until
        if not until:
            return {}
        # A period that owes nothing takes nothing either: its days are free.
        periods = {
            key: with_gaps([each for each in self.periods[key] if each.owed], days)
            for key, days in until.items()
        }
        tally = self._tally(periods, keep_records=True)
        sums = self.reader.count(tally, {pairing.id: pairing.layer}).sums[pairing.id]
        who = pairing.bound(self.cycle, self.changed)
        found: dict[str, Sequence[RuleFigures]] = {}
        for rule_id, widened in periods.items():
            owed = self._owed(who, self.rules[rule_id], widened, [pairing.id])
            if owed:
                records = self.papers.of_pairing(pairing.id)
                one = Asked(owed, tally, self.days)
                found[rule_id] = one.figures(self.infos[rule_id], sums, records)
        return found

    def _of_shared(self, info: RuleInfo, rule: Rule, pairing: PairingKey) -> Sequence[RuleFigures]:
        """The figures of a duty that several pairings share, found once for all of them."""
        key = duty_key(rule.per, pairing)
        if key is None:
            return ()
        found = self._shared.get((rule.id, key))
        if found is None:
            members = self.groups.members(rule, pairing)
            found = self._shared[rule.id, key] = self._of_members(info, rule, members, key)
        return found

    def _of_members(
        self, info: RuleInfo, rule: Rule, members: Sequence[PairingKey], key: str
    ) -> Sequence[RuleFigures]:
        who = self.groups.bound(members, key)
        ids = [each.id for each in members]
        one = self._asked_together(rule, who, ids, members)
        if one is None:
            return ()
        if rule.is_quota:
            return one.figures(info, self.reader.count_shared(self.tally, who.layer, members), ())
        return one.figures(info, _NO_VISITS, self.papers.for_rule(info, ids, who.county_code))

    def _asked_together(
        self, rule: Rule, who: Bound, ids: Sequence[str], members: Sequence[PairingKey]
    ) -> Asked | None:
        """What a rule asks of several pairings as one, laid out once for all that are like them;
        None: nothing.
        """
        if rule.share or not self._excepted.isdisjoint(ids):
            return self._laid_out(who, rule, ids, members)
        alike = (
            rule.id,
            who.layer,
            who.county_code if who.county_code in self._overridden_counties else None,
            who.span,
            who.to_the_end,
            self._fact_days(ids, who.county_code, rule),
        )
        if alike not in self._alike_together:
            self._alike_together[alike] = self._laid_out(who, rule, ids, members)
        return self._alike_together[alike]

    def _laid_out(
        self, who: Bound, rule: Rule, ids: Sequence[str], members: Sequence[PairingKey] = ()
    ) -> Asked | None:
        owed = self._owed(who, rule, self.periods[rule.id], ids, members)
        return Asked(owed, self.tally, self.days) if owed else None


_NO_VISITS: Final = Sums(0)
