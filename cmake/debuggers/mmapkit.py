"""How gdb shows the types of mmapkit: what they hold, and its first bytes or elements.

In gdb, or in ~/.gdbinit:

    source /usr/share/mmapkit/mmapkit.py
    print file            # mapping of 2 bytes at 0x7ffff7fb9000, mmapkit::protection_flag::read = {104, 105}
"""

import gdb
import gdb.printing
import gdb.types


class Memory:
    """So many objects of a type, one after the other. `where` and `size` are the first and their number."""

    unit = "bytes"

    def __init__(self, value):
        self.value = value

    def where(self):
        return self.value["data_"]

    def size(self):
        return int(self.value["size_"])

    def name(self):
        return str(self.value.type.strip_typedefs().unqualified()).replace("mmapkit::", "")

    def detail(self):
        return ""

    def to_string(self):
        first = int(self.where())
        if first == 0:
            return f"{self.name()} of nothing"
        return f"{self.name()} of {self.size()} {self.unit} at {first:#x}{self.detail()}"

    # Lazily: gdb stops at its limit of elements.
    def children(self):
        first = self.where()
        if int(first) == 0:
            return
        element = self.element()
        first = first.cast(element.pointer())
        for index in range(self.size()):
            yield f"[{index}]", self.shown((first + index).dereference())

    def element(self):
        return gdb.lookup_type("unsigned char")

    # A byte as a number: as a character it would be both.
    def shown(self, element):
        return element.cast(gdb.lookup_type("int"))

    def display_hint(self):
        return "array"


class Mapping(Memory):
    def mapping(self):
        return self.value

    def where(self):
        return self.mapping()["memory_"]["addr"]

    def size(self):
        return int(self.mapping()["memory_"]["size"])

    def detail(self):
        return f", {self.mapping()['protection_']}"


class SharedMemory(Mapping):
    def mapping(self):
        return self.value["view_"]


class SealedMemory(Mapping):
    def mapping(self):
        return self.value["memory_"]["view_"]


class MirroredBuffer(Memory):
    def where(self):
        return self.value["base_"]


class Mapped(Memory):
    def where(self):
        return self.value["addr"]

    def size(self):
        return int(self.value["size"])


class Reservation(Memory):
    """What is not committed cannot be read: there are no children."""

    unit = "bytes of addresses"

    def where(self):
        return self.value["base_"]

    def children(self):
        return iter(())


class DualMapping(Memory):
    def where(self):
        return self.value["runnable_"]


class Elements(Memory):
    unit = "elements"

    def element(self):
        return self.value.type.strip_typedefs().template_argument(0)

    def shown(self, element):
        return element


class TypedFile(Elements):
    def where(self):
        return self.value["memory_"]["memory_"]["addr"]

    def size(self):
        return int(self.value["memory_"]["memory_"]["size"]) // self.element().sizeof

    def detail(self):
        return f", {self.value['memory_']['protection_']}"


class Growable(Elements):
    def where(self):
        memory = self.value["memory_"]
        return memory["base_"] if gdb.types.has_field(memory.type, "base_") else memory["room_"]["base_"]

    def size(self):
        return (int(self.value["end_"]) - int(self.where())) // self.element().sizeof


class Lines:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return self.value["text_"]


def printers():
    collection = gdb.printing.RegexpCollectionPrettyPrinter("mmapkit")
    for name, printer in {
        "mapping": Mapping,
        "mapped": Mapped,
        "allocation": Memory,
        "snapshot": Memory,
        "file_content": Memory,
        "shared_memory": SharedMemory,
        "sealed_memory": SealedMemory,
        "mirrored_buffer": MirroredBuffer,
        "reservation": Reservation,
        "dual_mapping": DualMapping,
        "typed_file<.*>": TypedFile,
        "growable<.*>": Growable,
        "lines": Lines,
    }.items():
        collection.add_printer(name, f"^mmapkit::{name}$", printer)
    return collection


gdb.printing.register_pretty_printer(gdb.current_objfile(), printers(), replace=True)
