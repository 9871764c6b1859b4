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

TITLES = {
    "file": "Open, map, touch, unmap and close a file of one page",
    "file_from_python": "The same, beside Python's mmap",
    "memory": "Map and unmap 256 KiB of memory",
    "protect": "mprotect of 256 KiB",
    "sync": "msync of a clean page",
    "lines": "Count the lines of a text of 1 GiB, one thread",
    "lines_2": "Count the lines of a text of 1 GiB, two threads",
    "characters": "The characters of a text of 1 GiB, one by one",
    "bytes": "A million bytes of 1 GiB, at random",
    "load": "Load files, each dropped before the next",
    "load_and_keep": "Load files, all of them kept",
    "cold_random": "A page at random of a file that is not in memory",
    "cold_random_by_threads": "The same by threads, each with its own pages",
    "cold_scan": "Read 1 GiB in order of a file that is not in memory",
    "look_up": "4 million numbers at random places of 4 GiB in memory",
    "look_up_in_turn": "The same, each place dependent on the number before",
    "make_huge": "4 GiB into huge pages",
    "durable": "Durable writes at random places",
    "durable_first": "The first durable write of 8 bytes to each page",
    "commit_page": "A commit of one changed page",
    "commit_scattered": "A commit of 1,000 scattered pages",
    "commit_tebibyte": "A commit of 10 pages of 1 TiB",
    "transactions": "Durable transactions of 100 bytes",
    "stores": "A million stores at random in 64 MiB",
    "loads": "A million loads at random in 64 MiB",
    "first_stores": "The first store to each of 16,384 pages",
    "grow": "Grow a shared file mapping from 4 KiB to 1 GiB",
    "first_touch": "First touch of 1 GiB of memory",
    "push_back": "push_back of 128 Mi numbers (1 GiB)",
    "ring": "1 GiB through a ring",
    "ring_threads": "A million numbers from one thread to another",
    "ring_processes": "A million numbers from one process to another",
    "snapshot": "A snapshot of memory",
    "snapshot_again": "A snapshot after some pages have changed",
    "snapshot_stores": "Stores to these pages after the snapshot",
    "count_lines": "Count the lines of a text of 1 GiB, as a command",
    "find_literal": "Find a literal in a text of 1 GiB, as a command",
    "find_rare": "Count the lines with a rare literal, in a log of 1 GiB",
    "find_absent": "Count the lines with a literal of common bytes that is in none",
    "find_digits": "Count the lines with ms=99[0-9] ",
    "find_alternatives": "Count the lines with (zeal|quirk|xylo)[a-z]+@",
    "find_request": "Count the lines with five digits and GET /metrics",
    "find_without_literal": "Count the lines with [A-Z][0-9]{3} [a-z]+x",
    "find_either_case": "Count the lines with a literal in either case",
    "find_cold": "Count the lines with a rare literal, none of the file in memory",
    "residency": "Which pages of 10,000 files are in memory",
    "compile": "Compile a file that includes one header",
}

ARGUMENTS = {
    "commit_page": "{} MiB in memory",
    "cold_random": "{} at once",
    "cold_random_by_threads": "{} threads",
    "durable": "{} bytes",
    "grow": "by {} bytes",
    "ring": "of {} bytes",
    "snapshot": "of {} bytes",
    "snapshot_again": "{} pages",
    "snapshot_stores": "{} pages",
}


def read(paths):
    """{work: {argument: {side: [seconds of each repetition]}}}; what takes no argument has None."""
    works = {}
    for path in paths:
        for run in json.loads(pathlib.Path(path).read_text())["benchmarks"]:
            if run.get("error_occurred") and run.get("repetition_index", 0) == 0:
                print(f"skipped: {run['name']}: {run.get('error_message')}")
            if run.get("run_type") == "aggregate" or run.get("error_occurred"):
                continue
            work, side, *rest = run["name"].split("/")
            numbers = [int(part) for part in rest if part.isdigit()]
            clock = run.get("process") or "real_time" in rest or "manual_time" in rest
            time = "real_time" if clock else "cpu_time"
            sides = works.setdefault(work, {}).setdefault(numbers[0] if numbers else None, {})
            sides.setdefault(side, []).append(run[time] * UNITS[run["time_unit"]])
    return {work: dict(sorted(arguments.items(), key=lambda item: item[0] or 0)) for work, arguments in works.items()}


def interval(first, second, rounds=2000):
    chance = random.Random(1)
    ratios = sorted(
        statistics.median(chance.choices(first, k=len(first))) / statistics.median(chance.choices(second, k=len(second)))
        for _ in range(rounds))
    return ratios[int(rounds * 0.025)], ratios[int(rounds * 0.975)]


def is_ours(side):
    return side.startswith("mmapkit")


def by_median(sides):
    return sorted(sides, key=lambda side: statistics.median(sides[side]))


