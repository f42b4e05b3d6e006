"""Reports as files to look at: the page has what the listing has; refused, nothing is there."""

from __future__ import annotations

import html
import re
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import load_workbook

from pairing_cli.files.printed.heat_maps import heat_map
from pairing_cli.files.printed.pages import (
    Page,
    PageBlock,
    PageCell,
    PageColumn,
    PageSection,
    PageTable,
    page_text,
)
from tests.cli.keeping.test_config import on_terminal
from tests.commandline import done, pairing
from tests.services.seeded import lived_in

DAY = ("--as-of", "2022-07-16")


@pytest.fixture
def shannan(tmp_path: Path) -> Path:
    """The seeded programme with visits in three months, twelve of them in one."""
    days = [f"{month}-{day:02}" for month, last in (("03", 1), ("04", 12), ("06", 2))
            for day in range(1, last + 1)]  # fmt: skip
    visit = "log-visit 隆子县 --form 送教 --on 2022-{day} --hours 1 --topic 第{day}次"
    return lived_in(tmp_path / "p.db", DAY[1], *(visit.format(day=day) for day in days))


def cells(page: str) -> list[list[str]]:
    """The rows of the first register of a page."""
    body = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    rows = [re.split(r"<td[^>]*>", row)[1:] for row in body.split("<tr>")[1:]]
    return [[html.unescape(cell).strip() for cell in row] for row in rows]


