#!/usr/bin/env python3
"""One-place changes to the sources, in an order that a seed decides.

    changes.py SRC SEED       # one a line: file, line number, kind, and the changed line, with tabs between

Lines are drawn, and of each line one change: an operator, a constant, a condition, a statement.
"""

import pathlib
import random
import re
import sys

FOLDERS = ("types", "calls", "checks", "backend/posix", "backend/linux")
OF_OTHER_SYSTEMS = {"bsd_shared_memory.cpp", "memory_notification.cpp", "physical_pages.cpp", "typed_memory.cpp",
                    "windows_memory.cpp"}  # which refuse here

OPERATORS = {
    " < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == ",
    " && ": " || ", " || ": " && ", " + ": " - ", " - ": " + ", " += ": " -= ", " -= ": " += ", " * ": " / ", " / ": " * ",
}  # fmt: skip
OPERATOR = re.compile(r"(?<=[\w)\]}])(?: (?:<=?|>=?|==|!=|&&|\|\||\+=?|-=?|\*|/) )(?=[\w(!*&{:~-])")
NUMBER = re.compile(r"(?<![\w.'])(\d+)(U?)(?![\w.'])")
STATEMENT = re.compile(
    r"^(\s*(?:(?:if \(.*\)|else|for \(.*\)) )?)"
    r"((?!return\b|throw\b|using\b|static|const|auto\b|case\b|default\b|struct\b|class\b|enum\b|friend\b|extern\b|explicit\b|template\b)"
    r"[\w:.*>\[\]()-]*[\w\]](?:\(.*\)| [-+|&]?= .*|\+\+|--));$"
)  # fmt: skip
LEAVING = re.compile(r"^\s*if \(.*\) (?:return\b.*|continue|break);$")
# Enumerators and macros of the system, but not the label of a case, and no name of a namespace.
QUALIFIED = re.compile(r"(?<!case )\b(?!(?:std|backend|core|detail|os|posix|support|fs)::[a-z_]+\b(?!::))"
                       r"((?:[a-z_]+::)*[a-z_]+)::([a-z_0-9]+)\b(?!\(|::|<)")  # fmt: skip
NATIVE = re.compile(r"\b([A-Z]+)_([A-Z][A-Z_0-9]+)\b")


def masked(line):
    """The line with blanks in place of text and comments."""
    line = re.sub(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)\'', lambda text: "\x01" * len(text[0]), line)
    return re.sub(r"//.*|/\*.*?\*/", lambda comment: "\x01" * len(comment[0]), line)


def closing(text, opening):
    """Where the parenthesis that opens there is closed."""
    depth = 0
    for at in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return -1


def names_of(text):
    """The constants of the file by what they are constants of."""
    found = {}
    for pattern in (QUALIFIED, NATIVE):
        for match in pattern.finditer(text):
            found.setdefault((pattern, match[1]), set()).add(match[2])
    return found


def changes_of(line, names):
    """Every change of the line, as its kind and what becomes of the line."""
    code = masked(line)
    for match in OPERATOR.finditer(code):
        yield "operator", line[: match.start()] + OPERATORS[match[0]] + line[match.end() :]
    for match in NUMBER.finditer(code):
        for other in (int(match[1]) + 1, int(match[1]) - 1):
            if other >= 0:
                yield "number", line[: match.start()] + f"{other}{match[2]}" + line[match.end() :]
    for match in re.finditer(r"\b(if|while) (\()", code):
        opening = match.start(2)
        last = closing(code, opening)
        if last != -1 and ";" not in code[opening:last] and not re.match(r"\((?:const|auto)\b", code[opening:]):
            yield "condition", f"{line[:opening]}(!{line[opening : last + 1]}){line[last + 1 :]}"
    for match in re.finditer(r"\b(true|false)\b", code):
        other = "false" if match[1] == "true" else "true"
        yield "constant", line[: match.start()] + other + line[match.end() :]
    for pattern, separator in ((QUALIFIED, "::"), (NATIVE, "_")):
        for match in pattern.finditer(code):
            for other in sorted(names[pattern, match[1]] - {match[2]}):
                yield "constant", line[: match.start()] + match[1] + separator + other + line[match.end() :]
    if match := STATEMENT.match(code):
        yield "statement", line[: match.end(1)] + ";"
    if LEAVING.match(code):
        yield "statement", ";"


def lines_of(path, root):
    """The lines of a file that can be changed, each with its changes by kind."""
    text = path.read_text()
    names = names_of("\n".join(masked(line) for line in text.splitlines()))
    ended = True  # whether the line before ended a statement
    for number, line in enumerate(text.splitlines(), 1):
        code = masked(line).rstrip("\x01").rstrip()
        kinds = {}
        if code.strip() and not re.match(r"\s*(#|static_assert|namespace\b|template\b|\)|asm\b|\.|[a-z]+ %)", code):
            for kind, changed in changes_of(line, names):
                if kind != "statement" or ended:
                    kinds.setdefault(kind, []).append(changed)
        if code.strip():
            ended = code[-1] in ";{}:" or code.strip() == "else"
        if kinds:
            yield str(path.relative_to(root)), number, kinds


def main():
    root, seed = pathlib.Path(sys.argv[1]), sys.argv[2]
    paths = [path for folder in FOLDERS for path in sorted((root / folder).glob("*.[ch]pp"))]
    paths += sorted((root / "backend").glob("*.hpp"))
    paths = [path for path in paths if path.name not in OF_OTHER_SYSTEMS]
    lines = [line for path in paths for line in lines_of(path, root)]
    chance = random.Random(seed)
    chance.shuffle(lines)
    for name, number, kinds in lines:
        kind = chance.choice(sorted(kinds))
        print(name, number, kind, chance.choice(kinds[kind]), sep="\t")


if __name__ == "__main__":
    main()
