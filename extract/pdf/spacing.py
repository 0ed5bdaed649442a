"""Words set with space between their letters (平 成 29 年 度, 北  海  道): letters evenly apart are one word.

Out of scope: two letters apart (合　計), which may be two words, and are one label by their normal form.
"""

from collections.abc import Sequence

from extract.pdf.page import Word
from extract.pdf.words import together

FEWEST = 3  # letters whose spacing can be told
WIDEST = 1.2  # font sizes between letters
WIDEST_FIGURE = 0.6  # the same where digits are among them: single figures stand in columns
EVEN = 0.12  # font sizes that gaps may differ


def closed_up(words: Sequence[Word]) -> list[Word]:
    """The words of a line, from left to right, with letters that stand evenly apart put together."""
    if len([word for word in words if len(word.text) == 1]) < FEWEST:
        return list(words)
    found: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not _goes_on(run, word):
            found += _closed(run)
            run = []
        run.append(word)
    return [*found, *_closed(run)]


def _goes_on(run: Sequence[Word], word: Word) -> bool:
    before = run[-1]
    if len(word.text) > 1 or len(before.text) > 1 or word.vertical or word.upright or word.size != before.size:
        return False
    gap, size = word.bbox[0] - before.bbox[2], word.size
    widest = WIDEST_FIGURE if word.text.isdecimal() or before.text.isdecimal() else WIDEST
    even = len(run) < 2 or abs(gap - (before.bbox[0] - run[-2].bbox[2])) <= EVEN * size
    return gap <= widest * size and even


def _closed(run: Sequence[Word]) -> list[Word]:
    if len(run) < FEWEST or all(word.text.isdecimal() for word in run):
        return list(run)
    return [together(run)]
