#!/usr/bin/env python3
"""Whole programs in turns: the command beside those that people use, compile times, and Python's own mmap.

    commands.py MMAPKIT BUILD ROUNDS RESULT.json [WORK...]

Writes what Google Benchmark writes, for report.py.
"""

import json
import mmap
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MEBIBYTE = 1 << 20


def text():
    """A MiB of lines of 10 to 70 letters, the same at every run."""
    state, lines, size = 1, [], 0
    while size < MEBIBYTE:
        state = state * 48271 % 2147483647
        length = 9 + state % 60
        letters = []
        for _ in range(length):
            state = state * 48271 % 2147483647
            letters.append(97 + state % 26)
        lines.append(bytes(letters) + b"\n")
        size += length + 1
    return b"".join(lines)[:MEBIBYTE - 1] + b"\n"


def write_repeated(path, piece, times, end):
    """The piece so often, and the end; on the disk, so that nothing is written back while something is measured."""
    with path.open("wb") as file:
        for _ in range(times):
            file.write(piece)
        file.write(end)
        file.flush()
        os.fsync(file.fileno())


def large_text(folder):
    """A GiB, in the cache and on the disk; made once."""
    path = folder / "text"
    if not path.exists():
        write_repeated(path, text(), 1024, b"a needle in the end\n")
    return str(path)


def log_text(folder):
    """A GiB of lines as servers write them; made once."""
    path = folder / "log"
    if not path.exists():
        words = ("the a of request user session cache page service handler database connection timeout retry event "
                 "queue worker thread memory buffer index table record").split()
        paths = ["/api/v1/users", "/api/v1/items", "/index.html", "/static/app.js", "/login", "/metrics"]
        chance, lines, size = random.Random(1), [], 0
        while size < 8 * MEBIBYTE:
            said = " ".join(chance.choices(words, k=chance.randint(4, 12)))
            when = f"2026-11-{chance.randint(1, 28):02}T{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
            if chance.random() < 0.5:
                line = f"{when} INFO worker-{chance.randint(0, 31)} {said} id={chance.randint(0, 10**9)} " \
                       f"ms={chance.randint(0, 1000)} ok"
            else:
                line = f"10.0.{chance.randint(0, 255)}.{chance.randint(0, 255)} - [{when}] {chance.randint(1, 99999)} " \
                       f"{chance.choice(['GET', 'POST', 'PUT'])} {chance.choice(paths)} HTTP/1.1 200"
            if chance.random() < 0.0001:
                line += " zealous@example"
            lines.append(line + "\n")
            size += len(line) + 1
        write_repeated(path, "".join(lines).encode(), 128, b"a Needle in the end\n")
    return str(path)


def small_files(folder):
    place = folder / "files"
    place.mkdir()
    for number in range(10_000):
        (place / f"{number:05}").write_bytes(b"x" * (1 + number % 16) * 4096)
    return str(place)


def command(*words, before=None):
    """A function that runs it and returns seconds; None, and a line that says so, where there is no such command. What
    runs before it is not measured. A search that finds nothing ends with 1."""
    if shutil.which(words[0]) is None:
        print(f"skipped: there is no {words[0]}")
        return None

    def run():
        if before is not None:
            subprocess.run(before, capture_output=True, check=True)
        begin = time.perf_counter()
        status = subprocess.run(words, capture_output=True, check=False)
        taken = time.perf_counter() - begin
        if status.returncode > 1 or (status.returncode == 1 and status.stderr):
            sys.exit(f"{' '.join(words)}: {status.stderr.decode()}")
        return taken

    return run


# What `find` is measured by: {work: (what is searched for, whether letters match in either case)}.
SEARCHES = {
    "find_rare": ("zealous@", False),
    "find_absent": ("the requests", False),
    "find_digits": ("ms=99[0-9] ", False),
    "find_alternatives": ("(zeal|quirk|xylo)[a-z]+@", False),
    "find_request": (" [0-9]{5} GET /metrics", False),
    "find_without_literal": ("[A-Z][0-9]{3} [a-z]+x", False),
    "find_either_case": ("needle", True),
}


def search(mmapkit, path, pattern, either_case, before=None):
    case = ["-i"] if either_case else []
    return {
        "mmapkit find": command(mmapkit, "find", "-c", *case, "-e", pattern, path, before=before),
        "grep": command("grep", "-c", "-E", *case, "-e", pattern, path, before=before),
        "ripgrep": command("rg", "-c", *case, "-e", pattern, path, before=before),
        "ugrep": command("ugrep", "-c", *case, "-e", pattern, path, before=before),
    }


