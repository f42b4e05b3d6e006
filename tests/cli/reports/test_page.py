"""The summary as a web page: nothing in its charts is cut or stands over something else."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pairing_cli.cli.reports.page_out import write_summary_page
from pairing_cli.output.language import use_language
from pairing_cli.output.listing import Column, Facts, Report
from pairing_cli.services.reports.printed.blocks import Paper
from tests.commandline import done
from tests.services.seeded import seeded_at


class Row(NamedTuple):
    """One bar of a chart as it is drawn."""

    label: list[str]
    """Its lines."""
    right: float
    """Where the lines end."""
    baselines: list[float]
    track: tuple[float, float, float]
    """Left, top and width of the whole length."""


def charts_of(path: Path) -> list[tuple[float, list[Row]]]:
    """Height and bars of each chart of a page."""
    text = path.read_text(encoding="utf-8")
    return [
        (float(height), [_row(part) for part in inside.split('<text text-anchor="end">')[1:]])
        for height, inside in re.findall(
            r'<figure.*?viewBox="0 0 400 ([\d.]+)"(.*?)</figure>', text, re.DOTALL
        )
    ]


def _row(drawn: str) -> Row:
    lines = re.findall(r'<tspan x="([\d.]+)" y="([\d.]+)">(.*?)</tspan>', drawn)
    track = re.search(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"[^>]*class="track"', drawn)
    assert track is not None
    return Row(
        [html.unescape(text) for _, _, text in lines],
        float(lines[0][0]),
        [float(y) for _, y, _ in lines],
        (float(track[1]), float(track[2]), float(track[3])),
    )


def page_with(path: Path, *titles: str) -> Path:
    """The page of a summary with rules of these titles."""
    rules = [{"title": title, "attainment": 50} for title in titles]
    totals: dict[str, Any] = dict.fromkeys(
        ("attainment", "pairings", "visits", "class_hours", "teachers", "children"), 1
    )
    data: dict[str, Any] = {
        "cycle": {"start": "2022-03-01", "end": "2024-03-31"}, "as_of": "2023-02-20",
        "totals": totals, "by_county": [], "rules": rules, "by_form": [], "by_term": [],
    }  # fmt: skip
    facts = Facts(tuple(Column(key, key) for key in totals), totals | data["cycle"])
    write_summary_page(path, Report(data, (facts,)), Paper("", "", (), "", ""))
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_title_of_a_rule_stands_in_full_in_its_chart(tmp_path: Path, lang: str) -> None:
    db = seeded_at(tmp_path / "p.db")
    day = ("--as-of", "2023-08-20")
    page = tmp_path / "s.html"
    done("--db", str(db), *day, "summary", "-o", str(page), "--ledger", "all", lang=lang)
    told = done(
        "--db", str(db), *day, "summary", "--format", "markdown", "--ledger", "all", lang=lang
    ).out
    rules = done("--db", str(db), *day, "summary", "--json", "--ledger", "all").data["rules"]
    rules = [rule for rule in rules if rule["attainment"] is not None]
    *_, (_, drawn) = charts_of(page)
    titles = [(" " if lang == "en" else "").join(row.label) for row in drawn]
    assert len(titles) == len(rules) > 10
    assert all(f"| {title} |" in told for title in titles)


def test_labels_of_several_lines_stand_clear_of_their_neighbours_and_of_the_bars(
    tmp_path: Path,
) -> None:
    use_language("en")
    titles = ["Lectures", "Affairs and education plans for the term",
              "ALL IN CAPITAL LETTERS MMMMMMMMMM",
              "双方共同制定帮扶方案并落实到每一位责任人、每一个学期", "Shadowing"]  # fmt: skip
    ((height, rows),) = charts_of(page_with(tmp_path / "s.html", *titles))
    assert [len(row.label) for row in rows] == [1, 2, 2, 2, 1]
    baselines = [y for row in rows for y in row.baselines]
    assert all(below - above >= 15 for above, below in pairwise(baselines))
    assert baselines[-1] < height
    for row in rows:
        left, top, width = row.track
        assert row.right < left < 210  # of 400
        assert left + width < 400
        assert row.baselines[0] - 12.5 < top + 15  # the bar stands beside the lines
        assert top < row.baselines[-1]
    assert len({row.track[0] for row in rows}) == 1


def test_a_title_that_is_a_sentence_is_cut_visibly_and_told_in_full_to_who_points_at_it(
    tmp_path: Path,
) -> None:
    use_language("en")
    title = "Teachers of <both> sides " * 7
    page = page_with(tmp_path / "s.html", title.strip(), "Lectures")
    ((_, (row, _)),) = charts_of(page)
    assert len(row.label) == 3
    assert row.label[-1].endswith("…")
    assert f"<title>{html.escape(title.strip())}</title>" in page.read_text(encoding="utf-8")


def test_the_room_for_labels_is_what_the_longest_needs(tmp_path: Path) -> None:
    use_language("en")
    ((_, short),) = charts_of(page_with(tmp_path / "short.html", "Lectures", "Plan"))
    ((_, long),) = charts_of(page_with(tmp_path / "long.html", "Lectures", "Class-hours of sent"))
    assert short[0].track[2] > long[0].track[2] > 150
