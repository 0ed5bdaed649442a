"""A trace as one HTML page that needs nothing but itself: the figure, its place as a picture, its proofs and editions.

Out of scope: finding all that (`flows.tracing`), and drawing the place (`extract.pdf.drawing`, `flows.sheet_pictures`).
"""

import base64
import html
from collections.abc import Iterator

from flows.sheet_pictures import FONT
from flows.tracing import Row, Trace, differing, edition, number, place, printed

STYLE = f"""body{{font:16px/1.6 {FONT};max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}}
h1{{font-size:1.3rem;margin-bottom:0}}h2{{font-size:1.05rem;margin:2rem 0 .4rem}}.value{{font-size:2rem}}
table{{border-collapse:collapse;font-size:.875rem}}th,td{{border-bottom:1px solid #ddd;padding:.2rem .6rem;
text-align:left;vertical-align:top}}td.number{{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}}
.picture{{overflow-x:auto;margin:1rem 0;border:1px solid #ccc}}.picture img{{max-width:100%;display:block}}
code{{background:#f3f3f3}}
.proven,.passed{{color:#0a6b2d}}.contradicted,.failed{{color:#b00020;font-weight:600}}tr.own td{{background:#fff3b0}}
details{{margin:.3rem 0}}summary{{cursor:pointer}}.warning{{background:#fff3e0;padding:.5rem 1rem}}"""

VERDICTS = {
    "proven": "検証済 / proven",
    "printed": "印刷のまま（検証手段なし） / printed, no proof at hand",
    "estimated": "図からの計測値 / measured from a drawing",
    "contradicted": "矛盾あり / contradicted",
}
EXACT = 1e-6
"""Tolerances below this share of a figure are there for floating point, and not told."""
SAID = {True: "passed", False: "failed", None: "open"}


def page(found: Trace, picture: str | bytes | None) -> str:
    """The page; `picture` is SVG as text or PNG as bytes."""
    title = f"{found.figure.get('indicator_ja') or found.figure['indicator']} {found.figure['fiscal_year']}"
    body = [*_figure(found, title), *_evidence(found, picture), *_proofs(found), *_editions(found)]
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="ja"><head>{head}</head><body>\n' + "\n".join(body) + "\n</body></html>\n"


def _figure(found: Trace, title: str) -> Iterator[str]:
    figure = found.figure
    verdict = str(figure.get("verdict") or "")
    yield f"<h1>{html.escape(title)}</h1>"
    yield f'<p class="value">{number(figure["value"])} {html.escape(figure["unit"] or "")}</p>'
    yield f'<p class="{verdict}">{html.escape(VERDICTS.get(verdict, str(figure["status"])))}</p>'
    if found.refused:
        told = (
            f"保留 / refused: {found.refused['expectation']} ({found.refused['severity']}): {found.refused['reason']}"
        )
        yield f'<p class="warning">{html.escape(told)}</p>'
    if found.correction:
        one = found.correction
        told = f"訂正 / corrected: {one['printed_text']} → {number(one['value'])}。{one['cause_ja']} {one['cause_en']}"
        where = f"({one['reference']}; {one['at']})"
        yield f'<p class="warning">{html.escape(f"{told} {where}")}</p>'
    yield f"<p>系列 <code>{html.escape(figure['series_id'])}</code></p>"


def _evidence(found: Trace, picture: str | bytes | None) -> Iterator[str]:
    evidence = found.evidence
    rows = {
        "資料 / document": f"{found.document.get('document_name') or ''} ({evidence['document'][:12]}…)",
        "版 / edition": edition(found.document),
        "場所 / place": place(evidence),
        "印刷 / printed": printed(evidence),
        "題 / title": evidence["title"] or "",
        "行 / row": " / ".join(evidence["row_path"] or ()),
        "列 / column": " / ".join(evidence["column_path"] or ()),
        "規則 / rule": f"{found.rule['name']} ({found.rule['file']}:{found.rule['line']})",
    }
    yield "<h2>根拠 / Evidence</h2><table>"
    yield from (f"<tr><th>{k}</th><td>{html.escape(text)}</td></tr>" for k, text in rows.items() if text)
    yield "</table>"
    if isinstance(picture, bytes):
        data = base64.b64encode(picture).decode()
        yield f'<p class="picture"><img alt="{html.escape(place(evidence))}" src="data:image/png;base64,{data}"></p>'
    elif picture:
        yield f'<div class="picture">{picture}</div>'


def _proofs(found: Trace) -> Iterator[str]:
    yield "<h2>検証 / Proofs</h2>"
    if not found.proofs:
        yield "<p>資料の中に、この値を再び定めるものはない。/ Nothing in the documents determines it a second time.</p>"
    for proof in found.proofs:
        said = SAID[proof["passed"]]
        told = f"{proof['proof']}: {proof['detail']}"
        within = f" (± {proof['tolerance']:.4g})" if proof["tolerance"] > EXACT * abs(proof["expected"]) else ""
        values = f"{number(proof['actual'])} : {number(proof['expected'])}{within}"
        yield f'<details><summary><span class="{said}">{said}</span> {html.escape(told)} — {values}</summary><table>'
        yield "<tr><th>役割</th><th>値</th><th>重み</th><th>見出し</th><th>場所</th></tr>"
        yield from (_member(one) for one in proof["figures"])
        yield "</table></details>"
    for one in found.differences:
        yield f"<p>{html.escape(one.get('told_ja') or '理由は不明')} / {html.escape(differing(one))}</p>"


def _member(one: Row) -> str:
    cells = (one["role"], number(one["value"]), number(one["weight"]), one["heading"] or "", one["figure"])
    kinds = ("", ' class="number"', ' class="number"', "", "")
    marked = ' class="own"' if one["own"] else ""
    tds = "".join(f"<td{kind}>{html.escape(str(cell))}</td>" for kind, cell in zip(kinds, cells, strict=True))
    return f"<tr{marked}>{tds}</tr>"


def _editions(found: Trace) -> Iterator[str]:
    yield "<h2>版ごとの値 / What each edition says</h2><table>"
    yield "<tr><th>値</th><th></th><th>から</th><th>まで</th><th>資料</th></tr>"
    for one in found.vintages:
        own = ' class="own"' if one["observation_id"] == found.evidence["observation_id"] else ""
        where = f"{one['source']} {one['edition'] or ''} {one['document_name'] or ''}"
        value = f"{number(one['value'])} {one['unit']}"
        yield (
            f'<tr{own}><td class="number">{html.escape(value)}</td><td>{one["change"]}</td>'
            f"<td>{one['known_from'] or '?'}</td><td>{one['known_to'] or ''}</td><td>{html.escape(where)}</td></tr>"
        )
    yield "</table>"
