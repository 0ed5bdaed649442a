"""Draws kinds of charts that are read in part or not at all, one a page: areas, pyramids, boxes, steps, scatters."""
# ruff: noqa: ANN001

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("pdf")
import matplotlib.pyplot as plt
from matplotlib.backends.backend_pdf import PdfPages

plt.rcParams["font.family"] = "Noto Sans CJK JP"
plt.rcParams["pdf.fonttype"] = 42
Y = [str(2005 + k) for k in range(8)]
x = np.arange(8)
A = [310, 350, 340, 400, 420, 480, 470, 520]
B = [120, 160, 210, 200, 260, 300, 310, 360]
C = [50, 60, 66, 90, 120, 100, 130, 170]
with PdfPages(Path(sys.argv[1]) / "odd.pdf", metadata={"CreationDate": None}) as pp:

    def save(t) -> None:
        plt.title(t)
        pp.savefig(bbox_inches="tight")
        plt.close("all")

    plt.figure()
    plt.stackplot(x, A, B, C, labels=["国立", "公立", "私立"])
    plt.xticks(x, Y)
    plt.legend(loc="upper left")
    save("1 stacked area")
    plt.figure()
    plt.fill_between(x, A, color="C0", label="国立")
    plt.xticks(x, Y)
    plt.ylim(0, 600)
    plt.legend()
    save("2 one area")
    fig = plt.figure()
    ax = fig.add_subplot(polar=True)
    t = np.linspace(0, 2 * np.pi, 6)
    v = [3, 4, 2, 5, 4, 3]
    ax.plot(t, v)
    ax.fill(t, v, alpha=0.3)
    ax.set_xticks(t[:-1], ["研究", "教育", "連携", "国際", "財務"])
    save("3 radar")
    fig, ax = plt.subplots()
    ages = ["20代", "30代", "40代", "50代", "60代"]
    M = [12, 22, 31, 26, 9]
    F = [10, 18, 20, 14, 4]
    ax.barh(ages, [-a for a in M], label="男")
    ax.barh(ages, F, label="女")
    ax.set_xticks([-40, -20, 0, 20, 40], ["40", "20", "0", "20", "40"])
    ax.legend()
    save("4 pyramid")
    fig, (a1, a2) = plt.subplots(1, 2, sharey=True)
    a1.barh(ages, M)
    a1.invert_xaxis()
    a1.set_xlabel("男")
    a2.barh(ages, F, color="C1")
    a2.set_xlabel("女")
    save("5 two-plot pyramid")
    rng = np.random.default_rng(1)
    fig, ax = plt.subplots()
    ax.scatter(rng.random(20) * 100, rng.random(20) * 50)
    ax.set_xlim(0, 100)
    ax.set_ylim(0, 50)
    save("6 scatter")
    fig, ax = plt.subplots()
    ax.bar(Y, A)
    ax.set_yscale("log")
    ax.set_ylim(10, 1000)
    save("7 log bars")
    fig, ax = plt.subplots()
    ax.bar(["開始", "増", "減", "終了"], [100, 40, 30, 110], bottom=[0, 100, 110, 0], color=["C0", "C2", "C3", "C0"])
    ax.set_ylim(0, 160)
    save("8 waterfall")
    fig, ax = plt.subplots()
    ax.boxplot([rng.normal(50, 10, 30) for _ in range(4)])
    ax.set_xticklabels(["甲", "乙", "丙", "丁"])
    save("9 boxplot")
    fig, ax = plt.subplots()
    ax.errorbar(x, A, yerr=30, fmt="o-")
    ax.set_xticks(x, Y)
    ax.set_ylim(0, 600)
    save("10 error bars")
    fig, ax = plt.subplots()
    ax.scatter(rng.random(8) * 100, rng.random(8) * 50, s=rng.random(8) * 900, alpha=0.5)
    save("11 bubbles")
    fig, ax = plt.subplots()
    ax.step(x, A, where="mid")
    ax.set_xticks(x, Y)
    ax.set_ylim(0, 600)
    save("12 steps")
    fig, ax = plt.subplots()
    im = ax.imshow(rng.random((5, 6)))
    fig.colorbar(im)
    save("13 heatmap raster")
    fig, ax = plt.subplots()
    ax.pcolormesh(rng.random((5, 6)))
    save("14 heatmap vector")
    fig, (a1, a2) = plt.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [1, 2], "hspace": 0.05})
    for a in (a1, a2):
        a.bar(Y, [v + (2000 if k == 3 else 0) for k, v in enumerate(A)])
    a1.set_ylim(2200, 2600)
    a2.set_ylim(0, 700)
    save("15 broken axis of two plots")
    fig, ax = plt.subplots()
    ax.plot(x, A, label="実績")
    ax.fill_between(x, np.array(A) - 30, np.array(A) + 30, alpha=0.3)
    ax.set_xticks(x, Y)
    ax.set_ylim(0, 600)
    ax.legend()
    save("16 line with band")
    fig = plt.figure()
    ax = fig.add_subplot(projection="3d")
    ax.bar3d(x, 0, 0, 0.5, 0.5, A)
    save("17 3-D bars")
    fig, ax = plt.subplots()
    ax.plot(rng.random(200).cumsum())
    ax.set_ylim(0, 120)
    save("18 long series")
    fig, ax = plt.subplots()
    ax.barh(["施策A", "施策B", "施策C"], [3, 2, 4], left=[2014, 2016, 2015])
    ax.set_xlim(2013, 2021)
    save("19 gantt")
    fig, ax = plt.subplots()
    ax.hist(rng.normal(50, 10, 300), bins=12)
    save("20 histogram")
