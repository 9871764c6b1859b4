// Every assertion that has a test case, on every system; main.cpp compares. Left out, because nothing of it can be
// observed from a program:
//   mlockall 12     EAGAIN for pages that cannot be locked now: no system here says so, they lock what can be read
//   shm_open 29     whether shared memory outlives a restart of the system is unspecified
//   shm_open 40     ENFILE needs every file of the whole system in use
//   mprotect        EAGAIN: no system here reserves memory for locking
// The parts of other assertions about systems without memory protection, or without a virtual memory, are void: all
// systems of the library have both.
#pragma once

#include <string_view>

namespace conformance {

inline constexpr std::string_view assertions[] = {
    "mmap 1-1 1-2 2-1 3-1 4-1 5-1 6-1 6-2 6-3 6-4 6-5 6-6 6-7 7-1 7-2 7-3 7-4 7-5 7-6 7-7 7-8 8-1 9-1 9-2 10-1 "
    "10-2 10-3 10-4 11-1 11-2 11-3 11-4 11-5 11-6 11-7 12-1 12-2 13-1 14-1 15-1 16-1 17-1 17-2 18-1 19-1 20-1 "
    "20-2 21-1 22-1 23-1 24-1 24-2 25-1 26-1 27-1 28-1 29-1 30-1 31-1 32-1",
    "munmap 1-1 1-2 1-3 1-4 2-1 3-1 4-1 5-1 6-1 7-1 8-1 9-1 10-1",
    "mlock 1-1 1-2 1-3 2-1 3-1 4-1 5-1 6-1 7-1 8-1 9-1 10-1 11-1 12-1",
    "munlock 1-1 2-1 3-1 4-1 5-1 6-1 7-1 8-1 9-1 10-1 11-1",
    "mlockall 1-1 1-2 1-3 2-1 3-6 3-7 3-8 4-1 5-1 6-1 7-1 8-1 9-1 10-1 11-1 13-1 13-2 14-1 15-1",
    "munlockall 1-1 2-1 3-1 4-1 5-1 6-1",
    "shm_open 1-1 2-1 3-1 4-1 5-1 6-1 7-1 8-1 9-1 10-1 11-1 12-1 13-1 14-2 15-1 16-1 17-1 18-1 19-1 20-1 20-2 "
    "20-3 21-1 22-1 23-1 24-1 25-1 26-1 26-2 27-1 28-1 28-2 28-3 30-1 31-1 32-1 33-1 34-1 35-1 36-1 37-1 38-1 "
    "39-1 39-2 41-1 42-1",
    "shm_unlink 1-1 2-1 3-1 4-1 5-1 6-1 7-1 8-1 9-1 10-1 10-2 11-1",
    "mprotect 1-1 1-2 2-1 2-2 3-1 3-2 4-1 5-1 6-1 7-1 8-1 8-2 9-1 10-1 11-1 12-1 13-1 13-2 14-1",
    "msync 1-1 1-2 2-1 3-1 4-1 4-2 5-1 6-1 6-2 7-1 8-1 9-1 10-1 11-1 12-1 13-1 14-1 15-1 16-1 17-1",
    "posix_madvise 1-1 1-2 2-1 2-2 2-3 2-4 2-5 3-1 4-1 5-1 6-1 7-1 8-1 9-1",
};

}  // namespace conformance
