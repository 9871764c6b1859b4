// sys/sys/unistd.h and include/unistd.h of NetBSD.
#pragma once

#define _POSIX_REALTIME_SIGNALS 200112L
#define _SC_PAGESIZE 28
#define _SC_NPROCESSORS_ONLN 1002