def works(mmapkit, build, folder):
    """{work: {side: a function that returns seconds}}; made when they are needed."""
    yield "count_lines", lambda: (lambda path: {
        "mmapkit count": command(mmapkit, "count", "--lines", path),
        "wc": command("wc", "-l", path),
        "grep": command("grep", "-c", "", path),
        "ripgrep": command("rg", "-c", "", path),
    })(large_text(folder))
    yield "find_literal", lambda: (lambda path: {
        "mmapkit find": command(mmapkit, "find", "needle", path),
        "grep": command("grep", "-F", "needle", path),
        "ripgrep": command("rg", "-F", "needle", path),
    })(large_text(folder))
    for work, (pattern, either_case) in SEARCHES.items():
        yield work, lambda pattern=pattern, either_case=either_case: search(
            mmapkit, log_text(folder), pattern, either_case)
    yield "find_cold", lambda: search(
        mmapkit, log_text(folder), "zealous@", False, before=[mmapkit, "evict", log_text(folder)])
    yield "residency", lambda: (lambda path: {
        "mmapkit residency": command(mmapkit, "residency", path),
        "vmtouch": command("vmtouch", path),
    })(small_files(folder))
    yield "compile", lambda: compiles(build, folder)
    yield "file_from_python", lambda: {
        "Python mmap": map_small_file(folder),
        "mmapkit mapping": map_small_file_by_mmapkit(build),
    }


def map_small_file(folder):
    """What small.cpp does a thousand times, as Python does it; seconds for one."""
    path = folder / "small"
    path.write_bytes(b"x" * 4096)

    def run():
        begin = time.perf_counter()
        for _ in range(1000):
            with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
                memory[0]
        return (time.perf_counter() - begin) / 1000

    return run


def map_small_file_by_mmapkit(build):
    program = [f"{build}/tests/benchmarks/mmapkit_bench_small", "--benchmark_filter=^file/mmapkit mapping$",
               "--benchmark_format=json", "--benchmark_min_time=0.02"]

    def run():
        said = subprocess.run(program, capture_output=True, check=True).stdout
        found, = json.loads(said)["benchmarks"]
        return found["real_time"] * 1e-9

    return run


def flags_of(package):
    """What pkg-config says; None where it does not know the package."""
    try:
        found = subprocess.run(["pkg-config", "--cflags", package], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return found.stdout.split() if found.returncode == 0 else None


def compiles(build, folder):
    compiler = os.environ.get("CXX", "c++")
    ours = [f"-I{SOURCE}/include", f"-I{build}/include"]
    mio = os.environ.get("MMAPKIT_MIO")
    sides = {
        "mmapkit mmapkit.hpp": ("mmapkit/mmapkit.hpp", ours),
        "mmapkit mapping.hpp": ("mmapkit/mapping.hpp", ours),
        "filesystem": ("filesystem", []),
        "Boost.Iostreams": ("boost/iostreams/device/mapped_file.hpp", []),
        "Boost.Interprocess": ("boost/interprocess/mapped_region.hpp", []),
        "Qt": ("QFile", flags_of("Qt6Core")),
        "mio": ("mio/mmap.hpp", [f"-I{mio}"] if mio else None),
    }
    made = {}
    for side, (header, flags) in sides.items():
        if flags is None:
            print(f"skipped: {side} is not here")
            continue
        source = folder / (side.replace(" ", "_") + ".cpp")
        source.write_text(f"#include <{header}>\n")
        words = [compiler, "-std=c++20", "-fPIC", "-fsyntax-only", *flags, str(source)]
        if subprocess.run(words, capture_output=True, check=False).returncode != 0:
            print(f"skipped: {header} does not compile here")
            continue
        made[side] = command(*words)
    return made


def main():
    mmapkit, build, rounds, result, *chosen = sys.argv[1:]
    mmapkit, build = os.path.abspath(mmapkit), os.path.abspath(build)
    runs = []
    with tempfile.TemporaryDirectory(prefix="mmapkit-bench-", dir=os.environ.get("MMAPKIT_BENCH_FOLDER")) as folder:
        for work, make in works(mmapkit, build, pathlib.Path(folder)):
            if chosen and work not in chosen:
                continue
            sides = {side: run for side, run in make().items() if run is not None}
            for run in sides.values():
                run()
            for _ in range(int(rounds)):
                for side, run in sides.items():
                    runs.append({"name": f"{work}/{side}", "run_type": "iteration", "process": True,
                                 "real_time": run(), "time_unit": "s"})
            pathlib.Path(result).write_text(json.dumps({"benchmarks": runs}))


if __name__ == "__main__":
    main()