def figures(page: str) -> dict[str, str]:
    """Name → its figures in the map, those of more than a digit apart."""
    rows = re.findall(r'<text y="\d+">([^<]*)((?:<tspan.*?</tspan>)+)</text>', page)
    return {
        html.unescape(name): " ".join(re.findall(r">([^<]*)</tspan>", runs)) for name, runs in rows
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_progress_has_every_pairing_with_its_fulfilment(
    shannan: Path, tmp_path: Path, lang: str
) -> None:
    path = tmp_path / "p.html"
    done("--db", str(shannan), *DAY, "progress", "-o", str(path), lang=lang)
    rows = done("--db", str(shannan), *DAY, "progress", "--json").data
    found = cells(path.read_text("utf-8"))
    assert [row[1] for row in found] == [row["mentor"] for row in rows]
    for told, row in zip(found, rows, strict=True):
        assert f"{row['attainment']}%" in told


def test_the_map_has_the_number_of_every_month_of_every_pairing(
    shannan: Path, tmp_path: Path
) -> None:
    path = tmp_path / "p.html"
    done("--db", str(shannan), *DAY, "progress", "-o", str(path))
    page = path.read_text("utf-8")
    found = figures(page)
    assert len(found) == 12
    assert found["隆子县"] == "112 020"  # March, April | May, June, July
    assert set(found.values()) == {"112 020", "00000"}
    assert re.findall(r'<text x="[\d.]+" y="28">(\d+)</text>', page) == ["3", "4", "5", "6", "7"]


def test_at_the_end_the_map_has_all_months_of_the_cycle(shannan: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    done("--db", str(shannan), "--as-of", "2024-03-31", "progress", "-o", str(path))
    heads = re.findall(r'<text x="[\d.]+" y="28">(\d+)</text>', path.read_text("utf-8"))
    assert len(heads) == 25


def test_the_page_loads_nothing_and_runs_nothing(shannan: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    done("--db", str(shannan), *DAY, "progress", "-o", str(path))
    page = path.read_text("utf-8")
    assert not re.search(r"<script|<link|<img|<iframe|url\(|https?:", page)


def test_names_are_text_on_a_page(shannan: Path, tmp_path: Path) -> None:
    name = "<b>&未来<p>"
    done("--db", str(shannan), *DAY, "kindergarten", "rename", "未来双语", name)
    path = tmp_path / "p.html"
    done("--db", str(shannan), *DAY, "progress", "-o", str(path))
    page = path.read_text("utf-8")
    assert name not in page
    assert page.count("&lt;b&gt;&amp;未来&lt;p&gt;") == 2  # in the register and in the map


def test_the_workbook_of_progress_is_the_listing(shannan: Path, tmp_path: Path) -> None:
    path, other = tmp_path / "p.xlsx", tmp_path / "e.xlsx"
    done("--db", str(shannan), *DAY, "progress", "-o", str(path))
    done("--db", str(shannan), *DAY, "export", "progress", "-o", str(other))
    told = [load_workbook(each).get_sheet_by_index(0).to_python() for each in (path, other)]
    assert told[0] == told[1]
    assert len(told[0]) == 14  # twelve between the header and the total


@pytest.mark.parametrize(
    "line", ["--by county", "--by goal", "--detail", "--missed", "隆子县", "--term 2022春"]
)
@pytest.mark.parametrize("ending", [".html", ".xlsx"])
def test_whatever_progress_shows_can_be_written(
    shannan: Path, tmp_path: Path, line: str, ending: str
) -> None:
    path = tmp_path / f"p{ending}"
    done("--db", str(shannan), *DAY, "progress", *line.split(), "-o", str(path))
    assert path.stat().st_size > 1000


def test_the_page_of_coverage_has_every_kindergarten_in_its_state(
    shannan: Path, tmp_path: Path
) -> None:
    path = tmp_path / "c.html"
    done("--db", str(shannan), *DAY, "coverage", "-o", str(path))
    rows = done("--db", str(shannan), *DAY, "coverage", "--json").data
    page = path.read_text("utf-8")
    assert [row[0] for row in cells(page)] == [row["kindergarten"] for row in rows]
    assert "18 kindergartens" in page


def tree(page: str) -> list[tuple[int, str]]:
    """The names of a tree, each with how deep it stands."""
    found, depth = [], -1
    for mark in re.findall(r'<ul class="tree">|</ul>|<b>.*?</b>', page):
        depth += {'<ul class="tree">': 1, "</ul>": -1}.get(mark, 0)
        if mark.startswith("<b>"):
            found.append((depth, html.unescape(mark[3:-4])))
    return found


def test_the_tree_of_the_page_is_that_of_the_listing_and_says_its_gaps_in_words(
    shannan: Path, tmp_path: Path
) -> None:
    path = tmp_path / "k.html"
    done("--db", str(shannan), *DAY, "cascade", "-o", str(path))
    rows = done("--db", str(shannan), *DAY, "cascade", "--json").data
    page = path.read_text("utf-8")
    assert tree(page) == [(row["depth"], row["kindergarten"]) for row in rows]
    broken = sum(len(row["breaks"]) for row in rows)
    assert page.count("Gap: ") == broken > 0


def test_who_hangs_from_one_that_is_not_shown_names_it(shannan: Path, tmp_path: Path) -> None:
    path = tmp_path / "k.html"
    done("--db", str(shannan), *DAY, "cascade", "--breaks", "-o", str(path))
    rows = done("--db", str(shannan), *DAY, "cascade", "--breaks", "--json").data
    page = path.read_text("utf-8")
    assert {depth for depth, _ in tree(page)} == {0}
    told = page.split("隆子县示范幼儿园</b>")[1].split("</li>")[0]
    assert next(row["parent"] for row in rows if "隆子县" in row["kindergarten"]) in told


@pytest.mark.parametrize("report", ["coverage", "cascade", "progress"])
def test_every_page_escapes_names_and_is_one_file(
    shannan: Path, tmp_path: Path, report: str
) -> None:
    name = "<b>&未来<p>"
    done("--db", str(shannan), *DAY, "kindergarten", "rename", "未来双语", name)
    path = tmp_path / "p.html"
    done("--db", str(shannan), *DAY, report, "-o", str(path))
    page = path.read_text("utf-8")
    assert name not in page
    assert "&lt;b&gt;&amp;未来&lt;p&gt;" in page
    assert not re.search(r"<script|<link|<img|<iframe|url\(|https?:", page)


REPORTS = ("progress", "coverage", "cascade")


@pytest.mark.parametrize("report", REPORTS)
def test_another_ending_is_refused_and_nothing_written(
    shannan: Path, tmp_path: Path, report: str
) -> None:
    for name in ("p.pdf", "p", "p.docx"):
        answer = pairing("--db", str(shannan), *DAY, report, "-o", str(tmp_path / name))
        assert answer.code == 2
        assert not (tmp_path / name).exists()


@pytest.mark.parametrize("report", REPORTS)
def test_a_file_that_is_there_stays_without_yes(shannan: Path, tmp_path: Path, report: str) -> None:
    path = tmp_path / "p.html"
    path.write_text("mine")
    assert pairing("--db", str(shannan), *DAY, report, "-o", str(path)).code == 2
    assert path.read_text() == "mine"
    done("--db", str(shannan), *DAY, report, "-o", str(path), "--yes")
    assert path.read_text() != "mine"


def test_the_code_of_check_holds_for_a_file_too(shannan: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    later = ("--as-of", "2023-08-16")
    assert pairing("--db", str(shannan), *later, "progress", "--check", "-o", str(path)).code == 1
    assert path.exists()


def _remembered(asked: list[str]) -> Callable[[str], bool]:
    def remember(address: str) -> bool:
        asked.append(address)
        return True

    return remember


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was asked to show."""
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", _remembered(asked))
    return asked


PAGES = ("progress", "coverage", "cascade", "summary", "suggest city-county", "brief 隆子县")


@pytest.mark.parametrize("report", PAGES)
def test_a_page_is_shown_in_the_browser_once_it_is_written(
    shannan: Path, tmp_path: Path, shown: list[str], report: str
) -> None:
    path = tmp_path / "页.html"
    words = [*report.split(), "-o", str(path), "--open"]
    assert on_terminal(shannan, *words)[0] == 0
    assert shown == [path.as_uri()]
    assert path.exists()


@pytest.mark.parametrize("report", PAGES)
def test_without_a_terminal_nothing_is_opened_or_written(
    shannan: Path, tmp_path: Path, shown: list[str], report: str
) -> None:
    path = tmp_path / "p.html"
    answer = pairing(
        "--db", str(shannan), *DAY, *report.split(), "-o", str(path), "--open", "--json"
    )
    assert answer.code == 2
    assert answer.error["code"] == "open-without-terminal"
    assert not path.exists()
    assert not shown


@pytest.mark.parametrize("more", [[], ["-o", "p.xlsx"]])
def test_what_is_no_page_is_not_opened(
    shannan: Path, shown: list[str], more: list[str], in_folder: None
) -> None:
    code, _, err = on_terminal(shannan, "progress", "--open", *more)
    assert code == 2
    assert "-o 文件.html" in err
    assert not Path("p.xlsx").exists()
    assert not shown


def test_where_no_browser_is_the_page_stays_and_its_place_is_told(
    shannan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _address: False)
    path = tmp_path / "p.html"
    code, _, err = on_terminal(shannan, "progress", "-o", str(path), "--open")
    assert code == 0
    assert str(path) in err.replace("\n", "").replace(" ", "")


def test_a_page_of_a_thousand_pairings_is_half_a_megabyte_at_most(tmp_path: Path) -> None:
    """Sixteen columns as long as they are in practice, visits in nine months of twelve."""
    names = [f"某某县第{number}幼儿园" for number in range(1000)]
    visits = [(name, [(at + month) % 4 for month in range(12)]) for at, name in enumerate(names)]
    told = (
        "市第二实验幼儿园", "某某县", "3/4", "1/1", "8/10", "1/1", "0/1", "49%", "停滞", "▼12",
        "考察1、送教2、入园3", "11", "2", "7", "2022-06-10",
    )  # fmt: skip
    rows = [
        [PageCell("", text, at > 2, None, "bad" if text == "停滞" else None)
         for at, text in enumerate((name, *told))]
        for name in names
    ]  # fmt: skip
    table = PageTable("", [PageColumn("县区", at > 2) for at in range(16)], rows, "")
    drawn = heat_map([f"2022-{month:02}" for month in range(1, 13)], visits, 10)
    cycle = heat_map([f"{2022 + at // 12}-{at % 12 + 1:02}" for at in range(25)], visits, 10)
    assert cycle.width < 620, "two years fit the width of a page of A4"
    blocks = [PageBlock("register", "", table), PageBlock("map", "", heat=drawn)]
    page = Page("zh-CN", "", "", (), (), 0, (), "", [PageSection("", blocks)])
    assert len(page_text(page).encode()) <= 500_000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_tells_nobody_to_type_a_command(shannan: Path, tmp_path: Path, lang: str) -> None:
    waive = ("waiver", "add", "隆子县", "sent-lessons", "--period", "2022-spring", "--excuse")
    done("--db", str(shannan), *DAY, *waive, "--reason", "大雪封路")
    path = tmp_path / "p.html"
    done("--db", str(shannan), *DAY, "progress", "-o", str(path), lang=lang)
    page = html.unescape(path.read_text(encoding="utf-8"))
    assert ("免缓补 1 项" if lang == "zh" else "1 waived") in page
    assert "pairing waiver" not in page
