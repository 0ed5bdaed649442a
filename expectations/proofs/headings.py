"""What a heading says of the arithmetic of its line: a total, a part of one, a change, a share, an average.

Out of scope: what the line counts (`extract.mapping`) and whether the arithmetic holds (the proofs beside this
module).
"""

import re
import unicodedata
from collections.abc import Sequence

WHOLE = frozenset(
    "合計 計 総計 総数 総額 全体 小計 全国計 総合計 全国 全相手先 全大学等 total".split()  # noqa: SIM905 - a list to read
)
"""Labels that say the whole of what stands beside them."""

NO_TOTAL = ("統計", "設計", "会計", "集計", "推計", "累計", "計画", "家計", "時計", "温度計")
"""Words that end in 計 and are no totals."""

SUBSET = re.compile(r"^(?:\(?(?:うち|内、|内,|再掲)|.*\((?:うち|内数|再掲))")
CHANGE = re.compile(r"増減|前年度?比|前年度?差|対前年|前回比|伸び率|増加率|増加[数額]|減少[数額]|変化率")
SHARE = re.compile(r"構成比|構成割合|シェア|に占める割合|占有率|^割合|^比率")
AVERAGE = re.compile(r"当たり|当り|あたり|平均|単価")
DECREASE = re.compile(r"減少|減[)）]?$|^減")
RATE = re.compile(r"比|率|倍|%")


def normal(text: str) -> str:
    """The form in which labels are compared: widths folded, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def total_at(path: Sequence[str]) -> int | None:
    """The position in a path of headings of the label that says "the whole", None where there is none.

    `path` is in normal form. A label that ends in 計 (国立計) is the whole of what its stem names.
    """
    return next((i for i in range(len(path) - 1, -1, -1) if is_total(path[i])), None)


def is_total(label: str) -> bool:
    """Whether a label in normal form names a total."""
    plain = re.sub(r"\(.*\)$", "", label)
    if plain.lower() in WHOLE:
        return True
    return len(plain) > 1 and plain.endswith("計") and not plain.endswith(NO_TOTAL)


def stem(label: str) -> str:
    """What a total is the total of: 国立 for 国立計, nothing for 合計."""
    plain = re.sub(r"\(.*\)$", "", label)
    if plain.lower() in WHOLE:
        return ""
    return plain.removesuffix("合計").removesuffix("小計").removesuffix("計")


def is_subset(path: Sequence[str]) -> bool:
    """Whether a line shows a part of another beside it (うち…, 再掲)."""
    return any(SUBSET.match(label) for label in path)


def is_derived(path: Sequence[str]) -> bool:
    """Whether a line is computed from others: a change, a share or an average, nothing that adds up."""
    return is_change(path) or is_share(path) or is_average(path)


def is_change(path: Sequence[str]) -> bool:
    """Whether a line shows a change between two years."""
    return any(CHANGE.search(label) for label in path)


def is_share(path: Sequence[str]) -> bool:
    """Whether a line shows the shares of a whole."""
    return any(SHARE.search(label) for label in path)


def is_average(path: Sequence[str]) -> bool:
    """Whether a line shows an amount for one of what is counted."""
    return any(AVERAGE.search(label) for label in path)
