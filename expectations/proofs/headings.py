"""What a heading says of the arithmetic of its line: a total, a part of one, a change, a share, an average.

Out of scope: what the line counts (`extract.mapping`) and whether the arithmetic holds (the proofs beside this
module).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """What a line's headings say of it: where the label of the whole stands in its path, and what else it is."""

    total: int | None
    stem: str  # what the total is of: 国立 for 国立計, empty for 合計
    subset: bool  # a part of another line beside it (うち…, 再掲)
    change: bool
    share: bool
    average: bool

    @property
    def derived(self) -> bool:
        """Whether the line is computed from others: a change, a share or an average, nothing that adds up."""
        return self.change or self.share or self.average

    @property
    def leaf(self) -> bool:
        """Whether the line shows quantities of its own: no total, and computed from nothing."""
        return self.total is None and not self.derived


SILENT = Arithmetic(None, "", subset=False, change=False, share=False, average=False)
"""What most headings say: nothing."""


@lru_cache(maxsize=1 << 16)
def normal(text: str) -> str:
    """The form in which labels are compared: widths folded, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def said(path: tuple[str, ...]) -> tuple[tuple[str, ...], Arithmetic]:
    """A path of headings in normal form, and what it says; of several totals in it the innermost counts."""
    plain = tuple(normal(label) for label in path)
    return plain, _arithmetic([_label(label) for label in plain])


def _arithmetic(labels: Sequence[Arithmetic]) -> Arithmetic:
    if all(label is SILENT for label in labels):
        return SILENT
    total = next((i for i in range(len(labels) - 1, -1, -1) if labels[i].total is not None), None)
    return Arithmetic(
        total,
        "" if total is None else labels[total].stem,
        any(label.subset for label in labels),
        any(label.change for label in labels),
        any(label.share for label in labels),
        any(label.average for label in labels),
    )


def names_of(stem: str) -> tuple[str, ...]:
    """What a part of a total is called that is named for it: 国立 or 国立大学 where the total is 国立計."""
    return (stem, f"{stem}大学", f"{stem}大学等")


@lru_cache(maxsize=1 << 16)
def _label(label: str) -> Arithmetic:
    plain = re.sub(r"\(.*\)$", "", label)
    named = len(plain) > 1 and plain.endswith("計") and not plain.endswith(NO_TOTAL)
    whole = plain.lower() in WHOLE
    says = Arithmetic(
        0 if whole or named else None,
        plain.removesuffix("合計").removesuffix("小計").removesuffix("計") if named and not whole else "",
        bool(SUBSET.match(label)),
        bool(CHANGE.search(label)),
        bool(SHARE.search(label)),
        bool(AVERAGE.search(label)),
    )
    return SILENT if says == SILENT else says
