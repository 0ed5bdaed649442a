"""The rooms: who may import whom, and which commands must answer without the heavy libraries."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("extract", "expectations", "warehouse", "flows")
TYPES = {"extract.document", "extract.observation", "extract.values", "extract.blocks"}
HEAVY = ("prefect", "great_expectations", "duckdb", "httpx")


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, with `from a import b` as both a and a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str | None:
    return next((room for room in ROOMS if module == room or module.startswith(room + ".")), None)


def is_type(module: str) -> bool:
    return any(module == known or module.startswith(known + ".") for known in TYPES)


def test_there_are_modules_in_every_room() -> None:
    assert all(len(modules(room)) > 1 for room in ROOMS)


@pytest.mark.parametrize("path", modules("extract"), ids=lambda path: str(path.relative_to(ROOT)))
def test_extract_imports_no_other_room_and_nothing_heavy(path: Path) -> None:
    names = set(imports(path))
    assert not {name for name in names if room_of(name) not in (None, "extract")}
    assert not {name for name in names if name.split(".")[0] in HEAVY}


@pytest.mark.parametrize(
    "path", [*modules("warehouse"), *modules("expectations")], ids=lambda path: str(path.relative_to(ROOT))
)
def test_warehouse_and_expectations_know_the_data_types_of_extract_only(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    foreign = {name for name in imports(path) if room_of(name) not in (None, own)}
    assert not {name for name in foreign if name != "extract" and not is_type(name)}


@pytest.mark.parametrize("room", ["extract", "warehouse", "expectations"])
def test_only_flows_knows_prefect(room: str) -> None:
    for path in modules(room):
        assert not {name for name in imports(path) if name.split(".")[0] == "prefect"}, path


def test_modules_say_what_they_are_for_and_stay_small() -> None:
    for room in ROOMS:
        for path in modules(room):
            text = path.read_text(encoding="utf-8")
            assert len(text.splitlines()) < 400, f"{path} is too long to be one concept"
            assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
