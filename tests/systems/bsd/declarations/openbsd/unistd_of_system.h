// sys/sys/unistd.h and include/unistd.h of OpenBSD.
#pragma once

#define _POSIX_REALTIME_SIGNALS (-1)
#define _SC_PAGESIZE 28
#define _SC_NPROCESSORS_ONLN 503
