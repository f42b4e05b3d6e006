"""Reading the key `share` of a rule: how much of a roster has to take part."""

from __future__ import annotations

from pairing_cli.domain.owed.rules import ROSTERS, SHARED_BY, Measure, Per, Roster, RuleKind
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.files.yaml.section import Section


class PackShare(NamedTuple):
    """A share of a roster, as written."""

    of: Roster
    percent: float
    """More than 0, up to 100."""


def read_share(section: Section, kind: RuleKind) -> PackShare | None:
    """The share that a rule asks for; None where it asks for an amount.

    Raises `BadData` where it doesn't go with the rule's other keys.
    """
    counts_kindergartens = section.has("measure") and (
        section.text("measure") == Measure.KINDERGARTENS
    )
    if not section.has("share"):
        if counts_kindergartens:
            raise section.mistake(
                "share-missing",
                phrase(
                    "Which kindergartens is it about? With measure: kindergartens goes a share."
                ),
                key="measure",
                hint=phrase("As in share: {example}", example="{of: exemplars, percent: 100}"),
            )
        return None
    for key in ("need", "parts", "max"):
        if section.has(key):
            raise section.mistake(
                "need-and-share",
                phrase("A share says how much is needed: give either {key} or share.", key=key),
                key=key,
            )
    if kind is not RuleKind.QUOTA or not counts_kindergartens:
        raise section.mistake(
            "share-of-nothing",
            phrase("A share of a roster goes with kind: quota and measure: kindergartens."),
            key="share",
        )
    share = section.section("share")
    found = PackShare(share.choice("of", Roster), share.number("percent", 0, 100))
    if not found.percent:
        raise share.mistake(
            "need-not-positive", phrase("A rule must need more than 0."), key="percent"
        )
    share.done()
    return found


def check_roster(section: Section, share: PackShare, per: Per) -> None:
    """Refuse a share of what there is only one of."""
    if share.of not in SHARED_BY.get(per, frozenset()):
        raise section.mistake(
            "share-of-one",
            phrase(
                "With per: {per} there is no roster of {roster} to ask a share of.",
                per=per,
                roster=ROSTERS[share.of],
            ),
            key="share",
            hint=phrase(
                "A share goes with per: {names}.",
                names=", ".join(each for each in Per if share.of in SHARED_BY.get(each, ())),
            ),
        )
