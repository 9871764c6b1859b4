// The contract of a backend: all of its functions. A source includes the header of the group that it calls; this one
// brings them all.
//
// Above each group of declarations stands the file that defines it, in the folder of the system or in a more general
// one: see README.md. The portable code guarantees, and no backend checks again:
//   - no flag or call arrives that the system lacks: its mark and `available` have been asked;
//   - flags do not contradict each other, and a protection with `write` has `read`, except where the POSIX signatures
//     pass on what they were given;
//   - offset + length fits in a signed 64-bit integer; names and paths end in a NUL.
// A backend guarantees:
//   - no policy, no allocation on success, no exception;
//   - errors are reported through `error` alone, read before any clean-up; it is left alone on success;
//   - what a failed call has made is released; a handle that was passed in is never closed.
#pragma once

#include "faults.hpp"
#include "files.hpp"
#include "mappings.hpp"
#include "native_value.hpp"
#include "numa.hpp"
#include "pages.hpp"
#include "paths.hpp"
#include "ranges.hpp"
#include "regions.hpp"
#include "shared_memory.hpp"
#include "synchronization.hpp"
#include "system.hpp"
#include "virtual_memory.hpp"
