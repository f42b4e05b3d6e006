"""The columns of `db`'s listings, and the words for what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing_cli.domain.phrases import N_, Label
from pairing_cli.output.listing import Column

if TYPE_CHECKING:
    pass

PATH_COLUMNS = (Column("path", N_("Path")), Column("exists", N_("Exists")))

REASONS = {
    "manual": Label("手工", "by hand"),
    "migrate": Label("升级前", "before migrate"),
    "import": Label("批量导入前", "before import"),
    "merge": Label("合并前", "before merge"),
    "close": Label("结束周期前", "before closing"),
    "restore": Label("恢复前", "before restore"),
    "repair": Label("修复前", "before repair"),
    "replaced": Label("被替换的损坏文件", "damaged, replaced"),
}

STATES = {
    "good": Label("完好", "good"),
    "doubtful": Label("存疑", "doubtful"),
    "altered": Label("被改动", "altered"),
    "unverified": Label("未核验", "not verified"),
}

BACKUP_COLUMNS = (
    Column("at", N_("When"), shown_as="at_local"),
    Column("reason", N_("For"), labels=REASONS),
    Column(
        "state",
        N_("State"),
        labels=STATES,
        tones={"good": "good", "doubtful": "warn", "altered": "bad", "unverified": "warn"},
    ),
    Column("size", N_("Bytes"), right=True),
    Column("path", N_("Path")),
    Column("sha256", "SHA-256", wide=True),
)

SEVERITIES = {
    "damaged": Label("损坏", "damaged"),
    "broken": Label("不合规则", "rule broken"),
    "note": Label("提示", "note"),
}

CHECKS = {
    "integrity": Label("文件完整性", "integrity"),
    "values": Label("取值", "values"),
    "keys": Label("引用", "references"),
    "schema": Label("表结构", "schema"),
    "kept": Label("派生数据", "derived rows"),
    "chain": Label("变更记录链", "change log"),
    "rows": Label("与变更记录对照", "rows and log"),
    "files": Label("档案材料", "files"),
    "leftovers": Label("残留文件", "leftovers"),
    "privacy": Label("隐私", "privacy"),
    "rules": Label("规则", "rules"),
    "terms": Label("学期", "terms"),
    "cycles": Label("周期", "cycles"),
    "visits": Label("帮扶活动", "visits"),
    "pairings": Label("结对", "pairings"),
    "groups": Label("领导小组", "leading groups"),
    "names": Label("名称", "names"),
    "needs": Label("定额", "amounts needed"),
    "periods": Label("要求的分期", "rule periods"),
}

FINDING_COLUMNS = (
    Column(
        "severity",
        N_("Severity"),
        labels=SEVERITIES,
        tones={"damaged": "bad", "broken": "warn", "note": "quiet"},
    ),
    Column("check", N_("Check"), labels=CHECKS),
    Column("record", N_("Record"), wide=True),
    Column("message", N_("Message")),
    Column("remedy", N_("What to do")),
)

DUMP_COLUMNS = (Column("table", N_("Table")), Column("row", N_("Row")))
