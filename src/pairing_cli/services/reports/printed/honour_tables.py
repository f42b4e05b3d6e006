"""The tables of the cycle's end as papers: scores, awards, what a pairing has done."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.services.reports.summaries.tables import FORMS, PaperColumn, PaperTable

_MENTOR: Final = PaperColumn("mentor", Label("帮扶园", "Mentor"), 3.4)
_MENTEE: Final = PaperColumn("mentee", Label("受帮扶园", "Mentee"), 3.8)
_TOTAL: Final = PaperColumn("total", Label("总分", "Total"), 1.6, figure=True)
_GRADE: Final = PaperColumn("grade", Label("等次", "Grade"), 1.8, figure=True)
_STATE: Final = PaperColumn("state", Label("状态", "State"), 2.4, figure=True)
_DATE: Final = PaperColumn("date", Label("日期", "Date"), 3.3, figure=True)

UNITS: Final = (
    PaperColumn("name", Label("单位", "Unit"), 4.6),
    PaperColumn("pairings", Label("结对", "Pairings"), 1.8, figure=True),
    _TOTAL,
    PaperColumn("worst", Label("最低", "Lowest"), 3.6),
    _GRADE,
)
BY_MENTOR: Final = PaperTable("by_mentor", Label("帮扶园得分", "Scores of mentors"), UNITS)
BY_COUNTY: Final = PaperTable("by_county", Label("县（区）得分", "Scores of counties"), UNITS)
BY_PAIRING: Final = PaperTable(
    "by_pairing",
    Label("各结对得分", "Scores of pairings"),
    (
        _MENTEE,
        _MENTOR,
        PaperColumn("shared", Label("共同", "Shared"), 1.3, figure=True),
        PaperColumn("mentor_own", Label("帮扶园", "Mentor's"), 1.4, figure=True),
        PaperColumn("mentee_own", Label("受帮扶园", "Mentee's"), 1.7, figure=True),
        PaperColumn("adjustment", Label("调整", "Adjusted"), 1.2, figure=True),
        _TOTAL._replace(width=1.2),
        _GRADE._replace(width=1.6),
    ),
)
REMARKS: Final = PaperTable(
    "remarks",
    Label("封顶、调整和未计", "Caps, adjustments, what is not counted"),
    (_MENTEE, PaperColumn("text", Label("说明", "Remark"), 11.8)),
)
AWARDS: Final = PaperTable(
    "awards",
    Label("表彰名单", "Those who are commended"),
    (
        PaperColumn("title", Label("称号", "Title"), 4.4),
        PaperColumn("of", Label("单位或个人", "Unit or person"), 6.2),
        PaperColumn("unit", Label("所在单位", "Of"), 5.0),
    ),
)
GROUNDS: Final = PaperTable(
    "grounds",
    Label("表彰依据", "Grounds"),
    (
        PaperColumn("of", Label("单位或个人", "Unit or person"), 4.2),
        _TOTAL,
        PaperColumn("inspections", Label("督查", "Inspections"), 3.0, figure=True),
        PaperColumn("visits", Label("活动（次）", "Visits"), 1.8, figure=True),
        PaperColumn("reason", Label("主要事由", "Grounds"), 5.0),
    ),
)
NEEDS: Final = PaperTable(
    "needs",
    Label("需求与回应", "Needs and what came of them"),
    (
        PaperColumn("text", Label("需求", "Need"), 6.2),
        PaperColumn("outcome", Label("结果", "Outcome"), 7.0),
        _STATE,
    ),
)
BASELINES: Final = PaperTable(
    "baselines",
    Label("受帮扶园基本状况变化", "The mentee before and after"),
    (
        PaperColumn("name", Label("项目", "Figure"), 5.6),
        PaperColumn("before", Label("期初", "Before"), 3.4, figure=True),
        PaperColumn("after", Label("期末", "After"), 3.4, figure=True),
        PaperColumn("difference", Label("增减", "Change"), 3.2, figure=True),
    ),
)
INDICATORS: Final = PaperTable(
    "indicators",
    Label("指标变化", "Indicators, first and last"),
    (
        PaperColumn("name", Label("指标", "Indicator"), 6.0),
        PaperColumn("before", Label("首次", "First"), 3.2, figure=True),
        PaperColumn("after", Label("末次", "Last"), 3.2, figure=True),
        PaperColumn("target", Label("要求", "Target"), 3.2, figure=True),
    ),
)
OPEN: Final = PaperTable(
    "open",
    Label("尚未解决", "Not settled yet"),
    (_DATE, PaperColumn("kind", Label("类别", "Kind"), 2.6, figure=True),
     PaperColumn("text", Label("内容", "What"), 10.2)),
)  # fmt: skip

HONOUR_TABLES: Final = {
    table.key: table
    for table in (
        BY_MENTOR,
        BY_COUNTY,
        BY_PAIRING,
        REMARKS,
        AWARDS,
        GROUNDS,
        FORMS,
        NEEDS,
        BASELINES,
        INDICATORS,
        OPEN,
    )
}
"""Those that the template of these papers has room for."""
