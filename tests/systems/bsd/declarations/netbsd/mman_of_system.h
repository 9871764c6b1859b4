// sys/sys/mman.h of NetBSD 10.
#pragma once

#define PROT_MPROTECT(prot) ((prot) << 3)

#define MAP_REMAPDUP 0x0004
#define MAP_HASSEMAPHORE 0x0200
#define MAP_WIRED 0x0800
#define MAP_STACK 0x2000

#define MS_ASYNC 0x01
#define MS_INVALIDATE 0x02
#define MS_SYNC 0x04

#define MADV_SPACEAVAIL 5
#define MADV_FREE 6

#define MAP_INHERIT_SHARE 0
#define MAP_INHERIT_COPY 1
#define MAP_INHERIT_NONE 2
#define MAP_INHERIT_ZERO 4

extern "C" {
int mincore(void*, size_t, char*);
void* mremap(void*, size_t, void*, size_t, int);
}
