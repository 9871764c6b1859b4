// sys/sys/mman.h of DragonFly 6.
#pragma once

#define MAP_HASSEMAPHORE 0x0200
#define MAP_STACK 0x0400
#define MAP_NOSYNC 0x0800
#define MAP_NOCORE 0x00020000

#define MS_SYNC 0x0000
#define MS_ASYNC 0x0001
#define MS_INVALIDATE 0x0002

#define MADV_FREE 5
#define MADV_NOSYNC 6
#define MADV_AUTOSYNC 7
#define MADV_NOCORE 8
#define MADV_CORE 9
#define MADV_INVAL 10
#define MADV_SETMAP 11

#define MINCORE_INCORE 0x1
#define MINCORE_REFERENCED 0x2
#define MINCORE_MODIFIED 0x4
#define MINCORE_REFERENCED_OTHER 0x8
#define MINCORE_MODIFIED_OTHER 0x10
#define MINCORE_SUPER 0x20

#define INHERIT_SHARE 0
#define INHERIT_COPY 1
#define INHERIT_NONE 2

extern "C" int mincore(const void*, size_t, char*);
