"""Each word by which a reader says what it does not read is explained on the page of verdicts, and no other."""

import ast
import re
from collections.abc import Iterator

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "verdicts.md"
ROW = re.compile(r"^\| (`.*?) \|", re.MULTILINE)


def said() -> Iterator[str]:
    for path in (path for room in ("extract", "flows") for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Verdict" | "Refusal"), args=[ast.Constant(value=str(reason)), *_]):
                    yield reason


def test_the_page_of_verdicts_explains_each_word_that_readers_say() -> None:
    explained = [word for row in ROW.findall(PAGE.read_text(encoding="utf-8")) for word in re.findall(r"`(\w+)`", row)]
    assert len(explained) == len(set(explained))
    assert set(explained) == set(said())
