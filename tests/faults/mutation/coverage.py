#!/usr/bin/env python3
"""The lines and branches of the portable, POSIX and Linux sources that the tests have walked, by gcov's counts.

    coverage.py SOURCE BUILD      # a build with --coverage, after its tests

What is compiled several times (templates, headers, the library with fault injection) counts once: a branch is taken if
it is in any copy. Branches that only an exception takes are not counted: gcov marks them, also where no copy was run,
which programs that read its text cannot see.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

MEASURED = re.compile(r"src/(?:(?:types|calls|checks|backend/posix|backend/linux)/.*|backend/[a-z_]+[.]hpp)$")
OF_OTHER_SYSTEMS = {"bsd_shared_memory.cpp", "memory_notification.cpp", "physical_pages.cpp", "typed_memory.cpp",
                    "windows_memory.cpp"}  # which refuse here
NO_CODE = re.compile(r"[\s{};]*(?://.*)?$")  # a branch there is the compiler's


def counts_of(data):
    """What gcov tells of one file of counts: pairs of a source file and of one of its lines."""
    told = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", data], check=True,
                          capture_output=True, text=True).stdout  # fmt: skip
    for unit in map(json.loads, told.splitlines()):
        folder = pathlib.Path(unit["current_working_directory"])
        for file in unit["files"]:
            for line in file["lines"]:
                yield folder / file["file"], line


def measure(source, build):
    """By file and line: how often it was run, and by the number of its branches how often each was taken."""
    found = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, {}]))
    for data in sorted(build.rglob("*.gcda")):
        for path, line in counts_of(data):
            try:
                name = str(path.resolve().relative_to(source))
            except ValueError:
                continue
            if not MEASURED.match(name) or path.name in OF_OTHER_SYSTEMS:
                continue
            kept = found[name][line["line_number"]]
            kept[0] += line["count"]
            taken = [branch["count"] for branch in line["branches"] if not branch["throw"]]
            before = kept[1].get(len(taken), [0] * len(taken))
            kept[1][len(taken)] = [one + other for one, other in zip(before, taken)]
    return found


def branches_of(copies):
    """Copies that differ in their branches have each their own; one that was not run is left out if another was."""
    run = [taken for taken in copies.values() if any(taken)]
    return [count for taken in run or list(copies.values())[-1:] for count in taken]


def main():
    source, build = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    lines, lines_run, branches, branches_taken = 0, 0, 0, 0
    for name, found in sorted(measure(source, build).items()):
        text = (source / name).read_text().splitlines()
        missed = []
        for number, (count, copies) in sorted(found.items()):
            lines, lines_run = lines + 1, lines_run + (count != 0)
            outcomes = [] if NO_CODE.match(text[number - 1]) else branches_of(copies)
            left = outcomes.count(0)
            branches, branches_taken = branches + len(outcomes), branches_taken + len(outcomes) - left
            if count == 0 or left != 0:
                share = f"{left} of {len(outcomes)}" if count else "not run"
                missed.append(f"{number:5} {share:>8}  {text[number - 1].strip()}")
        if missed:
            print(name, *missed, sep="\n")
    print(f"coverage: {lines_run} of {lines} lines ({100 * lines_run / lines:.1f} %), {branches_taken} of {branches} "
          f"branches ({100 * branches_taken / branches:.1f} %)")  # fmt: skip


if __name__ == "__main__":
    main()
