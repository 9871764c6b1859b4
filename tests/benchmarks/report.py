#!/usr/bin/env python3
"""Medians and ratios of what Google Benchmark, or commands.py, has measured; and pictures of them.

    report.py RESULT.json... [--pictures FOLDER]

A side is compared with the sides of the same work in the same run alone. The interval is that of the ratio of medians
when the repetitions are drawn again and again (bootstrap, 95 of 100).
"""

import argparse
import json
import pathlib
import random
import statistics

UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}


def read(paths):
    """{work: {side: [seconds of each repetition]}}, in the order of the files."""
    works = {}
    for path in paths:
        for run in json.loads(pathlib.Path(path).read_text())["benchmarks"]:
            if run.get("run_type") == "aggregate" or run.get("error_occurred"):
                continue
            work, side, *arguments = [
                part for part in run["name"].split("/")
                if not part.startswith(("iterations:", "repeats:")) and part not in ("real_time", "manual_time")
            ]
            time = "real_time" if "real_time" in run["name"] else "cpu_time"
            seconds = run["real_time" if run.get("process") else time] * UNITS[run["time_unit"]]
            works.setdefault("/".join([work, *arguments]), {}).setdefault(side, []).append(seconds)
    return works


def interval(first, second, rounds=2000):
    chance = random.Random(1)
    ratios = sorted(
        statistics.median(chance.choices(first, k=len(first))) / statistics.median(chance.choices(second, k=len(second)))
        for _ in range(rounds))
    return ratios[int(rounds * 0.025)], ratios[int(rounds * 0.975)]


def is_ours(side):
    return side.startswith("mmapkit")


def shown(seconds):
    for unit in ("s", "ms", "us"):
        if seconds >= UNITS[unit]:
            return f"{seconds / UNITS[unit]:.3g} {unit}"
    return f"{seconds / UNITS['ns']:.3g} ns"


def tell(work, sides):
    """Each side beside our fastest one."""
    ours = [side for side in sides if is_ours(side)]
    base = min(ours or sides, key=lambda side: statistics.median(sides[side]))
    print(f"\n{work}   (beside {base}; {len(sides[base])} repetitions)")
    for side, times in sorted(sides.items(), key=lambda item: statistics.median(item[1])):
        low, high = interval(times, sides[base])
        ratio = statistics.median(times) / statistics.median(sides[base])
        print(f"  {side:38} {shown(statistics.median(times)):>9}   {ratio:8.3f}   ({low:.3f} to {high:.3f})")


def draw(work, sides, folder):
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "mmapkit"
    from matplotlib import pyplot

    ordered = sorted(sides.items(), key=lambda item: statistics.median(item[1]), reverse=True)
    medians = [statistics.median(times) for _, times in ordered]
    quarters = [statistics.quantiles(times, n=4) if len(times) > 1 else [times[0]] * 3 for _, times in ordered]
    spread = [[m - q[0] for m, q in zip(medians, quarters)], [q[2] - m for m, q in zip(medians, quarters)]]
    figure, axes = pyplot.subplots(figsize=(7, 0.6 + 0.3 * len(ordered)), layout="constrained")
    axes.barh([side for side, _ in ordered], medians, xerr=spread, capsize=2, log=max(medians) > 20 * min(medians),
              color=["#2060a0" if is_ours(side) else "#b0b0b0" for side, _ in ordered])
    axes.set_title(f"{work}: seconds, median and middle half", fontsize=9)
    axes.tick_params(labelsize=8)
    figure.savefig(folder / (work.replace("/", "_").replace(" ", "_") + ".svg"), metadata={"Date": None})
    pyplot.close(figure)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("results", nargs="+")
    arguments.add_argument("--pictures", type=pathlib.Path)
    chosen = arguments.parse_args()
    for work, sides in read(chosen.results).items():
        tell(work, sides)
        if chosen.pictures:
            chosen.pictures.mkdir(parents=True, exist_ok=True)
            draw(work, sides, chosen.pictures)


if __name__ == "__main__":
    main()
