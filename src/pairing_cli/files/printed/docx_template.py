"""docxtpl's templates, each text of one made ready once for any number of papers."""

from __future__ import annotations

from typing import ClassVar

import docxtpl  # type: ignore[import-untyped]


class DocxTemplate(docxtpl.DocxTemplate):  # type: ignore[misc]
    """A DOCX template that remembers what its texts look like to Jinja: making them so takes
    as long as all the rest of a paper.
    """

    _patched: ClassVar[dict[str, str]] = {}

    def patch_xml(self, src_xml: str) -> str:
        """The XML of a part with its places as Jinja reads them."""
        if src_xml not in self._patched:
            self._patched[src_xml] = super().patch_xml(src_xml)
        return self._patched[src_xml]
