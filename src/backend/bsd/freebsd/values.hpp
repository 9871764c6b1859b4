// Source: <sys/mman.h> and <sys/fcntl.h> of FreeBSD.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>

#include <mmapkit/flags/flag_set.hpp>

#include "backend/bsd/number.hpp"

namespace mmapkit::backend::values {

inline constexpr mark this_system = mark::freebsd;

inline constexpr number open_direct = O_DIRECT;
inline constexpr number open_data_sync = O_DSYNC;

inline constexpr number max_read = PROT_MAX(PROT_READ);
inline constexpr number max_write = PROT_MAX(PROT_WRITE);
inline constexpr number max_exec = PROT_MAX(PROT_EXEC);

inline constexpr number no_replace = MAP_FIXED | MAP_EXCL;
inline constexpr number locked = absent;
inline constexpr number stack = MAP_STACK;
#ifdef MAP_32BIT
inline constexpr number low_2gb = MAP_32BIT;
#else
inline constexpr number low_2gb = absent;
#endif
inline constexpr number prefault_read = MAP_PREFAULT_READ;
inline constexpr number aligned_super = MAP_ALIGNED_SUPER;
inline constexpr number guard = MAP_GUARD;
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
inline constexpr number protect_process = MADV_PROTECT;
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
inline constexpr number inherit_zero = INHERIT_ZERO;

}  // namespace mmapkit::backend::values
