"""Files of evidence: taken in, counted, archived; and the papers that are printed."""

from __future__ import annotations

import datetime as dt
import os
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from pairing_cli.domain.errors import (
    BadConfiguration,
    BadData,
    CannotCreate,
    Damaged,
    InputMissing,
    NoPermission,
    NotFound,
    PairingError,
    UsageError,
)
from pairing_cli.domain.vocabulary import DocumentCategory
from pairing_cli.files.printed.papers import html_text, write_docx
from pairing_cli.files.printed.volume import plain_name, volume
from pairing_cli.output.language import language, spoken, use_language
from pairing_cli.services.owing.figures import figures_of, narrowed_figures
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.pairing_records import remove_record
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.papers.agreement_edit import AgreementInput, add_agreement
from pairing_cli.services.papers.document_edit import (
    Belongs,
    DocumentInput,
    add_documents,
    edit_document,
)
from pairing_cli.services.papers.documents import DocumentRow, list_documents, list_haves
from pairing_cli.services.papers.need_edit import NeedInput, add_need
from pairing_cli.services.plans.plan_edit import PlanInput, new_plan
from pairing_cli.services.plans.plans import list_tasks, show_plan
from pairing_cli.services.reports.detail import detail
from pairing_cli.services.reports.printed.archive import Archived, write_archive
from pairing_cli.services.reports.printed.inspection_pack import gap_rows, write_pack
from pairing_cli.services.reports.printed.papers import write_letter
from pairing_cli.services.reports.printed.plans import write_plan
from pairing_cli.services.reports.printed.voice import Voice
from pairing_cli.store import attachments
from pairing_cli.store.rows import Document
from tests.services.programme import content_of, reader, writer
from tests.services.seeded import cycle_in, log, seeded_at

