// sys/sys/mman.h of OpenBSD 7.
#pragma once

#define MAP_STACK 0x4000
#define MAP_CONCEAL 0x8000
#define MAP_HASSEMAPHORE 0

#define MS_ASYNC 0x01
#define MS_SYNC 0x02
#define MS_INVALIDATE 0x04

#define MADV_SPACEAVAIL 5
#define MADV_FREE 6

#define MAP_INHERIT_SHARE 0
#define MAP_INHERIT_COPY 1
#define MAP_INHERIT_NONE 2
#define MAP_INHERIT_ZERO 3

extern "C" {
void* mquery(void*, size_t, int, int, int, off_t);
int mimmutable(void*, size_t);
int shm_mkstemp(char*);
}
