"""Labels set upright left of the rows that they head: letter below letter, or turned.

Out of scope: those in cells with rulings on all sides (`extract.pdf.ruled`), which rows are each one's
(`extract.pdf.outer_labels`).
"""

from collections.abc import Sequence

from extract.pdf.leaf_heads import Extent
from extract.pdf.page import Word

FAR = 12.0  # font sizes that such labels may stand left of the rows
RUNS_ON = 0.6  # font sizes between words of one turned label at most


def upright_labels(words: Sequence[Word], rows: Extent, left: float) -> list[list[Word]]:
    """Labels, from top to bottom, among `words`, none of which is level, beside rows that reach from `left` on."""
    found: list[list[Word]] = []
    bottom = float("-inf")
    for word in sorted((word for word in words if is_beside(word, rows, left)), key=lambda one: one.bbox[1]):
        slack = 0.0 if word.vertical else RUNS_ON * word.size
        if found and word.bbox[1] < bottom + slack:
            found[-1].append(word)
        else:
            found.append([word])
        bottom = max(bottom, word.bbox[3])
    return found


def is_beside(word: Word, rows: Extent, left: float) -> bool:
    """Whether a word stands beside rows, from the first's top to the last's bottom, that begin at `left`."""
    _, top, x1, bottom = word.bbox
    level = rows[0] - word.size < top and bottom < rows[1] + word.size
    return level and left - FAR * word.size < x1 < left + 0.5 * word.size
