"""What is owed, what is done, and how that stands: the definitions, each in one place.

`rules` says what a rule is, `periods` lays it out over a cycle, `obligations` says what one
pairing owes of it, `counting` what a visit is worth, `settling` how an obligation stands and
what a later surplus pays, `fulfilment` what share of what could be expected is done, `state`
how a pairing stands now, `trend` whether it gets better, `indicators` what reported rates come
to. Pure: no database, no clock. Source: design/domain.md, sections 4 and 5.
"""

from typing import Final

DEFINITIONS: Final = 3
"""The version of these definitions. A figure that is kept (a closed cycle, a published bulletin)
keeps it too; it grows whenever a figure of the same records would come out differently.
1: shares of the whole cycle, worst state of all (up to commit df0b457). 2: the mentor's people went
down whichever way a visit was, and nobody else did."""
