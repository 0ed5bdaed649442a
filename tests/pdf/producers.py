"""Tables set by programs that write PDFs: groff, TeX, a browser and other printers of HTML, where they are at hand."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Path_ = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A table: headings over groups of columns, sections of rows with a label and figures."""

    title: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    sections: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]

    @property
    def columns(self) -> list[Path_]:
        """The path of each column."""
        return [(group, name) for group, names in self.groups for name in names]

    @property
    def figures(self) -> dict[tuple[Path_, Path_], float]:
        """Each figure under its headings."""
        return {
            ((section, label), column): float(words.replace(",", ""))
            for section, rows in self.sections
            for label, *line in rows
            for column, words in zip(self.columns, line, strict=True)
        }


TABLE = Printed(
    "Table 12. Research and development personnel, by sector",
    (("Men", ("Number", "Share")), ("Women", ("Number", "Share"))),
    (
        (
            "Goods-producing industries",
            (("Mining and quarrying", "1,204", "61.5", "754", "38.5"), ("Construction", "88", "70.4", "37", "29.6")),
        ),
        (
            "Service-providing industries",
            (("Education", "9,310", "48.8", "9,768", "51.2"), ("Health", "415", "33.1", "839", "66.9")),
        ),
    ),
)
PROSE = "The survey covers all establishments with ten or more employees and is conducted every year. " * 3


def html(table: Printed, style: str) -> str:
    """The table among running text; `style` is its CSS."""
    groups = "".join(f"<th colspan={len(names)}>{group}</th>" for group, names in table.groups)
    names = "".join(f"<th>{name}</th>" for _, names in table.groups for name in names)
    body = ""
    for section, rows in table.sections:
        body += f"<tr class=section><td colspan={len(table.columns) + 1}>{section}</td></tr>"
        for label, *line in rows:
            body += f"<tr><td>{label}</td>{''.join(f'<td class=figure>{words}</td>' for words in line)}</tr>"
    head = f"<thead><tr><th rowspan=2>Industry</th>{groups}</tr><tr>{names}</tr></thead>"
    css = f"body {{font: 9pt sans-serif}} table {{border-collapse: collapse}} .figure {{text-align: right}} {style}"
    return (
        f"<meta charset=utf-8><style>{css}</style><p>{PROSE}</p><b>{table.title}</b>"
        f"<table>{head}<tbody>{body}</tbody></table><p>{PROSE}</p>"
    )


def tbl(table: Printed, bar: str) -> str:
    """The table for groff; `bar` stands between columns: `|` draws a ruling there."""
    columns = len(table.columns)
    formats = ["l" + "".join(f"{bar}c" + "s" * (len(names) - 1) for _, names in table.groups)]
    formats.append("l" + f"{bar}c" * columns)
    lines = ["_", "@".join(["Industry", *(group for group, _ in table.groups)])]
    lines += ["@".join(["", *(name for _, name in table.columns)]), "_"]
    for section, rows in table.sections:
        formats += ["l" + "s" * columns, *(["l" + f"{bar}n" * columns] * len(rows))]
        lines += [section, *("@".join(row) for row in rows)]
    rows_of = "\n".join(formats)
    return (
        f'.PP\n{PROSE}\n.LP\n.B "{table.title}"\n.TS\ntab(@);\n{rows_of}.\n'
        + "\n".join(lines)
        + f"\n_\n.TE\n.PP\n{PROSE}\n"
    )


def tex(table: Printed, rules: Sequence[str], spec: str) -> str:
    """The table for LaTeX: `rules` above, below the head and at the end, `spec` of its columns."""
    top, middle, bottom = rules
    groups = " & ".join(f"\\multicolumn{{{len(names)}}}{{c}}{{{group}}}" for group, names in table.groups)
    lines = [f" & {groups} \\\\", " & ".join(["Industry", *(name for _, name in table.columns)]) + f" \\\\ {middle}"]
    for section, rows in table.sections:
        lines.append(f"\\multicolumn{{{len(table.columns) + 1}}}{{c}}{{\\textit{{{section}}}}} \\\\")
        lines += [" & ".join(row) + " \\\\" for row in rows]
    body = "\n".join(lines)
    return (
        "\\documentclass{article}\\begin{document}\n"
        f"{PROSE}\n\n\\noindent {table.title}\n\n"
        f"\\noindent\\begin{{tabular}}{{{spec}}}{top}\n{body}\n{bottom}\\end{{tabular}}"
        f"\n\n{PROSE}\\end{{document}}"
    )


def by_weasyprint(source: str, folder: Path) -> bytes:
    """HTML printed by WeasyPrint."""
    return _printed(folder, "page.html", source, ["weasyprint", "page.html", "page.pdf"])


def by_chromium(source: str, folder: Path) -> bytes:
    """HTML printed by a browser."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    return _printed(folder, "page.html", source, [*command, "--print-to-pdf=page.pdf", str(folder / "page.html")])


def by_groff(source: str, folder: Path) -> bytes:
    """A document for groff with its table."""
    return _printed(folder, "page.ms", source, ["sh", "-c", "groff -t -ms -Tpdf page.ms > page.pdf"])


def by_latex(source: str, folder: Path) -> bytes:
    """A LaTeX document."""
    return _printed(folder, "page.tex", source, ["pdflatex", "-interaction=nonstopmode", "page.tex"])


def _printed(folder: Path, name: str, source: str, command: Sequence[str]) -> bytes:
    (folder / name).write_text(source, "utf-8")
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=600)
    return (folder / "page.pdf").read_bytes()


NEEDS: dict[Callable[[str, Path], bytes], str] = {
    by_weasyprint: "weasyprint",
    by_chromium: "chromium",
    by_groff: "gropdf",
    by_latex: "pdflatex",
}


def is_at_hand(printer: Callable[[str, Path], bytes]) -> bool:
    """Whether the program that a printer runs is installed."""
    return shutil.which(NEEDS[printer]) is not None