DAY = dt.date(2022, 8, 25)
LATER = dt.date(2026, 1, 1)
FILED = dt.date(2022, 11, 1)
"""A day after the files that the tests take in."""
HOSTILE = (
    "../../../etc/passwd",
    "..\\..\\evil.exe",
    "C:\\Windows\\x.txt",
    "/abs/olute.txt",
    "con.txt",
    "nul",
    'a:b*c?d"e<f>g|h.txt',
    "{{ 7*7 }}{% raw %}.txt",
    "<script>alert(1)</script>.html",
    "\u202etxt.exe",
    "....",
    " . ",
    "长" * 70 + ".txt",
    "𠮷㛃.txt",
)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The seeded programme."""
    return seeded_at(tmp_path / "p.db")


@pytest.fixture(params=["zh", "en"])
def voice(request: pytest.FixtureRequest) -> Any:
    before = language()
    use_language(request.param)
    yield Voice(request.param, spoken)
    use_language(before)


def file(folder: Path, name: str, content: str = "内容") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def keep(
    db: Path,
    files: Sequence[Path],
    category: DocumentCategory | None = None,
    to: Belongs | None = None,
    **told: Any,
) -> list[DocumentRow]:
    on = told.pop("on", dt.date(2022, 10, 1))
    with writer(db, "document add") as store:
        return add_documents(
            store,
            files,
            to or Belongs("隆子县"),
            DocumentInput(category=category, on=on, **told),
            cycle_in(store),
            as_of=DAY,
            today=LATER,
            database=db,
        )


def done(db: Path, rule: str) -> list[float | None]:
    with reader(db) as store:
        figures = narrowed_figures(store, cycle_in(store), LATER, mentee="隆子县")
        return [row.done for row in detail(figures) if row.rule == rule]


def archived(db: Path, target: Path, voice: Voice) -> Archived:
    with reader(db) as store:
        cycle = cycle_in(store)
        pairing = show_pairing(store, "隆子县", cycle, as_of=DAY)
        return write_archive(store, pairing, cycle, FILED, target, db, voice)


def text_of(path: Path) -> str:
    """All text of a DOCX, cells too."""
    import docx

    document = docx.Document(str(path))
    paragraphs = [each.text for each in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*paragraphs, *cells])


# --- Rules ------------------------------------------------------------------------------------


def test_a_file_of_each_category_meets_the_archive_rules(db: Path, tmp_path: Path) -> None:
    for category in ("arrangement", "measures", "record", "summary"):
        assert done(db, f"archive-{category}") == [0, 0]
        keep(db, [file(tmp_path, f"{category}.txt", category)], DocumentCategory(category))
        assert done(db, f"archive-{category}") == [1, 0]
    with reader(db) as store:
        row = list_haves(store, cycle_in(store), PairingFilter(mentee="隆子县"), LATER)[0]
        before = list_haves(store, cycle_in(store), PairingFilter(mentee="隆子县"), DAY)[0]
    assert (row.arrangement, row.summary, row.others, row.gaps) == (1, 1, 0, ())
    assert before.gaps == ("arrangement", "measures", "record", "summary")


def test_a_file_counts_once_however_it_is_linked_and_not_once_removed(
    db: Path, tmp_path: Path
) -> None:
    visit = log(db, "隆子县", "送教", "2022-10-01")
    both = Belongs("隆子县", visit=visit)
    row = keep(db, [file(tmp_path, "记录.txt")], DocumentCategory.RECORD, both)[0]
    assert done(db, "archive-record") == [1, 0]
    assert (row.belongs_to, row.record) == ("visit", visit)
    with writer(db) as store:
        remove_record(store, Document, row.ref, reason="传错", on=DAY)
    assert done(db, "archive-record") == [0, 0]
    assert attachments.path_of(db, row.sha256).exists()
    with reader(db) as store:
        cycle = cycle_in(store)
        assert list_documents(store, cycle, PairingFilter()) == []
        assert len(list_documents(store, cycle, PairingFilter(every=True))) == 1


def test_files_of_tasks_and_agreements_belong_to_their_pairing(db: Path, tmp_path: Path) -> None:
    with writer(db) as store:
        cycle = cycle_in(store)
        plan = new_plan(store, PlanInput("隆子县", "autumn-calendar", 2022), cycle, as_of=DAY)
        task = list_tasks(store, plan.id)[0].ref
        signed = AgreementInput(
            signed=dt.date(2022, 3, 31), files=(file(tmp_path, "责任书.pdf", "a"),)
        )
        letter = add_agreement(store, "隆子县", signed, cycle, as_of=DAY, today=LATER, database=db)
    keep(db, [file(tmp_path, "b.txt", "b")], DocumentCategory.MEASURES, Belongs(task=task))
    keep(db, [file(tmp_path, "c.txt", "c")], None, Belongs(agreement=letter.ref))
    assert done(db, "archive-measures") == [1, 0]
    with reader(db) as store:
        rows = list_documents(store, cycle_in(store), PairingFilter(mentee="隆子县"))
    assert sorted((row.title, row.belongs_to, row.category) for row in rows) == [
        ("b.txt", "task", "measures"),
        ("c.txt", "agreement", "other"),
        ("责任书.pdf", "agreement", "agreement"),
    ]


def test_a_document_proves_what_no_register_holds(db: Path, tmp_path: Path) -> None:
    end = dt.date(2024, 3, 20)
    assert done(db, "cycle-summary") == [0]
    keep(db, [file(tmp_path, "总结.txt")], DocumentCategory.SUMMARY, proves="cycle_summary", on=end)
    assert done(db, "cycle-summary") == [1]
    row = keep(db, [file(tmp_path, "展示.txt", "s")], on=end)[0]
    assert done(db, "showcase") == [0]
    with writer(db) as store:
        edit_document(store, row.ref, DocumentInput(proves="成果展示交流"), today=LATER)
    assert done(db, "showcase") == [1]


@pytest.mark.parametrize(
    ("fact", "error", "code"),
    [
        ("leading_group", UsageError, "has-a-register"),
        ("plan", UsageError, "has-a-register"),
        ("nonsense", NotFound, "no-such-fact"),
    ],
)
def test_a_document_does_not_stand_in_for_a_register(
    db: Path, tmp_path: Path, fact: str, error: type[PairingError], code: str
) -> None:
    with pytest.raises(error) as refused:
        keep(db, [file(tmp_path, "x.txt")], proves=fact)
    assert refused.value.code == code


# --- Files that can't be taken ----------------------------------------------------------------


def _refused(db: Path, files: Sequence[Path], error: type[PairingError], code: str) -> PairingError:
    before = content_of(db)
    with pytest.raises(error) as refused:
        keep(db, files)
    assert refused.value.code == code
    assert content_of(db) == before
    folder = attachments.folder_of(db)
    assert not [path for path in folder.rglob("*") if path.is_file()]
    return refused.value


def test_a_missing_file_stops_the_good_ones_before_it_too(db: Path, tmp_path: Path) -> None:
    good = file(tmp_path, "good.txt")
    _refused(db, [good, tmp_path / "none.txt"], InputMissing, "no-such-file")


def test_a_folder_and_a_device_are_no_files(db: Path, tmp_path: Path) -> None:
    _refused(db, [tmp_path], BadData, "not-a-file")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        _refused(db, [tmp_path / "pipe"], BadData, "not-a-file")
        _refused(db, [Path("/dev/null")], BadData, "not-a-file")


def test_a_link_may_not_lead_out_of_its_folder(db: Path, tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    file(outside, "secret.txt")
    try:
        (inside / "link.txt").symlink_to(outside / "secret.txt")
        (inside / "loop.txt").symlink_to(inside / "loop.txt")
        (inside / "near.txt").symlink_to(file(inside, "here.txt"))
    except OSError:
        pytest.skip("no links on this system")
    _refused(db, [inside / "link.txt"], BadData, "link-outside")
    with pytest.raises(PairingError):
        keep(db, [inside / "loop.txt"])
    assert keep(db, [inside / "near.txt"])[0].title == "near.txt"


def test_a_file_over_the_limit_is_refused_and_the_limit_can_be_set(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as stream:
        stream.truncate(3 * 1024**2)
    monkeypatch.setenv(attachments.LIMIT_VARIABLE, "2")
    _refused(db, [large], BadData, "file-too-large")
    monkeypatch.setenv(attachments.LIMIT_VARIABLE, "many")
    _refused(db, [large], BadConfiguration, "bad-file-limit")
    monkeypatch.setenv(attachments.LIMIT_VARIABLE, "3")
    assert keep(db, [large])[0].size == 3 * 1024**2
    monkeypatch.delenv(attachments.LIMIT_VARIABLE)
    assert attachments.limit() == 200


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_permission_is_refused(db: Path, tmp_path: Path) -> None:
    path = file(tmp_path, "mine.txt")
    path.chmod(0)
    _refused(db, [path], NoPermission, "not-readable")


def test_a_file_belongs_to_something_and_to_no_day_to_come(db: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as nothing:
        keep(db, [file(tmp_path, "x.txt")], to=Belongs())
    assert nothing.value.code == "belongs-to-nothing"
    with pytest.raises(UsageError) as ahead:
        keep(db, [file(tmp_path, "x.txt")], on=dt.date(2030, 1, 1))
    assert ahead.value.code == "in-the-future"


# --- Names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_one_plain_part_of_a_path(name: str) -> None:
    plain = plain_name(name)
    assert plain not in ("", ".", "..")
    assert not set(plain) & set('/\\:*?"<>|\x00\n\u202e')
    assert len(plain.encode()) <= 120
    assert plain == unicodedata.normalize("NFC", plain) == plain.strip(" .")


@pytest.mark.parametrize("target", ["out.zip", "out"])
def test_nothing_is_written_outside_the_archive_whatever_the_names(
    db: Path, tmp_path: Path, target: str, voice: Voice
) -> None:
    room = tmp_path / "room" / "deep"
    room.mkdir(parents=True)
    for number, title in enumerate(HOSTILE):
        path = file(tmp_path, f"{number}.txt", str(number))
        shown = title if "\u202e" not in title else "x"
        if shown.strip():
            keep(db, [path], DocumentCategory.RECORD, title=shown)
    archived(db, room / target, voice)
    assert [path.name for path in room.iterdir()] == [target]
    assert [path.name for path in room.parent.iterdir()] == ["deep"]
    if target.endswith(".zip"):
        with ZipFile(room / target) as archive:
            names = archive.namelist()
            assert archive.testzip() is None
    else:
        names = [
            path.relative_to(room / target).as_posix()
            for path in (room / target).rglob("*")
            if path.is_file()
        ]
    assert len(names) == len(set(names)) == len(HOSTILE) + 3
    assert all(name.count("/") <= 1 and ".." not in name.split("/") for name in names)
    assert not any(name.startswith("/") for name in names)


# --- Archive ----------------------------------------------------------------------------------


def test_an_archive_has_the_four_haves_first_a_contents_page_and_the_gaps(
    db: Path, tmp_path: Path, voice: Voice
) -> None:
    keep(db, [file(tmp_path, "照片.jpg", "p")])
    keep(db, [file(tmp_path, "安排.docx", "a")], DocumentCategory.ARRANGEMENT, title="2022<b>安排")
    made = archived(db, tmp_path / "out", voice)
    zh = voice.language == "zh"
    names = sorted(
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    )
    assert names[3:] == [
        f"01 {'安排' if zh else 'arrangement'}/1-01 2022-10-01 2022_b_安排.docx",
        f"06 {'照片' if zh else 'photo'}/6-01 2022-10-01 照片.jpg",
    ]
    page_name = names[1]
    assert [Path(name).suffix for name in names[:3]] == [".docx", ".html", ".xlsx"]
    assert all(name.startswith("00 ") for name in names[:3])
    page = (tmp_path / "out" / page_name).read_text(encoding="utf-8")
    assert "2022&lt;b&gt;安排" in page
    assert ("档案缺“总结”" if zh else "Archive: no file “summary”") in page
    assert ("送教下乡" if zh else "Sent lessons") in page
    assert "{{" not in page
    assert (made.files, made.gaps > 3) == (2, True)


def test_an_archive_of_the_same_files_is_the_same_bytes(
    db: Path, tmp_path: Path, voice: Voice
) -> None:
    keep(db, [file(tmp_path, "安排.txt")], DocumentCategory.ARRANGEMENT)
    archived(db, tmp_path / "a.zip", voice)
    archived(db, tmp_path / "b.zip", voice)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with ZipFile(tmp_path / "a.zip") as archive:
        (entry,) = [each for each in archive.infolist() if each.filename.endswith(".txt")]
        assert entry.flag_bits & 0x800 or entry.filename.isascii()
        assert archive.read(entry) == "内容".encode()
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "a.zip").stat().st_mode) == 0o600


@pytest.mark.parametrize("target", ["out.zip", "out"])
def test_a_stored_file_that_is_gone_or_altered_stops_the_archive(
    db: Path, tmp_path: Path, target: str, voice: Voice
) -> None:
    row = keep(db, [file(tmp_path, "安排.txt")], DocumentCategory.ARRANGEMENT)[0]
    stored = attachments.path_of(db, row.sha256)
    for code in ("document-altered", "document-missing"):
        if code == "document-altered":
            stored.write_text("别的", encoding="utf-8")
        else:
            stored.unlink()
        with pytest.raises(Damaged) as damaged:
            archived(db, tmp_path / target, voice)
        assert damaged.value.code == code
        assert not (tmp_path / target).exists()
        assert not list(tmp_path.glob(".*tmp"))


def test_a_folder_that_holds_something_is_never_written_into(
    db: Path, tmp_path: Path, voice: Voice
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    mine = file(full, "mine.txt")
    for target in (full, mine, tmp_path / "none" / "out", tmp_path / "none" / "out.zip"):
        with pytest.raises(CannotCreate):
            archived(db, target, voice)
    (tmp_path / "is-a.zip").mkdir()
    with pytest.raises(CannotCreate):
        archived(db, tmp_path / "is-a.zip", voice)
    assert mine.read_text(encoding="utf-8") == "内容"
    (tmp_path / "empty").mkdir()
    assert archived(db, tmp_path / "empty", voice).files == 0


def test_what_breaks_off_leaves_no_volume(tmp_path: Path) -> None:
    def fail(_write: object) -> None:
        raise BadData("x", None)  # type: ignore[arg-type]

    for target in (tmp_path / "a.zip", tmp_path / "a"):
        with pytest.raises(BadData), volume(target) as out:
            out.add("f", "n", fail)
    assert list(tmp_path.iterdir()) == []


# --- Papers -----------------------------------------------------------------------------------


def test_a_letter_to_be_signed_has_lines_and_a_signed_one_has_names(
    db: Path, tmp_path: Path, voice: Voice
) -> None:
    out = tmp_path / "letter.docx"
    with writer(db) as store:
        cycle = cycle_in(store)
        pairing = show_pairing(store, "隆子县", cycle, as_of=DAY)
        write_letter(store, pairing, None, cycle, out, voice)
        blank = text_of(out)
        entered = AgreementInput(signed=dt.date(2022, 3, 31), signatories=("甲{{代}}表", "乙<&>表"))
        row = add_agreement(store, "隆子县", entered, cycle, as_of=DAY, today=LATER, database=db)
        write_letter(store, pairing, row, cycle, out, voice)
    signed = text_of(out)
    assert "＿＿" in blank
    assert "＿＿" not in signed
    assert "甲{{代}}表" in signed
    assert "乙<&>表" in signed
    assert "隆子县教育局" in signed
    if voice.language == "zh":
        assert "2022年3月31日" in signed
        assert (
            "开展送教下乡，送教学活动、现场指导、说课评课、讲座或示范课，每学期不少于一次；"
            in signed
        )
    else:
        assert "are brought to the mentee at least once a term;" in signed
    lines = [line for line in signed.splitlines() if line]
    for heading in ("三、", "四、", "五、") if voice.language == "zh" else ("5. Effect",):
        (at,) = [at for at, line in enumerate(lines) if line.startswith(heading)]
        assert lines[at - 1][-1] in "。.", "the last of a list ends it"
    for text in (blank, signed):
        assert "{%" not in text
        assert "None" not in text


def test_a_plan_is_printed_by_stage(db: Path, tmp_path: Path, voice: Voice) -> None:
    with writer(db) as store:
        cycle = cycle_in(store)
        plan = new_plan(store, PlanInput("隆子县", "five-ones", 2022), cycle, as_of=DAY)
        write_plan(store, show_plan(store, plan), cycle, tmp_path / "plan.docx", voice)
    text = text_of(tmp_path / "plan.docx")
    assert "第一阶段：启动，规范园务管理" in text
    assert "更新管理理念" in text
    assert "{" not in text


def test_what_runs_in_time_or_has_just_begun_is_not_missing(db: Path, voice: Voice) -> None:
    with writer(db) as store:
        cycle = cycle_in(store)
        for day in (dt.date(2022, 3, 5), dt.date(2022, 6, 30), dt.date(2023, 6, 30)):
            pairing = show_pairing(store, "隆子县", cycle, as_of=day)
            figures = figures_of(store, cycle, day, among=[pairing.id]).pairings[0]
            states = [each.state for each in figures.figures()]
            rows = gap_rows(store, pairing, cycle, day, voice)
            said = [row["done"] for row in rows if row["due"]]
            assert len(said) == sum(state in ("missed", "behind") for state in states) < len(states)
            words = ("正常", "刚开始", "on track", "too early")
            assert not [each for each in said if any(word in each for word in words)]


@pytest.mark.parametrize("name", ["pack.docx", "pack.html"])
def test_a_pack_says_all_that_an_inspection_asks(
    db: Path, tmp_path: Path, name: str, voice: Voice
) -> None:
    log(db, "隆子县", "送教", "2022-05-10", 4)
    keep(db, [file(tmp_path, "安排.txt")], DocumentCategory.ARRANGEMENT)
    with writer(db) as store:
        cycle = cycle_in(store)
        new_plan(store, PlanInput("隆子县", "autumn-calendar", 2022), cycle, as_of=DAY)
        entered = NeedInput(text="<script>alert(1)</script>{{ 7777*7777 }}{% for %}")
        add_need(store, "隆子县", entered, cycle, as_of=DAY, today=LATER)
        pairing = show_pairing(store, "隆子县", cycle, as_of=DAY)
        write_pack(store, pairing, cycle, DAY, tmp_path / name, voice)
    path = tmp_path / name
    text = text_of(path) if name.endswith("docx") else path.read_text(encoding="utf-8")
    days = (
        ("2022年5月10日", "2022年7月15日")
        if voice.language == "zh"
        else ("10 May 2022", "15 July 2022")
    )
    for part in ("市实验幼儿园", "前往实地查看，设计环创", *days):
        assert part in text
    assert "安排.txt" not in text, "a paper prints titles, not names of files"
    assert (
        "4/10 课时（逾期）" if voice.language == "zh" else "4 of 10 (class-hours): missed"
    ) in text
    assert str(7777 * 7777) not in text
    assert ("（无）" if voice.language == "zh" else "(none)") in text
    if name.endswith("html"):
        assert "<script>" not in text
        assert "default-src 'none'" in text


def test_a_template_of_ones_own_reaches_nothing_but_its_values(tmp_path: Path) -> None:
    own = tmp_path / "own.html"
    for source in (
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ title.__init__.__globals__ }}",
        "{{ unknown }}",
        "{% include '/etc/passwd' %}",
        "{% if %}",
        "{{ 1 / 0 }}",
        "{{ title + 1 }}",
    ):
        own.write_text(source, encoding="utf-8")
        with pytest.raises(BadData) as refused:
            html_text(own, {"title": "x"})
        assert refused.value.code == "bad-template"
    own.write_bytes(b"\xff\xfe no utf-8")
    with pytest.raises(BadData):
        html_text(own, {})


def test_what_is_no_template_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    with pytest.raises(BadData) as refused:
        write_docx(file(tmp_path, "no.docx", "text"), {}, out)
    assert refused.value.code == "not-a-template"
    with pytest.raises(InputMissing):
        write_docx(tmp_path / "none.docx", {}, out)
    assert not out.exists()
