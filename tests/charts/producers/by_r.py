"""Draws the charts with R's own graphics and its cairo device (R must be installed)."""
# ruff: noqa: E501, ISC004

import subprocess
import sys
import tempfile
from pathlib import Path

from specs import SPECS, Spec

COLORS = 'c("#4E79A7","#F28E2B","#59A14F","#E15759")'


def _matrix(spec: Spec) -> str:
    rows = ",".join("c(" + ",".join("NA" if v is None else str(v) for v in values) + ")" for _, values in spec.series)
    return f"rbind({rows})"


def _names(texts: tuple[str, ...]) -> str:
    return "c(" + ",".join(f'"{text}"' for text in texts) + ")"


def _bars(spec: Spec) -> str:
    row, stack = "row" in spec.kind, spec.kind in ("stacked_column", "whole_row")
    low, high, step = spec.axis
    side, names = (1, "las=1") if row else (2, "las=2" if spec.turned_names else "las=1")
    lines = [
        f"m <- {_matrix(spec)}",
        f"par(mar=c(6,{12 if row else 5},4,8), xpd=NA)",
        f"x <- barplot(m, beside={'FALSE' if stack else 'TRUE'}, names.arg={_names(spec.categories)}, horiz={'TRUE' if row else 'FALSE'}, "
        f'col={COLORS}[1:{len(spec.series)}], border=NA, axes=FALSE, {"xlim" if row else "ylim"}=c({low},{high}), {names}, cex.names=0.8, main="{spec.title}")',
    ]
    if not spec.hide_axis:
        mark = "%" if spec.unit == "%" else ""
        lines.append(
            f'a <- seq({low},{high},{step}); axis({side}, at=a, labels=paste0(format(a, big.mark=",", trim=TRUE), "{mark}"), las=1)'
        )
    if spec.labels:
        form = spec.form.replace("{:,.0f}", "%d").replace("{:.1f}%", "%.1f%%")
        shown = 'format(m, big.mark=",", trim=TRUE)' if form == "%d" else f'sprintf("{form}", m)'
        if stack:
            lines.append("mid <- apply(m, 2, cumsum) - m/2; at <- rep(x, each=nrow(m))")
            lines.append(f"text({'mid, at' if row else 'at, mid'}, {shown}, cex=0.6)")
        else:
            lines.append(f"text({'m, x' if row else 'x, m'}, {shown}, pos={4 if row else 3}, cex=0.6)")
    if len(spec.series) > 1:
        lines.append(
            f'legend("right", inset=-0.3, legend={_names(tuple(n for n, _ in spec.series))}, fill={COLORS}[1:{len(spec.series)}], border=NA, bty="n", cex=0.8)'
        )
    if spec.unit and spec.unit != "%" and not spec.hide_axis:
        lines.append(f'mtext("（{spec.unit}）", side=3, at=par("usr")[1], cex=0.8)')
    return "\n".join(lines)


def _lines(spec: Spec) -> str:
    low, high, step = spec.axis
    lines = [
        f"m <- {_matrix(spec)}",
        "par(mar=c(6,5,4,8), xpd=NA)",
        f'matplot(t(m), type="o", pch=c(16,17,15)[1:{len(spec.series)}], lty=1, lwd=1.5, col={COLORS}[1:{len(spec.series)}], axes=FALSE, xlab="", ylab="", ylim=c({low},{high}), main="{spec.title}")',
        f"axis(1, at=1:{len(spec.categories)}, labels={_names(spec.categories)}, cex.axis=0.7)",
        f'a <- seq({low},{high},{step}); axis(2, at=a, labels=format(a, big.mark=",", trim=TRUE), las=1)',
        f'mtext("（{spec.unit}）", side=3, at=par("usr")[1], cex=0.8)',
    ]
    if spec.labels:
        lines.append('text(col(m), m, format(m, big.mark=",", trim=TRUE), pos=3, cex=0.7)')
    if len(spec.series) > 1:
        lines.append(
            f'legend("right", inset=-0.25, legend={_names(tuple(n for n, _ in spec.series))}, col={COLORS}[1:{len(spec.series)}], pch=c(16,17,15), lty=1, bty="n", cex=0.8)'
        )
    return "\n".join(lines)


def _pie(spec: Spec) -> str:
    values = spec.series[0][1]
    labels = _names(tuple(f"{c} {spec.form.format(v)}" for c, v in zip(spec.categories, values, strict=True)))
    return f'par(mar=c(2,2,4,2)); pie(c({",".join(map(str, values))}), labels={labels}, col={COLORS}, clockwise=TRUE, main="{spec.title}")'


SKIP = ("two axes", "ring")


def draw(path: Path) -> None:
    """One page a chart; those that R does not draw of itself are left blank."""
    parts = [f'cairo_pdf("{path}", width=7.5, height=5, onefile=TRUE, family="Noto Sans CJK JP")']
    for spec in SPECS:
        if spec.name in SKIP:
            parts.append("plot.new()")
        else:
            parts.append({"line": _lines, "pie": _pie}.get(spec.kind, _bars)(spec))
    parts.append("dev.off()")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "charts.R"
        script.write_text("\n".join(parts), encoding="utf-8")
        subprocess.run(["Rscript", "--vanilla", script], check=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]).resolve())
