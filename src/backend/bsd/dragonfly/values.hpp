// Source: <sys/mman.h> and <sys/fcntl.h> of DragonFly.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>

#include <mmapkit/flags/flag_set.hpp>

#include "backend/bsd/number.hpp"

namespace mmapkit::backend::values {

inline constexpr mark this_system = mark::dragonfly;

inline constexpr number open_direct = O_DIRECT;
inline constexpr number open_data_sync = O_SYNC;  // which promises more

inline constexpr number max_read = absent;
inline constexpr number max_write = absent;
inline constexpr number max_exec = absent;

inline constexpr number no_replace = 0;  // a hint; map compares the address
inline constexpr number locked = absent;
inline constexpr number stack = MAP_STACK;
inline constexpr number low_2gb = absent;
inline constexpr number prefault_read = absent;
inline constexpr number aligned_super = absent;
inline constexpr number guard = absent;
inline constexpr number no_sync = MAP_NOSYNC;
inline constexpr number no_core = MAP_NOCORE;
inline constexpr number has_semaphore = MAP_HASSEMAPHORE;
inline constexpr number no_cache = absent;
inline constexpr number jit = absent;
inline constexpr number resilient_codesign = absent;
inline constexpr number resilient_media = absent;
inline constexpr number tpro = absent;

inline constexpr number kill_pages = absent;
inline constexpr number deactivate = absent;

inline constexpr number dont_dump = MADV_NOCORE;
inline constexpr number do_dump = MADV_CORE;
inline constexpr number space_avail = absent;
inline constexpr number advice_no_sync = MADV_NOSYNC;
inline constexpr number auto_sync = MADV_AUTOSYNC;
inline constexpr number protect_process = absent;
inline constexpr number zero_wired = absent;
inline constexpr number free_reusable = absent;
inline constexpr number free_reuse = absent;
inline constexpr number can_reuse = absent;
inline constexpr number zero = absent;

inline constexpr number in_core = MINCORE_INCORE;
inline constexpr number referenced = MINCORE_REFERENCED;
inline constexpr number modified = MINCORE_MODIFIED;
inline constexpr number referenced_other = MINCORE_REFERENCED_OTHER;
inline constexpr number modified_other = MINCORE_MODIFIED_OTHER;
inline constexpr number paged_out = absent;
inline constexpr number copied = absent;
inline constexpr number page_anonymous = absent;
inline constexpr number super = MINCORE_SUPER;

inline constexpr number inherit_share = INHERIT_SHARE;
inline constexpr number inherit_copy = INHERIT_COPY;
inline constexpr number inherit_none = INHERIT_NONE;
inline constexpr number inherit_zero = absent;

}  // namespace mmapkit::backend::values
