/// \file
/// Every call that the library makes for you, and where it exists.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What mmap_error::operation() names. supported(call::mseal) asks the running kernel; native_value is the number of
/// the system call, where the system has numbers.
enum class call : std::uint8_t {
  open,   ///< openat/CreateFileW
  stat,   ///< fstat
  close,  ///< close
  view,
  mmap,                                ///< mmap
  munmap,                              ///< munmap
  mprotect,                            ///< mprotect
  msync,                               ///< msync
  write_through,                       ///< pwritev2
  sync_directory_entry,                ///< fsync/FlushFileBuffers
  load,                                ///< pread/ReadFile
  duplicate,                           ///< F_DUPFD_CLOEXEC/DuplicateHandle
  lock_file,                           ///< F_OFD_SETLKW/flock(LOCK_EX)/LockFileEx
  unlock_file,                         ///< F_OFD_SETLK(F_UNLCK)/flock(LOCK_UN)/UnlockFileEx
  replace_file,                        ///< rename/MoveFileExW
  mlock,                               ///< mlock
  munlock,                             ///< munlock
  mlock2,                              ///< mlock2
  mlockall,                            ///< mlockall
  munlockall,                          ///< munlockall
  lock_limit,                          ///< RLIMIT_MEMLOCK/GetProcessWorkingSetSizeEx
  madvise,                             ///< madvise
  posix_madvise,                       ///< posix_madvise
  process_madvise,                     ///< process_madvise
  mincore,                             ///< mincore/QueryWorkingSetEx
  cachestat,                           ///< cachestat
  mremap,                              ///< mremap
  shm_open,                            ///< shm_open/CreateFileMappingW
  shm_unlink,                          ///< shm_unlink
  shm_open2,                           ///< shm_open2
  shm_rename,                          ///< shm_rename
  shm_create_largepage,                ///< shm_create_largepage
  shm_mkstemp,                         ///< shm_mkstemp
  memfd_create,                        ///< memfd_create
  memfd_secret,                        ///< memfd_secret
  add_seals,                           ///< F_ADD_SEALS
  get_seals,                           ///< F_GET_SEALS
  pkey_alloc,                          ///< pkey_alloc
  pkey_free,                           ///< pkey_free
  pkey_mprotect,                       ///< pkey_mprotect
  pkey_get,                            ///< pkey_get
  pkey_set,                            ///< pkey_set
  mseal,                               ///< mseal/mimmutable
  posix_fadvise,                       ///< posix_fadvise
  read_ahead,                          ///< readahead
  fallocate,                           ///< fallocate/posix_fallocate/F_PREALLOCATE
  sync_file_range,                     ///< sync_file_range
  mbind,                               ///< mbind
  set_mempolicy,                       ///< set_mempolicy
  get_mempolicy,                       ///< get_mempolicy
  node_of,                             ///< get_mempolicy(MPOL_F_NODE)
  set_mempolicy_home_node,             ///< set_mempolicy_home_node
  allowed_nodes,                       ///< get_mempolicy(MPOL_F_MEMS_ALLOWED)
  move_pages,                          ///< move_pages
  find_nodes,                          ///< move_pages
  migrate_pages,                       ///< migrate_pages
  regions,                             ///< PROCMAP_QUERY/VirtualQuery
  find_region_usage,                   ///< smaps
  scan_pages,                          ///< PAGEMAP_SCAN
  posix_typed_mem_open,                ///< posix_typed_mem_open
  posix_typed_mem_get_info,            ///< posix_typed_mem_get_info
  posix_mem_offset,                    ///< posix_mem_offset
  minherit,                            ///< minherit
  mquery,                              ///< mquery
  set_process_control,                 ///< prctl
  name_region,                         ///< PR_SET_VMA_ANON_NAME
  map_shadow_stack,                    ///< map_shadow_stack
  virtual_alloc,                       ///< VirtualAlloc2
  virtual_free,                        ///< VirtualFree
  unmap_view,                          ///< UnmapViewOfFile2
  offer_memory,                        ///< OfferVirtualMemory
  reclaim_memory,                      ///< ReclaimVirtualMemory
  discard_memory,                      ///< DiscardVirtualMemory
  reset_memory,                        ///< MEM_RESET
  undo_reset,                          ///< MEM_RESET_UNDO
  written_pages,                       ///< GetWriteWatch
  fetch_and_reset_written_pages,       ///< WRITE_WATCH_FLAG_RESET
  reset_written_pages,                 ///< ResetWriteWatch
  set_valid_call_targets,              ///< SetProcessValidCallTargets
  allocate_physical_pages,             ///< AllocateUserPhysicalPages
  map_physical_pages,                  ///< MapUserPhysicalPages
  unmap_physical_pages,                ///< MapUserPhysicalPages
  free_physical_pages,                 ///< FreeUserPhysicalPages
  memory_notification,                 ///< CreateMemoryResourceNotification
  memory_condition_holds,              ///< QueryMemoryResourceNotification
  register_bad_memory_notification,    ///< RegisterBadMemoryNotification
  unregister_bad_memory_notification,  ///< UnregisterBadMemoryNotification
  memory_error_handling,               ///< GetMemoryErrorHandlingCapabilities
  wait_on_address,                     ///< futex/os_sync_wait_on_address/_umtx_op/umtx_sleep
  notify_one,                          ///< futex/os_sync_wake_by_address_any/_umtx_op/umtx_wakeup
  notify_all,                          ///< futex/os_sync_wake_by_address_all/_umtx_op/umtx_wakeup
  lock_mutex,                          ///< pthread_mutex_lock/WaitForSingleObject
  unlock_mutex,                        ///< pthread_mutex_unlock/ReleaseMutex
};

