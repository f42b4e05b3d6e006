"""Reading a seed file: a whole programme written down in YAML by a coordinator.

`data/seed_pairings.yaml` is the model. Each part is checked against the parts before it while
its lines are at hand, in the order in which they depend on each other, so that what comes out
contradicts nothing in itself and every refusal names file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from pairing_cli.domain.layers import read_kind, without_order
from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.rules import WEIGHTS
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import (
    LAYERS,
    CycleState,
    Direction,
    Layer,
    Ledger,
    RegionLevel,
    Season,
)
from pairing_cli.files.seed.seed_pairings import (
    Arrangement,
    read_circles,
    read_exemptions,
    read_pairings,
)
from pairing_cli.files.seed.seed_references import PARTS, Once, Sources
from pairing_cli.files.seed.seed_regions import Regions, read_regions
from pairing_cli.files.seed.seed_roster import read_roster
from pairing_cli.files.seed.seed_rows import (
    Seed,
    SeedCycle,
    SeedExemption,
    SeedForm,
    SeedFormerName,
    SeedKindergarten,
    SeedLayer,
    SeedPack,
    SeedPairing,
    SeedProgramme,
    SeedRegion,
    SeedTerm,
    rule_of,
)
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.strict_yaml import read_yaml

__all__ = [
    "Seed",
    "SeedCycle",
    "SeedExemption",
    "SeedForm",
    "SeedFormerName",
    "SeedKindergarten",
    "SeedLayer",
    "SeedPack",
    "SeedPairing",
    "SeedProgramme",
    "SeedRegion",
    "SeedTerm",
    "read_seed",
]

_TOP_KEYS: Final = (*PARTS, "sources", "part_sources", "rule_packs", "circles")
_FORM_CODE: Final = r"[a-z][a-z0-9_]*"
_PACK_CODE: Final = r"[a-z0-9][a-z0-9-]*"
_SCHOOL_YEAR: Final = r"[0-9]{4}-[0-9]{4}"


def read_seed(path: Path) -> Seed:
    """The programme in the YAML file at `path`.

    Raises BadData with file, line and key for the first mistake; InputMissing, NoPermission
    or StorageFailure where the file can't be read.
    """
    top = read_yaml(path)
    top.only(_TOP_KEYS)  # first of all: a part under a misspelled name looks like missing rows
    sources = Sources(top)
    regions = read_regions(top, sources)
    cycles = _cycles(top, sources)
    cycle_codes = {row.code for row in cycles}
    layers = _layers(top, sources)
    roster = read_roster(top, sources, regions)
    exemptions = read_exemptions(top, sources, cycle_codes, regions)
    arrangement = Arrangement(roster, regions, layers, exemptions)
    return Seed(
        file=top.file,
        programme=_programme(top.section("programme"), sources, regions),
        sources=sources.labels,
        cycles=cycles,
        terms=_terms(top, sources),
        regions=regions.rows,
        forms=_forms(top, sources),
        layers=layers,
        kindergartens=roster.rows,
        pairings=read_pairings(top, sources, cycle_codes, arrangement),
        exemptions=exemptions,
        rule_packs=_rule_packs(top),
        circles=read_circles(top, cycle_codes, roster),
    )


def _programme(section: Section, sources: Sources, regions: Regions) -> SeedProgramme:
    programme = SeedProgramme(
        title=section.label("title"),
        region=regions.find(section, "region").code if section.has("region") else None,
        source=sources.of(section, "programme"),
        line=section.line,
    )
    section.done()
    return programme


# --- Cycles and terms -----------------------------------------------------------------------


def _cycles(top: Section, sources: Sources) -> tuple[SeedCycle, ...]:
    codes = Once()
    rows = []
    for section in top.sections("cycles"):
        start, end = _days(section)
        row = SeedCycle(
            code=section.code("code"),
            title=section.label("title"),
            start=start,
            end=end,
            state=section.choice("state", CycleState) if section.has("state") else CycleState.DRAFT,
            source=sources.of(section, "cycles"),
            assumed=section.flag("assumed", default=False),
            wrap_up_until=_wrap_up(section, end),
            weights=_weights(section),
            line=section.line,
        )
        section.done()
        codes.claim(section, "code", row.code)
        rows.append(row)
    return tuple(rows)


def _wrap_up(section: Section, end: date) -> date | None:
    """The last day of summing up, which lies after the end."""
    if not section.has("wrap_up_until"):
        return None
    until = section.date("wrap_up_until")
    if until <= end:
        raise section.mistake(
            "end-before-start",
            phrase("Summing up ends after the cycle, not by {end}.", end=end.isoformat()),
            key="wrap_up_until",
        )
    return until


def _weights(section: Section) -> Mapping[Block, int]:
    """What the blocks weigh; 100 together."""
    if not section.has("weights"):
        return WEIGHTS
    given = section.section("weights")
    weights = {block: given.integer(block, 0, 100) for block in Block}
    given.done()
    if sum(weights.values()) != 100:
        raise section.mistake(
            "weights-not-a-hundred",
            phrase("The weights are {sum} together, not 100.", sum=sum(weights.values())),
            key="weights",
        )
    return weights


def _days(section: Section) -> tuple[date, date]:
    start, end = section.date("start"), section.date("end")
    if end < start:
        raise section.mistake(
            "end-before-start",
            phrase("The end {last} lies before the start {first}.", first=start, last=end),
            key="end",
        )
    return start, end


def _terms(top: Section, sources: Sources) -> tuple[SeedTerm, ...]:
    codes, seasons = Once(), Once()
    rows = []
    for section in top.sections("terms"):
        start, end = _days(section)
        row = SeedTerm(
            code=section.code("code", like="2022-spring"),
            school_year=section.code("school_year", _SCHOOL_YEAR, like="2021-2022"),
            season=section.choice("season", Season),
            start=start,
            end=end,
            source=sources.of(section, "terms"),
            assumed=section.flag("assumed", default=False),
            line=section.line,
        )
        section.done()
        codes.claim(section, "code", row.code)
        seasons.claim(section, "season", row.season, inside=row.school_year)
        _check_school_year(section, row)
        rows.append((row, section))
    _check_overlap(rows)
    return tuple(row for row, _ in rows)


def _check_school_year(section: Section, term: SeedTerm) -> None:
    """Catches the year that was not changed when a term was copied from the year before."""
    first, second = (int(year) for year in term.school_year.split("-"))
    if second != first + 1:
        raise section.mistake(
            "bad-value",
            phrase("A school year is two years that follow each other, such as 2021-2022."),
            key="school_year",
        )
    expected = first if term.season is Season.AUTUMN else second
    if term.start.year != expected:
        raise section.mistake(
            "wrong-year",
            phrase(
                "The term {term} of the school year {school_year} begins in {expected}, "
                "not on {start}.",
                term=term.code,
                school_year=term.school_year,
                expected=expected,
                start=term.start,
            ),
            key="start",
        )


def _check_overlap(rows: Iterable[tuple[SeedTerm, Section]]) -> None:
    ordered = sorted(rows, key=lambda pair: pair[0].start)
    for (before, _), (term, section) in pairwise(ordered):
        if term.start <= before.end:
            raise section.mistake(
                "terms-overlap",
                phrase(
                    "The term {term} begins on {start}, before {other} (line {line}) is over.",
                    term=term.code,
                    start=term.start,
                    other=before.code,
                    line=before.line,
                ),
                key="start",
            )


# --- Forms, layers, rule packs --------------------------------------------------------------


def _forms(top: Section, sources: Sources) -> tuple[SeedForm, ...]:
    words = Once()
    rows = []
    for section in top.sections("forms"):
        row = SeedForm(
            code=section.code("code", _FORM_CODE, like="lesson_delivery"),
            label=Label(section.text("zh"), section.text("en")),
            direction=section.choice("direction", Direction),
            aliases=section.texts("aliases"),
            source=sources.of(section, "forms"),
            assumed=section.flag("assumed", default=False),
            line=section.line,
        )
        section.done()
        _claim_words(section, row, words)
        rows.append(row)
    return tuple(rows)


def _claim_words(section: Section, form: SeedForm, words: Once) -> None:
    """A visit is logged under any of these words, so each may mean one form only."""
    words.claim(section, "code", form.code)
    words.claim(section, "zh", form.label.zh)
    if form.label.en.casefold() not in {form.code, form.label.zh.casefold()}:
        words.claim(section, "en", form.label.en)
    for item, alias in enumerate(form.aliases):
        words.claim(section, "aliases", alias, item=item)


def _layers(top: Section, sources: Sources) -> tuple[SeedLayer, ...]:
    once = Once()
    rows: list[SeedLayer] = []
    for section in top.sections("layers"):
        least = section.integer("min", most=9999) if section.has("min") else 0
        row = SeedLayer(
            layer=section.choice("layer", Layer),
            least=least,
            most=section.integer("max", max(least, 1), 9999) if section.has("max") else None,
            within=section.choice("within", RegionLevel) if section.has("within") else None,
            mentors=_kinds(section, "mentors"),
            mentees=_kinds(section, "mentees"),
            most_mentors=section.integer("most_mentors", 1, 99)
            if section.has("most_mentors")
            else 1,
            together=section.code("together", _PACK_CODE, like="district")
            if section.has("together")
            else None,
            priority=section.integer("priority", 0, 99) if section.has("priority") else None,
            source=sources.of(section, "layers"),
            assumed=section.flag("assumed", default=False),
            line=section.line,
        )
        section.done()
        once.claim(section, "layer", row.layer)
        _check_layers(section, [*rows, row])
        rows.append(row)
    return tuple(rows)


def _kinds(section: Section, key: str) -> str | None:
    """Kinds of kindergartens, TIER or TIER/OWNERSHIP, as they are kept."""
    words = section.texts(key) if section.has(key) else ()
    for item, word in enumerate(words):
        if read_kind(word) is None:
            raise section.mistake(
                "unknown-kind",
                phrase("{value} can't stand for {key}.", value=word, key=key),
                key=key,
                item=item,
                hint=phrase("A tier, or a tier and an ownership: township, county/private"),
            )
    return ",".join(words) or None


def _check_layers(section: Section, rows: Sequence[SeedLayer]) -> None:
    """Of two layers for the same two kindergartens one comes first, and those that share a
    capacity have the same.
    """
    *before, last = rows
    if clash := without_order([rule_of(row) for row in rows]):
        other = next(row for row in before if row.layer in [rule.layer for rule in clash])
        raise section.mistake(
            "layers-overlap",
            phrase(
                "The layers {one} and {other} (line {line}) take the same kindergartens, and"
                " nothing says which of them holds.",
                one=LAYERS[last.layer],
                other=LAYERS[other.layer],
                line=other.line,
            ),
            key="layer",
            hint=phrase("Give both a priority: the lower one holds."),
        )
    for other in before:
        if last.together is not None and other.together == last.together:
            if (other.least, other.most) == (last.least, last.most):
                continue
            raise section.mistake(
                "capacity-not-shared",
                phrase(
                    "The layers {one} and {other} (line {line}) share one capacity: min and max"
                    " must be the same.",
                    one=LAYERS[last.layer],
                    other=LAYERS[other.layer],
                    line=other.line,
                ),
                key="together",
            )


def _rule_packs(top: Section) -> tuple[SeedPack, ...]:
    """Packs by their code, binding; or each with its code and ledger."""
    once = Once()
    if not top.holds_sections("rule_packs"):
        codes = top.codes("rule_packs", _PACK_CODE, like="shannan-2022")
        for item, code in enumerate(codes):
            once.claim(top, "rule_packs", code, item=item)
        return tuple(SeedPack(code, Ledger.SCHEME) for code in codes)
    packs = []
    for section in top.sections("rule_packs"):
        pack = SeedPack(
            section.code("pack", _PACK_CODE, like="shannan-2022"),
            section.choice("ledger", Ledger) if section.has("ledger") else Ledger.SCHEME,
        )
        once.claim(section, "pack", pack.code)
        section.done()
        packs.append(pack)
    return tuple(packs)