def shown(seconds):
    unit = next((unit for unit in ("s", "ms", "us") if seconds >= UNITS[unit]), "ns")
    return f"{seconds / UNITS[unit]:.3g} {unit}"


def argument_text(work, argument):
    if work == "grow" and argument == 0:
        return "by doubling"
    return ARGUMENTS.get(work, "{}").format(f"{argument:,}")


def tell(work, argument, sides):
    """Each side beside our fastest one."""
    ordered = by_median(sides)
    base = next(filter(is_ours, ordered), ordered[0])
    name = TITLES.get(work, work) + ("" if argument is None else f", {argument_text(work, argument)}")
    print(f"\n{work}: {name}   (beside {base}; {len(sides[base])} repetitions)")
    for side in ordered:
        low, high = interval(sides[side], sides[base]) if side != base else (1, 1)
        ratio = statistics.median(sides[side]) / statistics.median(sides[base])
        print(f"  {side:44} {shown(statistics.median(sides[side])):>9}   {ratio:8.3f}   ({low:.3f} to {high:.3f})"
              f"   mean {shown(statistics.mean(sides[side])):>9}")


def colour(side):
    return "#2060a0" if is_ours(side) else "#b0b0b0"


def draw_bars(axes, sides):
    from matplotlib import ticker

    ordered = list(reversed(by_median(sides)))
    medians = [statistics.median(sides[side]) for side in ordered]
    quarters = [statistics.quantiles(times, n=4) if len(times) > 1 else times * 3
                for times in (sides[side] for side in ordered)]
    spread = [[m - q[0] for m, q in zip(medians, quarters)], [q[2] - m for m, q in zip(medians, quarters)]]
    logarithmic = max(medians) > 20 * min(medians)
    axes.barh(ordered, medians, xerr=spread, capsize=2, log=logarithmic, color=[colour(side) for side in ordered])
    for place, (median, quarter) in enumerate(zip(medians, quarters)):
        axes.annotate(shown(median), (quarter[2], place), xytext=(4, 0), textcoords="offset points", fontsize=7,
                      va="center")
    axes.margins(x=0.15)
    if not logarithmic:
        axes.xaxis.set_major_formatter(ticker.EngFormatter(unit="s"))
    axes.set_xlabel(f"median and middle half of {max(map(len, sides.values()))}"
                    + (", seconds, logarithmic" if logarithmic else ""), fontsize=7)
    axes.tick_params(labelsize=7)


def draw_lines(axes, arguments):
    """Over many sizes: how many times as long as the fastest."""
    fastest = {size: min(map(statistics.median, sides.values())) for size, sides in arguments.items()}
    for side in sorted({side for sides in arguments.values() for side in sides}, key=is_ours):
        points = [(size, statistics.median(sides[side]) / fastest[size])
                  for size, sides in arguments.items() if side in sides]
        quarters = [[time / fastest[size] for time in statistics.quantiles(sides[side], n=4)]
                    for size, sides in arguments.items() if side in sides and len(sides[side]) > 1]
        line, = axes.plot(*zip(*points), marker=".", label=side, linewidth=2 if is_ours(side) else 1)
        if len(quarters) == len(points):
            axes.fill_between([size for size, _ in points], [q[0] for q in quarters], [q[2] for q in quarters],
                              color=line.get_color(), alpha=0.15, linewidth=0)
    axes.set_xscale("log", base=2)
    axes.set_xlabel("bytes of each file", fontsize=7)
    axes.set_ylabel("times as long as the fastest: median and middle half", fontsize=7)
    axes.tick_params(labelsize=7)
    axes.legend(fontsize=7)


def draw(work, arguments, folder):
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "mmapkit"
    from matplotlib import pyplot

    over_sizes = len(arguments) > 4
    rows = [1] if over_sizes else [len(sides) for sides in arguments.values()]
    height = 4 if over_sizes else sum(0.7 + 0.28 * count for count in rows)
    figure, all_axes = pyplot.subplots(len(rows), figsize=(7.5, height), squeeze=False, layout="constrained",
                                       gridspec_kw={"height_ratios": rows})
    figure.suptitle(TITLES.get(work, work), fontsize=9)
    if over_sizes:
        draw_lines(all_axes[0][0], arguments)
    else:
        for (axes,), (argument, sides) in zip(all_axes, arguments.items()):
            draw_bars(axes, sides)
            if argument is not None:
                axes.set_title(argument_text(work, argument), fontsize=8)
    figure.savefig(folder / f"{work}.svg", metadata={"Date": None})
    pyplot.close(figure)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("results", nargs="+")
    arguments.add_argument("--pictures", type=pathlib.Path)
    chosen = arguments.parse_args()
    for work, found in read(chosen.results).items():
        for argument, sides in found.items():
            tell(work, argument, sides)
        if chosen.pictures:
            chosen.pictures.mkdir(parents=True, exist_ok=True)
            draw(work, found, chosen.pictures)


if __name__ == "__main__":
    main()