/// A row for a call also has the words for its errors: "cannot `<verb>` 4096 bytes at 0x7f...".
struct call_row {
  call flag;            ///< the call
  const char* name;     ///< spelled as the enumerator is
  const char* native;   ///< as in flag_row
  mark where;           ///< the systems that have it
  const char* since;    ///< the standard, or the first release of the first system that had it
  const char* summary;  ///< what it does
  const char* verb;     ///< what an error says that it could not do
};

template <>
inline constexpr call_row rows<call>[] = {
    {call::open, "open", "openat/CreateFileW", mark::every, "POSIX.1-1988", "opens the file of a mapping", "open"},
    {call::stat, "stat", "fstat", mark::every, "POSIX.1-1988", "finds its size", "examine"},
    {call::close, "close", "close", mark::every, "POSIX.1-1988", "closes it", "close"},
    {call::view, "view", "", mark::every, "mmapkit 0.1", "sees a mapping as elements of a type", "view"},
    {call::mmap, "mmap", "mmap", mark::every, "POSIX.1-1993", "maps a file or memory", "map"},
    {call::munmap, "munmap", "munmap", mark::every, "POSIX.1-1993", "unmaps it", "unmap"},
    {call::mprotect, "mprotect", "mprotect", mark::every, "POSIX.1-1993", "changes what memory may be used for",
     "protect"},
    {call::msync, "msync", "msync", mark::every, "POSIX.1-1993", "writes changes back to the file", "sync"},
    {call::write_through, "write_through", "pwritev2", mark::every, "mmapkit 0.4",
     "stores bytes that are durable on return", "write"},
    {call::sync_directory_entry, "sync_directory_entry", "fsync/FlushFileBuffers", mark::every, "4.2BSD",
     "makes the entry of a new file durable", "sync the entry of"},
    {call::load, "load", "pread/ReadFile", mark::every, "mmapkit 0.5", "has the whole content of a file", "read"},
    {call::duplicate, "duplicate", "F_DUPFD_CLOEXEC/DuplicateHandle", mark::every, "POSIX.1-2008",
     "makes another handle of an open file", "duplicate"},
    {call::lock_file, "lock_file", "F_OFD_SETLKW/flock(LOCK_EX)/LockFileEx", mark::every, "4.2BSD",
     "locks a file against other processes", "lock"},
    {call::unlock_file, "unlock_file", "F_OFD_SETLK(F_UNLCK)/flock(LOCK_UN)/UnlockFileEx", mark::every, "4.2BSD",
     "gives the lock back", "unlock"},
    {call::replace_file, "replace_file", "rename/MoveFileExW", mark::every, "POSIX.1-1988",
     "puts new content in the place of a file", "replace"},
    {call::mlock, "mlock", "mlock", mark::every, "POSIX.1-1993", "keeps pages in memory", "lock"},
    {call::munlock, "munlock", "munlock", mark::every, "POSIX.1-1993", "undoes mlock", "unlock"},
    {call::mlock2, "mlock2", "mlock2", mark::every, "Linux 4.4", "mlock with flags", "lock"},
    {call::mlockall, "mlockall", "mlockall", mark::linux_ | mark::bsd, "POSIX.1-1993", "locks the whole process",
     "lock"},
    {call::munlockall, "munlockall", "munlockall", mark::linux_ | mark::bsd, "POSIX.1-1993", "undoes mlockall",
     "unlock"},
    {call::lock_limit, "lock_limit", "RLIMIT_MEMLOCK/GetProcessWorkingSetSizeEx", mark::every, "4.4BSD",
     "how much may be locked", "find the limit of locks on"},
    {call::madvise, "madvise", "madvise", mark::every, "4.4BSD", "says how memory will be used, or throws content away",
     "advise"},
    {call::posix_madvise, "posix_madvise", "posix_madvise", mark::every, "POSIX.1-2001", "says how memory will be used",
     "advise"},
    {call::process_madvise, "process_madvise", "process_madvise", mark::linux_, "Linux 5.10",
     "madvise for many ranges, or another process", "advise"},
    {call::mincore, "mincore", "mincore/QueryWorkingSetEx",
     mark::linux_ | mark::apple | mark::freebsd | mark::dragonfly | mark::netbsd | mark::windows, "4.4BSD",
     "which pages are in memory", "find the resident pages of"},
    {call::cachestat, "cachestat", "cachestat", mark::linux_, "Linux 6.5", "how much of a file is in memory",
     "count the cached pages of"},
    {call::mremap, "mremap", "mremap", mark::linux_ | mark::netbsd, "Linux 1.3.87",
     "changes a mapping's size and place", "remap"},
    {call::shm_open, "shm_open", "shm_open/CreateFileMappingW", mark::every, "POSIX.1-1993",
     "opens or creates named shared memory", "open"},
    {call::shm_unlink, "shm_unlink", "shm_unlink", mark::posix, "POSIX.1-1993", "takes its name away", "unlink"},
    {call::shm_open2, "shm_open2", "shm_open2", mark::freebsd, "FreeBSD 13.0", "shm_open with flags, or without a name",
     "open"},
    {call::shm_rename, "shm_rename", "shm_rename", mark::freebsd, "FreeBSD 13.0", "gives it another name", "rename"},
    {call::shm_create_largepage, "shm_create_largepage", "shm_create_largepage", mark::freebsd, "FreeBSD 13.0",
     "makes it of large pages", "create"},
    {call::shm_mkstemp, "shm_mkstemp", "shm_mkstemp", mark::openbsd, "OpenBSD 5.4", "makes it under a name of its own",
     "create"},
    {call::memfd_create, "memfd_create", "memfd_create", mark::linux_ | mark::freebsd, "Linux 3.17",
     "makes a file that lives in memory", "create"},
    {call::memfd_secret, "memfd_secret", "memfd_secret", mark::linux_, "Linux 5.14",
     "makes memory that the kernel does not see", "create"},
    {call::add_seals, "add_seals", "F_ADD_SEALS", mark::linux_ | mark::freebsd, "Linux 3.17",
     "forbids changes to such a file", "seal"},
    {call::get_seals, "get_seals", "F_GET_SEALS", mark::linux_ | mark::freebsd, "Linux 3.17", "what is forbidden",
     "find the seals of"},
    {call::pkey_alloc, "pkey_alloc", "pkey_alloc", mark::linux_, "Linux 4.9", "makes a protection key", "allocate"},
    {call::pkey_free, "pkey_free", "pkey_free", mark::linux_, "Linux 4.9", "gives it back", "free"},
    {call::pkey_mprotect, "pkey_mprotect", "pkey_mprotect", mark::linux_, "Linux 4.9", "mprotect with a key",
     "protect"},
    {call::pkey_get, "pkey_get", "pkey_get", mark::linux_, "Linux 4.9", "which rights this thread has by it",
     "find the rights of"},
    {call::pkey_set, "pkey_set", "pkey_set", mark::linux_, "Linux 4.9", "gives or takes them, without a system call",
     "set the rights of"},
    {call::mseal, "mseal", "mseal/mimmutable", mark::linux_ | mark::openbsd, "Linux 6.10",
     "forbids any change to a mapping", "seal"},
    {call::posix_fadvise, "posix_fadvise", "posix_fadvise", mark::linux_ | mark::apple | mark::freebsd | mark::netbsd,
     "POSIX.1-2001", "says how a file will be read", "advise"},
    {call::read_ahead, "read_ahead", "readahead", mark::linux_, "Linux 2.4.13", "reads a file into the cache",
     "read ahead"},
    {call::fallocate, "fallocate", "fallocate/posix_fallocate/F_PREALLOCATE", mark::every, "Linux 2.6.23",
     "gives a file blocks, or takes them", "grow"},
    {call::sync_file_range, "sync_file_range", "sync_file_range", mark::linux_, "Linux 2.6.17",
     "starts writing a file back", "write back"},
    {call::mbind, "mbind", "mbind", mark::linux_, "Linux 2.6.7", "chooses the NUMA nodes of memory", "bind"},
    {call::set_mempolicy, "set_mempolicy", "set_mempolicy", mark::linux_, "Linux 2.6.7", "chooses those of a thread",
     "set the memory policy of"},
    {call::get_mempolicy, "get_mempolicy", "get_mempolicy", mark::linux_, "Linux 2.6.7", "what was chosen",
     "find the memory policy of"},
    {call::node_of, "node_of", "get_mempolicy(MPOL_F_NODE)", mark::linux_ | mark::windows, "Linux 2.6.7",
     "the node a page lies on", "find the node of"},
    {call::set_mempolicy_home_node, "set_mempolicy_home_node", "set_mempolicy_home_node", mark::linux_, "Linux 5.17",
     "the node to try first", "set the home node of"},
    {call::allowed_nodes, "allowed_nodes", "get_mempolicy(MPOL_F_MEMS_ALLOWED)", mark::linux_, "Linux 2.6.24",
     "the nodes a process may use", "find the nodes of"},
    {call::move_pages, "move_pages", "move_pages", mark::linux_, "Linux 2.6.18", "moves pages to nodes", "move"},
    {call::find_nodes, "find_nodes", "move_pages", mark::linux_, "Linux 2.6.18", "the nodes that pages lie on",
     "find the nodes of"},
    {call::migrate_pages, "migrate_pages", "migrate_pages", mark::linux_, "Linux 2.6.16",
     "moves all from some nodes to others", "move"},
    {call::regions, "regions", "PROCMAP_QUERY/VirtualQuery", mark::linux_ | mark::apple | mark::windows, "Linux 1.0",
     "what is mapped in the process", "list"},
    {call::find_region_usage, "find_region_usage", "smaps", mark::linux_, "Linux 2.6.14",
     "what the kernel counts for it", "examine"},
    {call::scan_pages, "scan_pages", "PAGEMAP_SCAN", mark::linux_, "Linux 6.7", "finds pages by what they are", "scan"},
    {call::posix_typed_mem_open, "posix_typed_mem_open", "posix_typed_mem_open", mark{}, "POSIX.1-2001",
     "opens a typed memory object", "open"},
    {call::posix_typed_mem_get_info, "posix_typed_mem_get_info", "posix_typed_mem_get_info", mark{}, "POSIX.1-2001",
     "how much it has", "examine"},
    {call::posix_mem_offset, "posix_mem_offset", "posix_mem_offset", mark{}, "POSIX.1-2001",
     "where an address lies in its object", "find the object of"},
    {call::minherit, "minherit", "minherit", mark::apple | mark::bsd, "4.4BSD", "says what a child process gets",
     "set the inheritance of"},
    {call::mquery, "mquery", "mquery", mark::openbsd, "OpenBSD 3.4", "where memory would be mapped", "find room for"},
    {call::set_process_control, "set_process_control", "prctl", mark::linux_, "Linux 2.6.32",
     "sets a rule for the process", "set"},
    {call::name_region, "name_region", "PR_SET_VMA_ANON_NAME", mark::linux_, "Linux 5.17", "names anonymous memory",
     "name"},
    {call::map_shadow_stack, "map_shadow_stack", "map_shadow_stack", mark::linux_, "Linux 6.6",
     "maps a stack for return addresses", "map"},
    {call::virtual_alloc, "virtual_alloc", "VirtualAlloc2", mark::windows, "Windows XP",
     "reserves addresses, commits memory", "allocate"},
    {call::virtual_free, "virtual_free", "VirtualFree", mark::windows, "Windows XP", "gives them back", "free"},
    {call::unmap_view, "unmap_view", "UnmapViewOfFile2", mark::windows, "Windows XP", "unmaps a view, with flags",
     "unmap"},
    {call::offer_memory, "offer_memory", "OfferVirtualMemory", mark::windows, "Windows 8.1",
     "offers memory that the system may take", "offer"},
    {call::reclaim_memory, "reclaim_memory", "ReclaimVirtualMemory", mark::windows, "Windows 8.1",
     "takes the offer back", "reclaim"},
    {call::discard_memory, "discard_memory", "DiscardVirtualMemory", mark::windows, "Windows 8.1",
     "throws content away", "discard"},
    {call::reset_memory, "reset_memory", "MEM_RESET", mark::windows, "Windows XP", "says that content is not needed",
     "reset"},
    {call::undo_reset, "undo_reset", "MEM_RESET_UNDO", mark::windows, "Windows 8", "says that it is after all",
     "reset"},
    {call::written_pages, "written_pages", "GetWriteWatch", mark::windows, "Windows XP", "which pages were written",
     "find the written pages of"},
    {call::fetch_and_reset_written_pages, "fetch_and_reset_written_pages", "WRITE_WATCH_FLAG_RESET", mark::windows,
     "Windows XP", "which were, and forgets it", "take the written pages of"},
    {call::reset_written_pages, "reset_written_pages", "ResetWriteWatch", mark::windows, "Windows XP",
     "forgets which were", "reset the written pages of"},
    {call::set_valid_call_targets, "set_valid_call_targets", "SetProcessValidCallTargets", mark::windows, "Windows 10",
     "says where indirect calls may land", "set the call targets of"},
    {call::allocate_physical_pages, "allocate_physical_pages", "AllocateUserPhysicalPages", mark::windows, "Windows XP",
     "takes pages of physical memory", "allocate"},
    {call::map_physical_pages, "map_physical_pages", "MapUserPhysicalPages", mark::windows, "Windows XP",
     "maps them in a window", "map"},
    {call::unmap_physical_pages, "unmap_physical_pages", "MapUserPhysicalPages", mark::windows, "Windows XP",
     "empties the window", "unmap"},
    {call::free_physical_pages, "free_physical_pages", "FreeUserPhysicalPages", mark::windows, "Windows XP",
     "gives them back", "free"},
    {call::memory_notification, "memory_notification", "CreateMemoryResourceNotification", mark::windows, "Windows XP",
     "watches whether memory is short, or plenty", "make"},
    {call::memory_condition_holds, "memory_condition_holds", "QueryMemoryResourceNotification", mark::windows,
     "Windows XP", "whether it is", "query"},
    {call::register_bad_memory_notification, "register_bad_memory_notification", "RegisterBadMemoryNotification",
     mark::windows, "Windows 8", "is told when memory breaks", "register"},
    {call::unregister_bad_memory_notification, "unregister_bad_memory_notification", "UnregisterBadMemoryNotification",
     mark::windows, "Windows 8", "is told no longer", "unregister"},
    {call::memory_error_handling, "memory_error_handling", "GetMemoryErrorHandlingCapabilities", mark::windows,
     "Windows 8", "what the machine does about broken memory", "find"},
    {call::wait_on_address, "wait_on_address", "futex/os_sync_wait_on_address/_umtx_op/umtx_sleep",
     mark::linux_ | mark::apple | mark::freebsd | mark::openbsd | mark::dragonfly, "Linux 2.5.7",
     "waits until a word has another value", "wait for"},
    {call::notify_one, "notify_one", "futex/os_sync_wake_by_address_any/_umtx_op/umtx_wakeup",
     mark::linux_ | mark::apple | mark::freebsd | mark::openbsd | mark::dragonfly, "Linux 2.5.7",
     "wakes one that waits", "wake who waits for"},
    {call::notify_all, "notify_all", "futex/os_sync_wake_by_address_all/_umtx_op/umtx_wakeup",
     mark::linux_ | mark::apple | mark::freebsd | mark::openbsd | mark::dragonfly, "Linux 2.5.7", "wakes all that wait",
     "wake who waits for"},
    {call::lock_mutex, "lock_mutex", "pthread_mutex_lock/WaitForSingleObject",
     mark::linux_ | mark::freebsd | mark::windows, "Linux 2.6.17", "locks out other processes", "lock"},
    {call::unlock_mutex, "unlock_mutex", "pthread_mutex_unlock/ReleaseMutex",
     mark::linux_ | mark::freebsd | mark::windows, "Linux 2.6.17", "lets them in", "unlock"},
};

}  // namespace mmapkit
