"""The command line: what each command takes, says and returns. Exit codes: 0 done, 1 refused or failed, 2 used wrongly.

Commands import what they need when they run: those that only read answer at once, without Prefect and Great
Expectations. Out of scope: the work itself.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows import pool
from flows.answer import ChangeFormat, Format, TraceFormat

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.report import Report

app = typer.Typer(
    name="sangaku",
    help="Statistics of Japanese university-industry collaboration, with the proof of every figure.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Home = Annotated[
    str,
    typer.Option(
        "--home", envvar="SANGAKU_HOME", help="The home folder, which holds all that is kept, or an s3:// address."
    ),
]
Processes = Annotated[
    int,
    typer.Option(
        "--processes", min=1, help="Documents read at the same time.", show_default="as many as the machine runs"
    ),
]
Style = Annotated[Format, typer.Option("--format", help="How the answer is printed.")]
Files = Annotated[list[Path], typer.Argument(help="Files, or folders with files.", metavar="PATH...")]
HOME = "data"
EXAMPLE = '"SELECT fiscal_year, indicator_en, value, unit FROM collaboration LIMIT 5"'
PROCESSES = pool.default_processes()


def main() -> None:
    """Run the command line."""
    try:
        app()
    except BrokenPipeError:  # as in `sangaku sql … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def fail(message: object) -> NoReturn:
    """Say what was refused or failed, and end with exit code 1."""
    print(message, file=sys.stderr)
    raise typer.Exit(1)


@app.command(epilog="Example: sangaku refresh --documents tests/documents")
def refresh(
    documents: Annotated[
        Path | None, typer.Option("--documents", help="A folder whose documents land too; it may have a manifest.csv.")
    ] = None,
    online: Annotated[bool, typer.Option(help="Also look for new editions at the publishers' pages.")] = False,
    home: Home = HOME,
    processes: Processes = PROCESSES,
) -> None:
    """Take in what is new, read what is not staged, and publish a release if it differs from the current one."""
    from flows import folder, runs

    try:
        if documents:
            folder.find(documents)  # the flow finds them itself; here it is told what is wrong with the folder
    except (FileNotFoundError, folder.ManifestError) as error:
        fail(error)
    _tell(lambda: runs.refresh(home, documents, online=online, processes=processes), home)


@app.command(epilog="Example: sangaku ingest tests/documents/mext_h26_kekka.pdf")
def ingest(
    paths: Files,
    source: Annotated[
        str | None, typer.Option("--source", help="The source of files that do not say so; see `sangaku sources`.")
    ] = None,
    home: Home = HOME,
    processes: Processes = PROCESSES,
) -> None:
    """Let files land and stage them, without publishing."""
    from extract import mapping
    from flows import extracting, runs

    try:
        files = extracting.files(paths)
    except FileNotFoundError as error:
        fail(error)
    if source and source not in {one.id for one in mapping.load()}:
        fail(f"there is no source {source}: `sangaku sources` lists them")
    _tell(lambda: runs.ingest(home, files, processes, source), home)


@app.command(epilog="Example: sangaku extract tests/documents/jpo_2018_1-4.pdf --json read.jsonl")
def extract(
    paths: Files,
    json: Annotated[Path | None, typer.Option("--json", help="Where the JSON lines go; - is standard output.")] = None,
    processes: Processes = PROCESSES,
) -> None:
    """Read documents into tables, charts and statements, with the place of every figure."""
    from flows import extracting

    try:
        files = extracting.files(paths)
    except FileNotFoundError as error:
        fail(error)
    if refused := extracting.write(files, json, processes):
        fail(f"{refused} of {len(files)} files were refused.")


@app.command(epilog="Example: sangaku inspect tests/documents/jpo_2018_1-4.pdf --to pictures")
def inspect(
    file: Annotated[Path, typer.Argument(help="The document.", exists=True, dir_okay=False)],
    to: Annotated[Path, typer.Option("--to", help="The folder for the pictures.")] = Path("pictures"),
) -> None:
    """Show what is found in a document: in words, and for a PDF as pictures of its pages with frames around it."""
    from extract import media_type, reading
    from extract.refusal import Refused
    from flows import inspecting

    content = file.read_bytes()
    try:
        document = reading.read(content, file.name)
    except Refused as refused:
        fail(f"{file}: refused, {refused}")
    print("\n".join(inspecting.in_words(document)) or "nothing was found")
    if document.media_type == media_type.PDF:
        for picture in inspecting.pictures(content, document, to / file.stem):
            print(picture)


@app.command(epilog='Example: sangaku sql "SELECT fiscal_year, value FROM patents LIMIT 5" --format csv')
def sql(
    query: Annotated[str, typer.Argument(help="A query in DuckDB's SQL; - reads it from standard input.")],
    style: Style = Format.TABLE,
    home: Home = HOME,
) -> None:
    """Ask the current release."""
    from flows import asking

    text = sys.stdin.read() if query == "-" else query
    sys.stdout.write(_asked(lambda: asking.sql(home, text, style)))


@app.command(epilog="Example: sangaku trace 1f0c --format html --output figure.html")
def trace(
    identity: Annotated[str, typer.Argument(help="A figure's observation_id, or its beginning.", metavar="ID")],
    style: Annotated[
        TraceFormat, typer.Option("--format", help="How it is told; html shows its place.")
    ] = TraceFormat.TEXT,
    output: Annotated[Path | None, typer.Option("--output", help="The file that it is written to.")] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Draw its place, marked: a page as PNG, a sheet as SVG.")
    ] = None,
    home: Home = HOME,
) -> None:
    """Show a figure's proof: where it was read, what checks it passed, and what other editions say."""
    from flows import asking

    sys.stdout.write(_asked(lambda: asking.trace(home, identity, style, output, picture)))


