// <sys/resource.h>
#pragma once

#include <sys/types.h>

#define RLIMIT_FSIZE 1
#define RLIMIT_MEMLOCK 6
#define RLIM_INFINITY ((rlim_t)(((uint64_t)1 << 63) - 1))

struct rlimit {
  rlim_t rlim_cur, rlim_max;
};

extern "C" int getrlimit(int, struct rlimit*);
