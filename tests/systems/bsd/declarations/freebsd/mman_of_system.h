// sys/sys/mman.h of FreeBSD 14.
#pragma once

#define PROT_MAX(prot) ((prot) << 16)

#define MAP_HASSEMAPHORE 0x0200
#define MAP_STACK 0x0400
#define MAP_NOSYNC 0x0800
#define MAP_GUARD 0x00002000
#define MAP_EXCL 0x00004000
#define MAP_NOCORE 0x00020000
#define MAP_PREFAULT_READ 0x00040000
#ifdef __LP64__
#define MAP_32BIT 0x00080000
#endif
#define MAP_ALIGNED_SUPER (1 << 24)

#define MS_SYNC 0x0000
#define MS_ASYNC 0x0001
#define MS_INVALIDATE 0x0002

#define MADV_FREE 5
#define MADV_NOSYNC 6
#define MADV_AUTOSYNC 7
#define MADV_NOCORE 8
#define MADV_CORE 9
#define MADV_PROTECT 10

#define MINCORE_INCORE 0x1
#define MINCORE_REFERENCED 0x2
#define MINCORE_MODIFIED 0x4
#define MINCORE_REFERENCED_OTHER 0x8
#define MINCORE_MODIFIED_OTHER 0x10
#define MINCORE_SUPER 0x60

#define INHERIT_SHARE 0
#define INHERIT_COPY 1
#define INHERIT_NONE 2
#define INHERIT_ZERO 3

#define SHM_ANON ((char*)1)
#define SHM_ALLOW_SEALING 0x00000001
#define SHM_GROW_ON_WRITE 0x00000002
#define SHM_LARGEPAGE 0x00000004
#define SHM_LARGEPAGE_ALLOC_DEFAULT 0
#define SHM_LARGEPAGE_ALLOC_NOWAIT 1
#define SHM_LARGEPAGE_ALLOC_HARD 2
#define SHM_RENAME_NOREPLACE (1 << 0)
#define SHM_RENAME_EXCHANGE (1 << 1)

#define MFD_CLOEXEC 0x00000001
#define MFD_ALLOW_SEALING 0x00000002
#define MFD_HUGETLB 0x00000004
#define MFD_HUGE_SHIFT 26

extern "C" {
int mincore(const void*, size_t, char*);
int getpagesizes(size_t*, int);
int memfd_create(const char*, unsigned int);
int shm_create_largepage(const char*, int, int, int, mode_t);
int shm_rename(const char*, const char*, int);
}
