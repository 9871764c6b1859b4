// <sys/mman.h>: what is the same on all four systems.
#pragma once

#include <sys/types.h>

#define PROT_NONE 0x00
#define PROT_READ 0x01
#define PROT_WRITE 0x02
#define PROT_EXEC 0x04

#define MAP_SHARED 0x0001
#define MAP_PRIVATE 0x0002
#define MAP_FIXED 0x0010
#define MAP_ANON 0x1000
#define MAP_FAILED ((void*)-1)

#define MCL_CURRENT 0x01
#define MCL_FUTURE 0x02

#define MADV_NORMAL 0
#define MADV_RANDOM 1
#define MADV_SEQUENTIAL 2
#define MADV_WILLNEED 3
#define MADV_DONTNEED 4
#define POSIX_MADV_NORMAL 0
#define POSIX_MADV_RANDOM 1
#define POSIX_MADV_SEQUENTIAL 2
#define POSIX_MADV_WILLNEED 3
#define POSIX_MADV_DONTNEED 4

extern "C" {
void* mmap(void*, size_t, int, int, int, off_t);
int munmap(void*, size_t);
int mprotect(void*, size_t, int);
int msync(void*, size_t, int);
int mlock(const void*, size_t);
int munlock(const void*, size_t);
int mlockall(int);
int munlockall();
int madvise(void*, size_t, int);
int minherit(void*, size_t, int);
int posix_madvise(void*, size_t, int);
int shm_open(const char*, int, mode_t);
int shm_unlink(const char*);
}

#include <mman_of_system.h>
