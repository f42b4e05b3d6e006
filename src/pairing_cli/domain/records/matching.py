"""What matching goes by: distances, and what kindergartens need and are strong in."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import PUBLIC, REF, REMOVED_ON, REMOVED_REASON, SOURCE, same
from pairing_cli.domain.records.record import Noun, Record, Role
from pairing_cli.domain.vocabulary import GOALS, TAG_KINDS

# fmt: off

FROM: Final = Field(
    "from", Label("起点", "From"), required=True, column="from_id", audience=PUBLIC,
    aliases=("出发园", "帮扶园", "mentor", "start"), choices="kindergartens",
    example=same("市实验幼儿园"), width=26,
)
TO: Final = Field(
    "to", Label("终点", "To"), required=True, column="to_id", audience=PUBLIC,
    aliases=("到达园", "受帮扶园", "mentee", "end"), choices="kindergartens",
    example=same("隆子县"), width=26,
)
KM: Final = Field(
    "km", Label("公里", "km"), FieldType.NUMBER, audience=PUBLIC,
    aliases=("里程", "公里数", "距离", "路程", "kilometres", "distance"),
    example=same("142.5"), width=10,
    hint=Label("按公路里程，大于 0，最多 2000", "By road, more than 0 and up to 2,000"),
)
MINUTES: Final = Field(
    "minutes", Label("分钟", "Minutes"), FieldType.NUMBER, audience=PUBLIC,
    aliases=("车程", "用时", "时间", "分钟数", "min"), example=same("165"), width=10,
    hint=Label("公里和分钟至少填一项", "Either km or minutes, or both"),
)
TRAVEL: Final = Record(
    "travel", Noun("路程", "distance", "段"), Role.LINK, subject=("from_id→to_id",),
    listing="travel", caption=Label("路程表", "distances"), words=("distance", "路程", "距离"),
    asked=(FROM, TO, KM, MINUTES, SOURCE._replace(aliases=("依据", "测量人"), width=20)),
    shown=(REF,),
    stored=(REMOVED_ON, REMOVED_REASON),
)

TAG_KIND: Final = Field("kind", Label("类别", "Kind"), FieldType.CODE, labels=TAG_KINDS,
                        audience=PUBLIC)
KINDERGARTEN_TAG: Final = Record(
    "kindergarten_tag", Noun("需求或特长", "tag", "项"), Role.PART,
    subject=("kindergarten_id", "goal|form_code"),
    stored=(TAG_KIND,
            Field("goal", Label("工作目标", "Aim"), FieldType.CODE, labels=GOALS)),
)

# fmt: on
