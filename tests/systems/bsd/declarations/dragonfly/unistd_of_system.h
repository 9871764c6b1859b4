// sys/sys/unistd.h and include/unistd.h of DragonFly.
#pragma once

#define _SC_PAGESIZE 47
#define _SC_NPROCESSORS_ONLN 58
#define SEEK_DATA 3
#define SEEK_HOLE 4

extern "C" {
int umtx_sleep(volatile const int*, int, int);
int umtx_wakeup(volatile const int*, int);
}
