"""How bad a finding is, in words and colours."""

from __future__ import annotations

from pairing_cli.domain.phrases import Label

SEVERITIES = {
    "missed": Label("逾期", "missed"),
    "due": Label("即将到期", "due"),
    "behind": Label("滞后", "behind"),
    "missing": Label("缺材料", "missing"),
    "unconfirmed": Label("待确认", "unconfirmed"),
    "no_contact": Label("久未联系", "no contact"),
}

SEVERITY_TONES = {
    "missed": "bad",
    "due": "warn",
    "behind": "warn",
    "missing": "warn",
    "no_contact": "bad",
}
