"""The papers of a closed cycle in one folder: summary, listings, roster, archives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.cli.tree.groups import CommandTree
from pairing_cli.domain.errors import NotFound, RuleRefusal
from pairing_cli.domain.phrases import Label, Phrase, phrase

if TYPE_CHECKING:
    import typer

    from pairing_cli.cli.context import Run

LISTINGS: Final = (
    ("progress", Label("进度", "progress")),
    ("list", Label("结对", "pairings")),
    ("coverage", Label("覆盖", "coverage")),
    ("roster", Label("花名册", "roster")),
    ("visits", Label("活动", "visits")),
    ("inspections", Label("督查", "inspections")),
    ("findings", Label("整改", "findings")),
    ("bulletins", Label("通报", "bulletins")),
    ("assessment", Label("考核", "assessment")),
    ("commendations", Label("表彰", "commendations")),
    ("experiences", Label("经验总结", "experience")),
    ("showcases", Label("展示交流", "showcase")),
)
"""The listings of the set, those of which the program has a register."""

SUMMARY_FORMS: Final = (".docx", ".html", ".xlsx")
"""To be signed, to be looked at, to be worked with."""
SUMMARY: Final = Label("总结", "summary")
ARCHIVES: Final = Label("归档", "archives")


def check_new(folder: Path) -> None:
    """Raise `CannotCreate` where something is there already."""
    from pairing_cli.atomic_files import cannot_create

    if folder.exists():
        raise cannot_create(folder, phrase("it is there already"))


def write_set(ctx: typer.Context, run: Run, cycle: str, folder: Path) -> Phrase:
    """Write the whole set into `folder`, complete or not at all."""
    from pairing_cli.atomic_files import finished_folder

    with finished_folder(folder) as draft:
        _write_summary(run, cycle, draft)
        files = len(SUMMARY_FORMS) + _write_listings(ctx, run, cycle, draft)
        files += _write_archives(run, cycle, draft)
    return phrase("Wrote {files} files to {path}.", files=files, path=str(folder))


def _name(label: Label) -> str:
    from pairing_cli.output.language import translate

    return translate(label)


def _write_summary(run: Run, code: str, folder: Path) -> None:
    from pairing_cli.cli.reports.summaries.summary import report_of
    from pairing_cli.cli.reports.summaries.summary_out import write_summary
    from pairing_cli.services.ending.frozen import closing_of, frozen_summary
    from pairing_cli.services.owing.rules import pack_titles

    store = run.reader()
    cycle = run.cycle(store, code)
    closing = closing_of(store, cycle)
    assert closing is not None  # noqa: S101 - it was written a moment ago
    found = frozen_summary(closing, cycle)
    report = report_of(found, pack_titles(store, cycle))
    for ending in SUMMARY_FORMS:
        write_summary(store, found, report, folder / f"{_name(SUMMARY)}{ending}")


def _write_listings(ctx: typer.Context, run: Run, cycle: str, folder: Path) -> int:
    from pairing_cli.cli.outgoing.listing_makers import make_listing, options_of
    from pairing_cli.cli.outgoing.listing_out import write_out
    from pairing_cli.domain.fields import Audience

    tree = ctx.find_root().command
    assert isinstance(tree, CommandTree)  # noqa: S101 - the top of every command line
    known = tree.exports()
    written = 0
    for name, label in LISTINGS:
        if name not in known:
            continue
        known[name].load_exports()
        wanted: dict[str, Any] = dict.fromkeys(options_of(name))
        if "cycle" in wanted:
            wanted["cycle"] = cycle
        try:
            listing = make_listing(name, ctx, wanted)
        except (NotFound, RuleRefusal):
            continue  # a cycle without a formula has no assessment
        target = folder / f"{_name(label)}.xlsx"
        write_out(listing, target, Audience.INTERNAL, run.reader())
        written += 1
    return written


def _write_archives(run: Run, code: str, folder: Path) -> int:
    from pairing_cli.cli.pairings.record_params import voice
    from pairing_cli.files.printed.volume import plain_name
    from pairing_cli.services.pairings.pairings import list_pairings, show_pairing
    from pairing_cli.services.reports.printed.archive import write_archive

    store = run.reader()
    cycle = run.cycle(store, code)
    place = folder / _name(ARCHIVES)
    place.mkdir()
    rows = list_pairings(store, cycle, as_of=run.as_of)
    for row in rows:
        pairing = show_pairing(store, row.ref, cycle, as_of=run.as_of)
        target = place / f"{plain_name(row.mentee)}-{row.ref}.zip"
        write_archive(store, pairing, cycle, run.as_of, target, run.path, voice())
    return len(rows)
