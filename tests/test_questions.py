"""The page of questions answers all that analysts are known to ask, with the answers that are known to be right."""

import csv
import re
from pathlib import Path

import pytest

from tests.examples import find

ROOT = Path(__file__).parents[1]
KNOWN = ROOT.parent / "shared" / "facts" / "questions.csv"
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


def numbers(text: str) -> list[float]:
    return [float(number) for number in NUMBER.findall(text)]


@pytest.mark.skipif(not KNOWN.exists(), reason="the list of questions with their answers is not here")
def test_each_question_is_on_the_page_with_its_answer() -> None:
    with KNOWN.open(encoding="utf-8") as rows:
        known = list(csv.DictReader(rows))
    page = list(find(ROOT / "docs" / "questions.md"))
    assert len(page) >= len(known)
    for question, example in zip(known, page, strict=False):
        missing = set(numbers(question["answer"].replace("=", " "))) - set(numbers(example.printed or ""))
        assert not missing, f"{question['id']}: {missing} not in {example.printed}"
