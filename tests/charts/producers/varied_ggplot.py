"""Draws random charts with ggplot2 (R and its package must be installed): five themes, through cairo."""

# ruff: noqa: ANN001, E501, S311
import random
import subprocess
import sys
from pathlib import Path

from varied import KINDS, make, write_truth


def q(t) -> str:
    return "c(" + ",".join(f'"{x}"' for x in t) + ")"


def write(folder: Path, seed, n) -> None:
    """Write varied_ggplot.pdf and its truth: a page a chart."""
    out = folder / "varied_ggplot"
    rng = random.Random(f"gg{seed}")
    rows = []
    code = [
        "library(ggplot2)",
        "suppressMessages(library(scales))",
        f'cairo_pdf("{out}.pdf", width=7, height=4.6, onefile=TRUE, family="Noto Sans CJK JP")',
    ]
    kinds = [k for k in KINDS if k not in ("combo", "ring")]
    for page in range(1, n + 1):
        kind = kinds[(page - 1) % len(kinds)]
        c = make(kind, f"gg{seed}-{page}")
        d = []
        for s, v in c.series.items():
            for k, x in enumerate(v):
                lab = c.labels == "all" or (c.labels == "some" and (s, k) in c.style["labelled"])
                d.append((s, c.names[k], x, c.form.format(x) if lab and x is not None else ""))
        code.append(
            f"d <- data.frame(s=factor({q([a[0] for a in d])}, levels={q(list(c.series))}), c=factor({q([a[1] for a in d])}, levels={q(c.names)}), v=c({','.join('NA' if a[2] is None else str(a[2]) for a in d)}), l={q([a[3] for a in d])})"
        )
        th = rng.choice(["theme_gray", "theme_bw", "theme_minimal", "theme_classic", "theme_light"])
        stack = "stack" in kind or "whole" in kind
        many = len(c.series) > 1
        horiz = "row" in kind
        fill = ", fill=s" if many else ""
        one = "" if many else f', fill="{rng.choice(["steelblue", "grey35", "#c0504d"])}"'
        pos = (
            "position_stack(reverse=TRUE)"
            if stack and rng.random() < 0.5
            else "position_stack()"
            if stack
            else "position_dodge(width=.8)"
        )
        lo, hi, st = c.axis
        if kind == "line":
            g = (
                f"ggplot(d, aes(x=c, y=v, colour=s, group=s)) + geom_line(linewidth={rng.choice([0.5, 0.8, 1])}, na.rm=TRUE)"
                + (" + geom_point(aes(shape=s), size=2, na.rm=TRUE)" if rng.random() < 0.7 else "")
            )
            if c.labels != "none":
                g += " + geom_text(aes(label=l), vjust=-0.8, size=2.6, show.legend=FALSE, na.rm=TRUE)"
        elif kind == "pie":
            g = 'ggplot(d, aes(x="", y=v, fill=c)) + geom_col(width=1, colour="white", position=position_stack(reverse=TRUE)) + coord_polar("y") + geom_text(aes(label=l), position=position_stack(vjust=.5, reverse=TRUE), size=3)'
        else:
            w = rng.choice([0.5, 0.7, 0.8]) if stack or not many else 0.75
            g = (
                f"ggplot(d, aes(x=c, y=v{fill})) + geom_col(width={w}, position={pos}{one}"
                + (', colour="black"' if rng.random() < 0.2 else "")
                + ")"
            )
            if c.labels != "none":
                p2 = pos.replace("position_stack(", "position_stack(vjust=.5,") if stack else pos
                just = "" if stack else (", hjust=-0.1" if horiz else ", vjust=-0.4")
                g += f" + geom_text(aes(label=l{', group=s' if many else ''}), position={p2}, size=2.6{just})"
        if kind != "pie":
            suffix = "%" if c.unit == "%" and rng.random() < 0.6 else ""
            g += f' + scale_y_continuous(limits=c({lo},{hi}), breaks=seq({lo},{hi},{st}), labels=label_number(big.mark="{rng.choice([",", ""])}", suffix="{suffix}"), expand={rng.choice(["c(0,0)", "c(.02,0)", "waiver()"])}, oob=oob_keep)'
            if horiz:
                g += " + coord_flip() + scale_x_discrete(limits=rev)"
            if rng.random() < 0.3 and many:
                g += f" + scale_{'colour' if kind == 'line' else 'fill'}_{rng.choice(['grey()', f'brewer(palette={chr(34)}Set2{chr(34)})', 'viridis_d()'])}"
        ang = (
            f" + theme(axis.text.x=element_text(angle={rng.choice([45, 90])}, hjust=1))"
            if rng.random() < 0.25 and not horiz and kind != "pie"
            else ""
        )
        yl = f'"（{c.unit}）"' if rng.random() < 0.5 else "NULL"
        g += (
            f' + {th}(base_family="Noto Sans CJK JP", base_size={rng.choice([10, 11, 12])}) + labs(title="{c.title}", x=NULL, y={yl}, fill=NULL, colour=NULL, shape=NULL) + theme(legend.position="{rng.choice(["right", "bottom", "top"])}")'
            + ang
        )
        if kind == "pie":
            g += (
                " + theme(axis.text=element_blank(), panel.grid=element_blank(), axis.ticks=element_blank())"
                if rng.random() < 0.7
                else ' + theme_void(base_family="Noto Sans CJK JP")'
            )
        code.append(f"suppressWarnings(print({g}))")
        rows += c.rows(page)
    code.append("invisible(dev.off())")
    script = out.with_suffix(".R")
    script.write_text("\n".join(code))
    subprocess.run(["Rscript", str(script)], check=True)
    script.unlink()
    write_truth(out.with_suffix(".csv"), rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]), "2", 30)
