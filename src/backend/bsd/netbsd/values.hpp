// Source: <sys/mman.h> and <sys/fcntl.h> of NetBSD.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>

#include <mmapkit/flags/flag_set.hpp>

#include "backend/bsd/number.hpp"

namespace mmapkit::backend::values {

inline constexpr mark this_system = mark::netbsd;

inline constexpr number open_direct = O_DIRECT;
inline constexpr number open_data_sync = O_DSYNC;

inline constexpr number max_read = PROT_MPROTECT(PROT_READ);
inline constexpr number max_write = PROT_MPROTECT(PROT_WRITE);
inline constexpr number max_exec = PROT_MPROTECT(PROT_EXEC);

inline constexpr number no_replace = 0;  // a hint; map compares the address
inline constexpr number locked = MAP_WIRED;
inline constexpr number stack = MAP_STACK;
inline constexpr number low_2gb = absent;
inline constexpr number prefault_read = absent;
inline constexpr number aligned_super = absent;
inline constexpr number guard = absent;
inline constexpr number no_sync = absent;
inline constexpr number no_core = absent;
inline constexpr number has_semaphore = MAP_HASSEMAPHORE;
inline constexpr number no_cache = absent;
inline constexpr number jit = absent;
inline constexpr number resilient_codesign = absent;
inline constexpr number resilient_media = absent;
inline constexpr number tpro = absent;

inline constexpr number kill_pages = absent;
inline constexpr number deactivate = absent;

inline constexpr number dont_dump = absent;
inline constexpr number do_dump = absent;
inline constexpr number space_avail = MADV_SPACEAVAIL;
inline constexpr number advice_no_sync = absent;
inline constexpr number auto_sync = absent;
inline constexpr number protect_process = absent;
inline constexpr number zero_wired = absent;
inline constexpr number free_reusable = absent;
inline constexpr number free_reuse = absent;
inline constexpr number can_reuse = absent;
inline constexpr number zero = absent;

inline constexpr number in_core = 1;  // without a name; the other bits are reserved (mincore(2))
inline constexpr number referenced = absent;
inline constexpr number modified = absent;
inline constexpr number referenced_other = absent;
inline constexpr number modified_other = absent;
inline constexpr number paged_out = absent;
inline constexpr number copied = absent;
inline constexpr number page_anonymous = absent;
inline constexpr number super = absent;

inline constexpr number inherit_share = MAP_INHERIT_SHARE;
inline constexpr number inherit_copy = MAP_INHERIT_COPY;
inline constexpr number inherit_none = MAP_INHERIT_NONE;
inline constexpr number inherit_zero = MAP_INHERIT_ZERO;

}  // namespace mmapkit::backend::values
