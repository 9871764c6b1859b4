// sys/sys/unistd.h and include/unistd.h of FreeBSD.
#pragma once

#define _POSIX_TIMEOUTS 200112L
#define _POSIX_REALTIME_SIGNALS 200112L
#define _SC_PAGESIZE 47
#define _SC_NPROCESSORS_ONLN 58
#define SEEK_DATA 3
#define SEEK_HOLE 4
