"""Draws the charts with gnuplot and its cairo terminal (gnuplot must be installed)."""

import subprocess
import sys
from pathlib import Path

from specs import SPECS, Spec

COLORS = ("#9400d3", "#009e73", "#56b4e9", "#e69f00")
SKIP = ("rows", "grouped rows", "whole rows", "pie", "ring")


def _data(spec: Spec) -> str:
    rows = [
        f'{k} "{category}" ' + " ".join("?" if values[k] is None else str(values[k]) for _, values in spec.series)
        for k, category in enumerate(spec.categories)
    ]
    return "$data << EOD\n" + "\n".join(rows) + "\nEOD\n"


def _plot(spec: Spec) -> str:
    low, high, step = spec.axis
    lines = [
        _data(spec),
        "reset",
        f'set title "{spec.title}"',
        f"set yrange [{low}:{high}]",
        f"set ytics {step} nomirror",
        'set format y "%\'.0f"',
        'set datafile missing "?"',
    ]
    lines += [
        "set xtics rotate by -45" if spec.turned_names else "set xtics norotate",
        "set key outside right top",
        "set grid ytics" if not spec.hide_axis else "unset ytics",
        "set style fill solid noborder",
        "set boxwidth 0.8",
    ]
    if not spec.hide_axis:
        lines.append(f'set ylabel "（{"億円" if spec.kind == "combo" else spec.unit}）"')
    count = len(spec.series)
    names = [name if count > 1 else "" for name, _ in spec.series]
    title = lambda k: f'title "{names[k]}"' if names[k] else "notitle"  # noqa: E731
    form = '"%\'.0f"'
    if spec.kind == "line":
        plots = [
            f"$data using 1:{3 + k}:xtic(2) with linespoints lw 2 pt {5 + 2 * k} lc rgb '{COLORS[k]}' {title(k)}"
            for k in range(count)
        ]
        plots += [f"$data using 1:3:(sprintf({form},$3)) with labels offset 0,1 notitle"] if spec.labels else []
    elif spec.kind == "combo":
        low, high, step = spec.second
        lines += [f"set y2range [{low}:{high}]", f"set y2tics {step}", 'set format y2 "%\'.0f"', 'set y2label "（件）"']
        plots = [
            f"$data using 1:3:xtic(2) with boxes lc rgb '{COLORS[0]}' {title(0)}",
            f"$data using 1:4 axes x1y2 with linespoints lw 2 pt 7 lc rgb '{COLORS[1]}' {title(1)}",
        ]
    elif spec.kind == "stacked_column":
        sums = ["+".join(f"${3 + j}" for j in range(k + 1)) for k in range(count)]
        lines += ["set style data histogram", "set style histogram rowstacked"]
        plots = [f"$data using {3 + k}:xtic(2) lc rgb '{COLORS[k]}' {title(k)}" for k in range(count)]
        plots += (
            [
                f"$data using 1:({sums[k]}-${3 + k}/2):(sprintf({form},${3 + k})) with labels font ',7' notitle"
                for k in range(count)
            ]
            if spec.labels
            else []
        )
    else:
        width = 0.8 / count
        lines.append(f"set boxwidth {width}")
        plots = [
            f"$data using ($1+{(k - (count - 1) / 2) * width}):{3 + k} with boxes lc rgb '{COLORS[k]}' {title(k)}"
            for k in range(count)
        ]
        plots.append("$data using 1:(NaN):xtic(2) notitle")
        plots += [f"$data using 1:3:(sprintf({form},$3)) with labels offset 0,0.7 notitle"] if spec.labels else []
    return "\n".join(lines) + "\nplot " + ", ".join(plots) + "\n"


def draw(path: Path) -> None:
    """One page a chart; kinds that gnuplot has not are left blank."""
    script = (
        f'set encoding utf8\nset terminal pdfcairo size 18cm,12cm font "Noto Sans CJK JP,10"\nset output "{path}"\n'
    )
    for spec in SPECS:
        script += "reset\nset multiplot\nunset multiplot\n" if spec.name in SKIP else _plot(spec)
    subprocess.run(["gnuplot"], input=script, text=True, check=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})


if __name__ == "__main__":
    draw(Path(sys.argv[1]).resolve())
