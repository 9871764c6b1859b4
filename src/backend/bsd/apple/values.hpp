// Source: <sys/mman.h>, <sys/fcntl.h> and <mach/vm_inherit.h> of macOS.
#pragma once

#include <fcntl.h>
#include <mach/vm_inherit.h>
#include <sys/mman.h>

#include <mmapkit/flags/flag_set.hpp>

#include "backend/bsd/number.hpp"

namespace mmapkit::backend::values {

inline constexpr mark this_system = mark::apple;

inline constexpr number open_direct = 0;  // F_NOCACHE, in finish_open
inline constexpr number open_data_sync = O_DSYNC;

inline constexpr number max_read = absent;
inline constexpr number max_write = absent;
inline constexpr number max_exec = absent;

inline constexpr number no_replace = 0;  // a hint; map compares the address
inline constexpr number locked = absent;
inline constexpr number stack = absent;
#ifdef MAP_32BIT
inline constexpr number low_2gb = MAP_32BIT;
#else
inline constexpr number low_2gb = absent;
#endif
inline constexpr number prefault_read = absent;
inline constexpr number aligned_super = absent;
inline constexpr number guard = absent;
inline constexpr number no_sync = absent;
inline constexpr number no_core = absent;
inline constexpr number has_semaphore = MAP_HASSEMAPHORE;
inline constexpr number no_cache = MAP_NOCACHE;
inline constexpr number jit = MAP_JIT;
inline constexpr number resilient_codesign = MAP_RESILIENT_CODESIGN;
inline constexpr number resilient_media = MAP_RESILIENT_MEDIA;
#ifdef MAP_TPRO
inline constexpr number tpro = MAP_TPRO;
#else
inline constexpr number tpro = absent;
#endif

inline constexpr number kill_pages = MS_KILLPAGES;
inline constexpr number deactivate = MS_DEACTIVATE;

inline constexpr number dont_dump = absent;
inline constexpr number do_dump = absent;
inline constexpr number space_avail = absent;
inline constexpr number advice_no_sync = absent;
inline constexpr number auto_sync = absent;
inline constexpr number protect_process = absent;
inline constexpr number zero_wired = MADV_ZERO_WIRED_PAGES;
inline constexpr number free_reusable = MADV_FREE_REUSABLE;
inline constexpr number free_reuse = MADV_FREE_REUSE;
inline constexpr number can_reuse = MADV_CAN_REUSE;
#ifdef MADV_ZERO
inline constexpr number zero = MADV_ZERO;
#else
inline constexpr number zero = absent;
#endif

inline constexpr number in_core = MINCORE_INCORE;
inline constexpr number referenced = MINCORE_REFERENCED;
inline constexpr number modified = MINCORE_MODIFIED;
inline constexpr number referenced_other = MINCORE_REFERENCED_OTHER;
inline constexpr number modified_other = MINCORE_MODIFIED_OTHER;
inline constexpr number paged_out = MINCORE_PAGED_OUT;
inline constexpr number copied = MINCORE_COPIED;
inline constexpr number page_anonymous = MINCORE_ANONYMOUS;
inline constexpr number super = absent;

inline constexpr number inherit_share = VM_INHERIT_SHARE;
inline constexpr number inherit_copy = VM_INHERIT_COPY;
inline constexpr number inherit_none = VM_INHERIT_NONE;
inline constexpr number inherit_zero = absent;

}  // namespace mmapkit::backend::values
