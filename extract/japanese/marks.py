"""Marks that stand in a data cell for a number (-, …, x, ***), and what a document's notes declare them to mean.

Out of scope: the numbers themselves (`numbers`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.document import Status
from extract.japanese import flags, fold

PLAIN: dict[str, Status] = (
    dict.fromkeys(("なし", "無し", "該当なし", "該当無し", "皆無"), Status.NIL)
    | dict.fromkeys(("x", "X", "χ", "Χ", "***", "秘匿", "非公表", "非公開"), Status.SUPPRESSED)
    | dict.fromkeys(
        ("n/a", "N/A", "n.a.", "N.A.", "na", "NA", "対象外", "非該当", "該当せず", "皆増", "皆減", "/", "\\"),
        Status.NOT_APPLICABLE,
    )
    | dict.fromkeys(
        ("不明", "不詳", "未集計", "未回答", "無回答", "記載なし", "#N/A", "#DIV/0!", "#VALUE!"), Status.MISSING
    )
    | dict.fromkeys(("#REF!", "#NAME?", "#NUM!", "#NULL!", "..", "‥", ":"), Status.MISSING)
    | dict.fromkeys(("Tr", "(Tr)", "tr", "微量"), Status.TEXT)
)
"""Marks with one meaning throughout Japanese statistics. Tr (a trace) is a word: more than nil, too little to print."""

_NIL = re.compile(rf"[{re.escape(fold.DASHES)}]{{1,4}}|[△▲]|\(\s*[{re.escape(fold.DASHES)}]\s*\)")
_FLAGGED = re.compile(rf":\s*({flags.LETTERS})")
_DOTS = re.compile(r"[.・･…‥]{2,}|…|\(…\)")
_DECLARATION = re.compile(
    r"[「『“\"'‘]?\s*(?P<mark>\(\s*\)|\(Tr\)|Tr|[xXχ]|[-△▲]|…|\.{2,}|[*]{1,3}|[#/:])\s*[」』”\"'’]?\s*"
    r"(?:の(?:箇所|表示|記号|欄)|印|内|書き?|付き|を付した(?:もの|数値)|で(?:示した|囲んだ)(?:もの|数値|値)?)?の?(?:数値|数字|値)?\s*"
    r"(?:は|が|を|:|…|=|\.{3})\s*、?(?P<meaning>[^。;「]{1,40})"
)
_MEANINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"秘匿|公表(?:を|し)|伏せ|非公[表開]|特定"), "suppressed"),
    (re.compile(r"推[計定]"), "estimated"),
    (re.compile(r"速報|暫定|概数"), "provisional"),
    (re.compile(r"マイナス|負(?:の|数|を)|減少?(?:$|を|数|額)|赤字|損失"), "negative"),
    (
        re.compile(r"^(?:0(?![.\d])|ゼロ|零)|(?:0|ゼロ|零)(?:件|円|人)?(?:である|を(?:示|意味|表)|とみなす|として|$)"),
        "zero",
    ),
    (
        re.compile(
            r"該当(?:する(?:もの|数[値字]|事[項実]|データ))?[がは]?(?:な[しい]|無)|(?:計数|実績|数値)[がは]?な[しい]|皆無"
        ),
        "nil",
    ),
    (re.compile(r"不明|不詳|得られな|未集計|未回答|無回答|欠測|欠損|なし"), "missing"),
    (re.compile(r"対象外|調査(?:して|を行って)いない|適用"), "not_applicable"),
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What the notes say of marks. Those in `zero` count as 0. `parentheses` is a status, negative, or None."""

    statuses: dict[str, Status] = field(default_factory=dict, hash=False)
    zero: frozenset[str] = frozenset()
    parentheses: str | None = None


NOTHING = Declared()


def read_mark(text: str, declared: Declared = NOTHING) -> tuple[Status, int | None] | None:
    """The status, and 0 where the notes say that the mark counts as 0; None where the text is no such mark."""
    folded = fold.compatible(text).strip()
    key = "-" if _NIL.fullmatch(folded) or _NIL.fullmatch(text) else "…" if _DOTS.fullmatch(text) else folded
    if key in declared.zero:
        return Status.NIL, 0
    status = declared.statuses.get(key) or PLAIN.get(key)
    if status is None and (flagged := _FLAGGED.fullmatch(folded)):
        status = flags.flagged(Status.MISSING, flagged[1])
    if status is None and key in "-…" and key:
        status = Status.NIL if key == "-" else Status.MISSING
    return None if status is None else (status, None)


def read_declared(notes: Iterable[str]) -> Declared:
    """What the notes declare: 「-」は０ , 「x」は秘匿 , ( )内は推計値. Other marks keep their common meaning."""
    statuses: dict[str, Status] = {}
    zero: set[str] = set()
    parentheses = None
    for note in notes:
        for match in _DECLARATION.finditer(fold.same_length(note)):
            mark = re.sub(r"\s", "", match["mark"])
            mark = "…" if mark.startswith("..") else mark
            meaning = next((name for pattern, name in _MEANINGS if pattern.search(match["meaning"])), None)
            if meaning is None:
                continue
            if mark == "()":
                parentheses = meaning if meaning in ("negative", "estimated", "provisional") else parentheses
            elif meaning == "zero":
                zero.add(mark)
            elif meaning != "negative":
                statuses[mark] = Status(meaning)
    return Declared(statuses, frozenset(zero), parentheses) if statuses or zero or parentheses else NOTHING
