"""Run by gdb, stopped in look_here: fails where an object is not shown in these words."""

import os
import re
import xml.etree.ElementTree

import gdb

expected = {
    "a_mapping": r"mapping of 11 bytes at 0x[0-9a-f]+, .*read.*\{104, 101, 108, 108, 111, 10, .*100\}",
    "a_hollow_mapping": r"mapping of nothing",
    "a_mapped": r"mapped of 11 bytes at 0x[0-9a-f]+ = \{104, 101",
    "an_allocation": r"allocation of 100 bytes at 0x[0-9a-f]+ = \{0, 7, 0",
    "a_snapshot": r"snapshot of \d+ bytes at 0x[0-9a-f]+ = \{0, 0, 8, 0",
    "a_file_content": r"file_content of 11 bytes at 0x[0-9a-f]+ = \{104, 101",
    "a_shared_memory": r"shared_memory of \d+ bytes at 0x[0-9a-f]+, .*write.*\{9, 0",
    "a_sealed_memory": r"sealed_memory of \d+ bytes at 0x[0-9a-f]+, .*write.*\{0, 0, 0",
    "a_mirrored_buffer": r"mirrored_buffer of \d+ bytes at 0x[0-9a-f]+ = \{0, 0, 0",
    "a_reservation": r"reservation of \d+ bytes of addresses at 0x[0-9a-f]+",
    "a_dual_mapping": r"dual_mapping of \d+ bytes at 0x[0-9a-f]+ = \{0, 0, 0",
    "a_typed_file": r"typed_file<short> of 3 elements at 0x[0-9a-f]+, .*write.*\{0, 0, -5\}",
    "a_growable": r"growable<int, .*> of 2 elements at 0x[0-9a-f]+ = \{41, 42\}",
    "a_growable_file": r"growable<int, .*> of 1 elements at 0x[0-9a-f]+ = \{43\}",
    "some_lines": r'"hello\\nworld"',
}

problems = []
for name, words in expected.items():
    shown = gdb.execute(f"print {name}", to_string=True)
    if not re.search(words, shown, re.DOTALL):
        problems.append(f"{name} is shown as {shown}")

# What natvis names has to be there: each expression is evaluated for the object of its type.
names = {str(gdb.parse_and_eval(name).type.strip_typedefs().unqualified()): name for name in expected}
space = "{http://schemas.microsoft.com/vstudio/debugger/natvis/2010}"
evaluated = 0
for shown in xml.etree.ElementTree.parse(os.environ["NATVIS"]).getroot().iter(space + "Type"):
    pattern = re.escape(shown.get("Name").replace(" ", "")).replace(r"\*", "(.*)")
    found = [(re.fullmatch(pattern, type.replace(" ", "")), name) for type, name in names.items()]
    found = [(match, name) for match, name in found if match]
    if not found:
        problems.append(f"natvis has a type that no object is of: {shown.get('Name')}")
        continue
    match, name = found[0]
    expressions = [part for node in shown.iter(space + "DisplayString") for part in re.findall(r"\{(.*?)\}", node.text)]
    expressions += [node.get("Condition") for node in shown.iter() if node.get("Condition")]
    for tag in ("Item", "Size", "ValuePointer"):
        expressions += [node.text for node in shown.iter(space + tag)]
    for expression in expressions:
        typed = expression.replace("$T1", match.group(1)) if match.groups() else expression
        # Members are named without their object there.
        whole = re.sub(r"(?<![\w.])(addr|size|[a-z]\w*_)(?![\w(])", rf"{name}.\1", typed)
        try:
            gdb.parse_and_eval(whole)
            evaluated += 1
        except gdb.error as error:
            problems.append(f"natvis, {shown.get('Name')}: {whole}: {error}")

if evaluated < 40:
    problems.append(f"natvis had only {evaluated} expressions")
for problem in problems:
    print(problem)
print(f"{len(expected)} objects, {evaluated} expressions of natvis, {len(problems)} problems")
gdb.execute("kill")
