"""Running command lines in the test's own process, as `__main__` does."""

from __future__ import annotations

import io
import json
from typing import Any, NamedTuple

from pairing_cli.__main__ import run


class Answer(NamedTuple):
    """What a command line led to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """stdout as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The one error object on stderr."""
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


def pairing(*words: str, lang: str = "en") -> Answer:
    """Run one command line; what goes wrong inside shows with its traceback."""
    out, err = io.StringIO(), io.StringIO()
    code = run(words, {"PAIRING_LANG": lang, "PAIRING_DEBUG": "1"}, out, err)
    return Answer(code, out.getvalue(), err.getvalue())


def done(*words: str, lang: str = "en") -> Answer:
    """Run a command line that must succeed."""
    answer = pairing(*words, lang=lang)
    assert answer.code == 0, answer.err
    return answer
