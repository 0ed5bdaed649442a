"""Letters that international offices set behind or beside a figure: p provisional, e estimated, c confidential.

Out of scope: which columns hold them (`extract.sheet.flags`), and marks that stand for a figure (`marks`).
"""

import re

from extract.document import Status

LETTERS = r"[bcdefimnprsuvz]{1,3}"
"""A flag as it is printed in or beside a cell, perhaps several letters together."""

CONFIDENTIAL = "c"
"""The flag that also stands alone, where a figure is due."""

_CODE = re.compile(rf"[(\[]?(?P<letters>{LETTERS}|[A-Z])[)\]]?")
_NAMES = (("provisional", "p"), ("estimate", "e"), ("confidential", "c"), ("not applicable", "z"))
_FIGURES = (("p", Status.PROVISIONAL), ("eis", Status.ESTIMATED))
_BLANKS = (("c", Status.SUPPRESSED), ("z", Status.NOT_APPLICABLE))


def flagged(status: Status, flag: str) -> Status:
    """What a cell of a status says where a flag, a code or its name in English, stands beside it."""
    if not flag:
        return status
    code = _CODE.fullmatch(flag.strip())
    named = (letter for name, letter in _NAMES if name in flag.casefold())
    letters = set(code["letters"].casefold() if code else "".join(named))
    of = _FIGURES if status is Status.OBSERVED else _BLANKS if status is Status.MISSING else ()
    return next((meant for known, meant in of if letters & set(known)), status)
