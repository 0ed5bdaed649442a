"""Publishing: the change report is written into a release that is built, then one pointer is moved to it.

Whoever follows the pointer sees the release before or the new one, whole. The change report depends on what was
current when it was written, so it is no part of what a release's id stands for; published again after another release,
a release gets a new report and nothing else of it changes. Out of scope: building (`warehouse.release`).
"""

import json

from warehouse import change_pages, changes, files
from warehouse.changes import Report
from warehouse.home import Home


class Held(Exception):  # noqa: N818  no error of the program: a person is to look
    """A release changes more than may pass unseen; the report, which is written beside it, says what."""


def publish(home: Home, release_id: str, *, accept: bool = False) -> Report | None:
    """Make a built release the current one; None where it was already.

    Raises LookupError where it is not built, and Held where its change report has alarms that nobody accepted. Where
    the report cannot be made it is not published: whatever that raises is raised.
    """
    folder = home.release(release_id)
    if not folder.is_dir():
        raise LookupError(f"release {release_id} is not built")
    with files.locked(home.root / ".publish.lock"):
        files.sweep(home.root)
        before = current(home)
        if before == release_id:
            return None
        report = changes.compare(home, before, release_id)
        data = json.dumps(report.as_data(), ensure_ascii=False, indent=1) + "\n"
        files.write(folder / "changes.json", data.encode())
        files.write(folder / "changes.md", change_pages.to_markdown(report).encode())
        files.write(folder / "changes.html", change_pages.to_html(report).encode())
        if report.alarms and not accept:
            raise Held("; ".join(report.alarms))
        files.point(home.current, folder)
    return report


def current(home: Home) -> str | None:
    """The id of the published release, None where there is none."""
    return home.current.resolve().name if home.current.is_dir() else None
