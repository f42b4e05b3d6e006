"""The tables of the summary as a paper, each declared once for Word, web page and Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple


class PaperColumn(NamedTuple):
    """A column: the key of its value, its heading, its width in cm of 15.6 a page."""

    key: str
    title: Label
    width: float
    figure: bool = False
    """Numbers and short words, which stand in the middle."""


class PaperTable(NamedTuple):
    """A table under its caption; the number comes when it is printed."""

    key: str
    title: Label
    columns: tuple[PaperColumn, ...]


_VISITS: Final = PaperColumn("visits", Label("活动（次）", "Visits"), 2.4, figure=True)
_HOURS: Final = PaperColumn("hours", Label("课时", "Class-hours"), 2.2, figure=True)
_FULFILMENT: Final = PaperColumn(
    "attainment", Label("履行率（%）", "Fulfilment (%)"), 2.5, figure=True
)
_PAIRINGS: Final = PaperColumn("pairings", Label("结对（对）", "Pairings"), 2.2, figure=True)
_MENTEE: Final = PaperColumn("mentee", Label("受帮扶园", "Mentee"), 4.6)
_DATE: Final = PaperColumn("date", Label("日期", "Date"), 3.3, figure=True)

FORMS: Final = PaperTable(
    "forms",
    Label("各形式活动情况", "Visits by form"),
    (PaperColumn("name", Label("活动形式", "Form"), 6.4), _VISITS, _HOURS),
)
DIRECTIONS: Final = PaperTable(
    "directions",
    Label("双向交流情况", "Visits by direction"),
    (PaperColumn("name", Label("方向", "Direction"), 6.4), _VISITS, _HOURS),
)
TERMS: Final = PaperTable(
    "terms",
    Label("各学期活动情况", "Visits by term"),
    (PaperColumn("name", Label("学期", "Term"), 6.4), _VISITS, _HOURS),
)
COUNTIES: Final = PaperTable(
    "counties",
    Label("各县（区）帮扶情况", "By county"),
    (
        PaperColumn("name", Label("县（区）", "County"), 5.0),
        _PAIRINGS,
        _VISITS,
        _HOURS,
        _FULFILMENT,
    ),
)
MENTORS: Final = PaperTable(
    "mentors",
    Label("各帮扶园履职情况", "By mentor"),
    (PaperColumn("name", Label("帮扶园", "Mentor"), 5.0), _PAIRINGS, _VISITS, _HOURS, _FULFILMENT),
)
PAIRINGS: Final = PaperTable(
    "pairings",
    Label("各结对完成情况", "By pairing"),
    (
        _MENTEE,
        PaperColumn("mentor", Label("帮扶园", "Mentor"), 4.6),
        _VISITS._replace(width=1.9),
        _HOURS._replace(width=1.6),
        _FULFILMENT._replace(width=2.1),
        PaperColumn("state", Label("状态", "State"), 1.8, figure=True),
    ),
)
RULES: Final = PaperTable(
    "rules",
    Label("各项要求落实情况", "By rule"),
    (
        PaperColumn("title", Label("要求", "Rule"), 6.2),
        PaperColumn("expected", Label("应完成", "Expected"), 2.0, figure=True),
        PaperColumn("done", Label("已完成", "Done"), 3.0, figure=True),
        PaperColumn("unit", Label("单位", "Unit"), 1.6, figure=True),
        _FULFILMENT,
    ),
)
GOALS: Final = PaperTable(
    "goals",
    Label("围绕帮扶目标开展活动情况", "Visits by aim"),
    (PaperColumn("name", Label("目标", "Aim"), 6.4), _VISITS, _HOURS),
)
WAIVERS: Final = PaperTable(
    "waivers",
    Label("批准免、缓、补的事项", "Waivers"),
    (
        _MENTEE._replace(width=3.4),
        PaperColumn("title", Label("要求", "Rule"), 3.2),
        PaperColumn("period", Label("时段", "Period"), 2.9, figure=True),
        PaperColumn("kind", Label("类别", "Kind"), 2.2, figure=True),
        PaperColumn("reason", Label("原因", "Reason"), 4.0),
    ),
)
OVERRIDES: Final = PaperTable(
    "overrides",
    Label("因地制宜调整的要求", "Rules changed"),
    (
        PaperColumn("title", Label("要求", "Rule"), 4.0),
        PaperColumn("whom", Label("适用范围", "For whom"), 3.4),
        PaperColumn("change", Label("调整内容", "Change"), 3.0, figure=True),
        PaperColumn("reason", Label("原因", "Reason"), 5.2),
    ),
)
NEEDS: Final = PaperTable(
    "needs",
    Label("尚未解决的需求", "Needs not answered yet"),
    (
        _MENTEE._replace(width=4.0),
        PaperColumn("text", Label("需求", "Need"), 6.6),
        _DATE._replace(title=Label("提出日期", "Raised on")),
        PaperColumn("state", Label("状态", "State"), 2.0, figure=True),
    ),
)
DONATIONS: Final = PaperTable(
    "donations",
    Label("捐赠情况", "Donations"),
    (
        _MENTEE,
        PaperColumn("item", Label("物品", "Item"), 5.0),
        PaperColumn("quantity", Label("数量", "Quantity"), 2.4, figure=True),
        PaperColumn("value", Label("价值（元）", "Value (yuan)"), 2.6, figure=True),
    ),
)
PROBLEMS: Final = PaperTable(
    "problems",
    Label("尚未解决的困难与问题", "Problems not resolved yet"),
    (
        _MENTEE._replace(width=3.6),
        PaperColumn("text", Label("困难与问题", "Problem"), 6.4),
        _DATE._replace(title=Label("提出日期", "Raised on")),
        PaperColumn("assigned", Label("责任人", "Assigned to"), 2.6, figure=True),
    ),
)
GAPS: Final = PaperTable(
    "gaps",
    Label("尚未落实的事项", "What is not done"),
    (
        PaperColumn("of", Label("单位", "Who"), 4.4),
        PaperColumn("count", Label("项数", "Items"), 1.6, figure=True),
        PaperColumn("what", Label("尚未落实的事项", "What is missing or behind"), 9.6),
    ),
)

INSPECTIONS: Final = PaperTable(
    "inspections",
    Label("督查情况", "Inspections"),
    (
        PaperColumn("title", Label("督查", "Inspection"), 3.7),
        _DATE._replace(width=3.4),
        PaperColumn("seen", Label("对象", "Seen"), 1.5, figure=True),
        PaperColumn("score", Label("平均分", "Average"), 1.6, figure=True),
        PaperColumn("findings", Label("问题", "Findings"), 1.5, figure=True),
        PaperColumn("bulletin", Label("通报", "Bulletin"), 3.9, figure=True),
    ),
)
ASSESSMENT: Final = PaperTable(
    "assessment",
    Label("捆绑式考核结果", "Joint assessment"),
    (
        PaperColumn("mentor", Label("帮扶园", "Mentor"), 6.0),
        _PAIRINGS,
        PaperColumn("total", Label("得分", "Score"), 2.2, figure=True),
        PaperColumn("grade", Label("等次", "Grade"), 2.4, figure=True),
    ),
)
HONOURS: Final = PaperTable(
    "honours",
    Label("表彰、晋级和复评", "Commended, promoted, re-evaluated"),
    (
        PaperColumn("of", Label("单位或个人", "Who"), 3.1),
        PaperColumn("kind", Label("类别", "Kind"), 1.9, figure=True),
        PaperColumn("title", Label("称号", "Title"), 3.4),
        _DATE._replace(width=3.3),
        PaperColumn("number", Label("文号", "Number"), 3.9, figure=True),
    ),
)

PAPER_TABLES: Final[Mapping[str, PaperTable]] = {
    table.key: table
    for table in (
        FORMS, DIRECTIONS, TERMS, COUNTIES, MENTORS, PAIRINGS, GOALS, RULES, WAIVERS, OVERRIDES,
        NEEDS, DONATIONS, PROBLEMS, GAPS, INSPECTIONS, ASSESSMENT, HONOURS,
    )
}  # fmt: skip
