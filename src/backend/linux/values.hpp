// What the headers of the C library may lack, from the kernel's own (include/uapi): a program built on an old system
// uses a new kernel fully. The numbers of system calls are the same on every architecture from 424 on.
#pragma once

#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cstdint>

#ifndef MAP_SHARED_VALIDATE
#define MAP_SHARED_VALIDATE 0x03
#endif
#ifndef MAP_DROPPABLE
#define MAP_DROPPABLE 0x08
#endif
#ifndef MAP_SYNC
#define MAP_SYNC 0x80000
#endif
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif
#ifndef MAP_UNINITIALIZED
#define MAP_UNINITIALIZED 0x4000000
#endif
#ifndef MAP_32BIT
#define MAP_32BIT 0x40
#endif
#ifndef MAP_ABOVE4G
#define MAP_ABOVE4G 0x80
#endif
#ifndef MAP_HUGE_SHIFT
#define MAP_HUGE_SHIFT 26
#endif

#ifndef PROT_SEM
#define PROT_SEM 0x8
#endif
#ifndef PROT_GROWSDOWN
#define PROT_GROWSDOWN 0x01000000
#endif
#ifndef PROT_GROWSUP
#define PROT_GROWSUP 0x02000000
#endif
#if defined(__aarch64__) && !defined(PROT_BTI)
#define PROT_BTI 0x10
#endif
#if defined(__aarch64__) && !defined(PROT_MTE)
#define PROT_MTE 0x20
#endif
#if defined(__powerpc64__) && !defined(PROT_SAO)
#define PROT_SAO 0x10
#endif
#if defined(__sparc__) && defined(__arch64__) && !defined(PROT_ADI)
#define PROT_ADI 0x10
#endif

#ifndef MADV_FREE
#define MADV_FREE 8
#endif
#ifndef MADV_REMOVE
#define MADV_REMOVE 9
#endif
#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#define MADV_KEEPONFORK 19
#endif
#ifndef MADV_COLD
#define MADV_COLD 20
#define MADV_PAGEOUT 21
#endif
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED 24
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
#ifndef MADV_HWPOISON
#define MADV_HWPOISON 100
#endif
#ifndef MADV_SOFT_OFFLINE
#define MADV_SOFT_OFFLINE 101
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#define MADV_GUARD_REMOVE 103
#endif

#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif
#ifndef MLOCK_ONFAULT
#define MLOCK_ONFAULT 1
#endif
#ifndef MCL_ONFAULT
#define MCL_ONFAULT 4
#endif

#ifndef MFD_CLOEXEC
#define MFD_CLOEXEC 0x1U
#define MFD_ALLOW_SEALING 0x2U
#endif
#ifndef MFD_HUGETLB
#define MFD_HUGETLB 0x4U
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x8U
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

#ifndef F_ADD_SEALS
#define F_ADD_SEALS 1033
#define F_GET_SEALS 1034
#define F_SEAL_SEAL 0x1
#define F_SEAL_SHRINK 0x2
#define F_SEAL_GROW 0x4
#define F_SEAL_WRITE 0x8
#endif
#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x10
#endif
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x20
#endif

#ifndef FALLOC_FL_WRITE_ZEROES
#define FALLOC_FL_WRITE_ZEROES 0x80
#endif

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif
#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#endif
#ifndef PR_SET_MEMORY_MERGE
#define PR_SET_MEMORY_MERGE 67
#endif

// Those below 424 differ between architectures, and every header here has them but for these.
#ifndef SYS_process_madvise
#define SYS_process_madvise 440
#endif
#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif
#ifndef SYS_set_mempolicy_home_node
#define SYS_set_mempolicy_home_node 450
#endif
#ifndef SYS_cachestat
#define SYS_cachestat 451
#endif
#ifndef SYS_map_shadow_stack
#define SYS_map_shadow_stack 453
#endif
#ifndef SYS_mseal
#define SYS_mseal 462
#endif

namespace mmapkit::backend {

constexpr int write_data_sync = 0x2;  // RWF_DSYNC

// <linux/mempolicy.h>, which not every C library has.
inline constexpr int mempolicy_preferred = 1;
inline constexpr unsigned mempolicy_node = 1;
inline constexpr unsigned mempolicy_addr = 2;
inline constexpr unsigned mempolicy_allowed = 4;

// What SYS_futex takes, whatever the C library's timespec is.
struct kernel_timespec {
  long tv_sec;
  long tv_nsec;
};

// statx(2); musl has it since 1.2.5.
inline constexpr unsigned statx_type = 0x001;
inline constexpr unsigned statx_mode = 0x002;
inline constexpr unsigned statx_nlink = 0x004;
inline constexpr unsigned statx_ino = 0x100;
inline constexpr unsigned statx_size = 0x200;
struct kernel_statx {
  std::uint32_t mask, blksize;
  std::uint64_t attributes;
  std::uint32_t nlink, uid, gid;
  std::uint16_t mode, unused;
  std::uint64_t ino, size, blocks, attributes_mask;
  std::uint64_t times[8];
  std::uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
  std::uint64_t rest[14];
};
static_assert(sizeof(kernel_statx) == 256);

// <linux/mman.h>, since Linux 6.5.
struct cachestat_range {
  std::uint64_t offset;
  std::uint64_t length;
};

struct cachestat_counts {
  std::uint64_t cached;
  std::uint64_t dirty;
  std::uint64_t writeback;
  std::uint64_t evicted;
  std::uint64_t recently_evicted;
};

// <linux/fs.h>, PAGEMAP_SCAN, since Linux 6.7.
struct scanned_run {
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t categories;
};

struct scan_request {
  std::uint64_t size;
  std::uint64_t flags;
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t walk_end;
  std::uint64_t runs;
  std::uint64_t runs_length;
  std::uint64_t most_pages;
  std::uint64_t category_inverted;
  std::uint64_t category_mask;
  std::uint64_t category_any_of_mask;
  std::uint64_t return_mask;
};

// C libraries differ in the type of these numbers: they go by ::syscall.
inline constexpr unsigned long pagemap_scan = _IOWR('f', 16, scan_request);

// <linux/fs.h>, PROCMAP_QUERY, since Linux 6.11.
struct region_query {
  std::uint64_t size;
  std::uint64_t flags;
  std::uint64_t address;
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t vma_flags;
  std::uint64_t page_size;
  std::uint64_t offset;
  std::uint64_t inode;
  std::uint32_t device_major;
  std::uint32_t device_minor;
  std::uint32_t name_size;
  std::uint32_t build_id_size;
  std::uint64_t name;
  std::uint64_t build_id;
};

inline constexpr unsigned long procmap_query = _IOWR('f', 17, region_query);
inline constexpr std::uint64_t query_readable = 1;
inline constexpr std::uint64_t query_writable = 2;
inline constexpr std::uint64_t query_executable = 4;
inline constexpr std::uint64_t query_shared = 8;
inline constexpr std::uint64_t query_covering_or_next = 16;

}  // namespace mmapkit::backend
