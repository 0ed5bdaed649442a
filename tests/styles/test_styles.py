"""Sheets of every style that is measured are read whole: each figure under its headings, with year and unit."""

import pytest

from tests.styles.scoring import TOLD, score
from tests.styles.styles import STYLES, files, made


@pytest.mark.parametrize("style", STYLES)
def test_every_figure_stands_under_its_headings(style: str) -> None:
    for seed in range(2):
        page = made(style, seed)
        assert len(page.truth) > 8
        for kind, content in files(page, seed).items():
            found = score(page, content)
            assert (kind, found.entries_f1, found.contexts_f1) == (kind, 1.0, 1.0), found.missed[:5]
            assert {what: found.share(what) for what in TOLD} == dict.fromkeys(TOLD, 1.0), found.missed[:5]


def test_what_is_read_otherwise_is_missed() -> None:
    page, other = made("merged_stubs", 1), made("merged_stubs", 2)
    found = score(page, files(other)["xlsx"])
    assert found.contexts_f1 < 0.7
    assert found.missed