@app.command(epilog="Example: sangaku changes --format json")
def changes(
    style: Annotated[ChangeFormat, typer.Option("--format", help="How the report is printed.")] = ChangeFormat.MARKDOWN,
    release: Annotated[str | None, typer.Option(help="Another than the current one, such as a held one.")] = None,
    home: Home = HOME,
) -> None:
    """Tell what the current release changed against the one before, or what a held one would change."""
    from flows import asking

    sys.stdout.write(_asked(lambda: asking.changes(home, style, release)))


@app.command(epilog="Example: sangaku compare 29ffm1n_jp.xls 30ffm1n_jp.xlsx --format csv")
def compare(
    before: Annotated[Path, typer.Argument(help="The earlier edition of a file.", metavar="OLD")],
    after: Annotated[Path, typer.Argument(help="The later one.", metavar="NEW")],
    style: Style = Format.TABLE,
) -> None:
    """Tell what a later edition of a file revised, by its headings: cells, and rows and columns that came or went."""
    from extract.refusal import Refused
    from flows import comparing

    try:
        sys.stdout.write(comparing.told(comparing.of_files(before, after), style))
    except (OSError, Refused) as error:
        fail(error)


@app.command(epilog="Example: sangaku export extracts")
def export(
    to: Annotated[Path, typer.Argument(help="The folder that the files go to; made if it is not there.")],
    home: Home = HOME,
) -> None:
    """Copy the extracts of the current release: Parquet, CSV and datapackage.json."""
    from flows import asking

    sys.stdout.write(_asked(lambda: asking.export(home, to)))


@app.command(epilog="Example: sangaku quarantine --format csv")
def quarantine(style: Style = Format.TABLE, home: Home = HOME) -> None:
    """List the figures that were refused, with reason and place."""
    from flows import asking

    sys.stdout.write(_asked(lambda: asking.quarantine(home, style)))


@app.command(epilog="Example: sangaku unmapped --format csv")
def unmapped(style: Style = Format.TABLE, home: Home = HOME) -> None:
    """List the headings that no rule understands, with the nearest known one and a line for the source's YAML."""
    from flows import asking

    sys.stdout.write(_asked(lambda: asking.unmapped(home, style)))


@app.command(epilog="Example: sangaku replay")
def replay(
    everything: Annotated[
        bool, typer.Option("--all", help="Read every document again, whatever stands staged.")
    ] = False,
    home: Home = HOME,
    processes: Processes = PROCESSES,
) -> None:
    """Read again what a changed rule or reader touches, and publish what comes out."""
    from flows import runs

    _tell(lambda: runs.replay(home, everything=everything, processes=processes), home)


@app.command(epilog="Example: sangaku publish")
def publish(
    accept: Annotated[
        bool, typer.Option("--accept", help="Publish although the release is held: somebody has looked at it.")
    ] = False,
    home: Home = HOME,
) -> None:
    """Build a release from all that is staged, and make it the current one."""
    from flows import runs

    _tell(lambda: runs.publish(home, accept=accept), home)


@app.command(epilog="Example: sangaku sources --format json")
def sources(style: Style = Format.TABLE, home: Home = HOME) -> None:
    """List the sources, with the editions that have landed."""
    from flows import asking

    sys.stdout.write(_asked(lambda: asking.sources(home, style)))


@app.command(epilog="Example: sangaku status")
def status(home: Home = HOME) -> None:
    """Tell how things stand: landed, waiting, refused, in quarantine, and the current release."""
    from flows import asking

    sys.stdout.write(_asked(lambda: asking.status(home)))


@app.command(epilog="Example: sangaku serve")
def serve(
    port: Annotated[
        int, typer.Option("--port", min=1, max=65534, help="Where Prefect's pages are on this machine.")
    ] = 4200,
    home: Home = HOME,
) -> None:
    """Run on: Prefect's server, a worker with the deployments of prefect.yaml, the inbox; until stopped."""
    from flows import serving

    raise typer.Exit(serving.serve(home, port))


@app.command(epilog="Example: PREFECT_API_URL=http://server:4200/api sangaku deploy")
def deploy() -> None:
    """Make the deployments, limits and automations known to a standing Prefect server, PREFECT_API_URL's."""
    from flows import runs

    try:
        runs.deploy()
    except runs.CannotRun as error:
        fail(error)
    print(f"deployed  {os.environ['PREFECT_API_URL']}")


def _asked(question: "Callable[[], str]") -> str:
    """Give the answer to a question, or say why there is none."""
    from flows.asking import NoAnswer

    try:
        return question()
    except (NoAnswer, OSError) as error:
        fail(error)


def _tell(run: "Callable[[], Report]", home: str) -> None:
    """Run, print the report, and end with exit code 1 where something was refused or failed."""
    from flows.report import lines
    from flows.runs import CannotRun

    try:
        report = run()
    except (CannotRun, OSError) as error:
        fail(error)
    print("\n".join(lines(report)))
    if report.release.id:
        option = f" --home {home}" if home != HOME else ""
        print(f"ask        sangaku sql{option} {EXAMPLE}")
    if report.failed:
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
