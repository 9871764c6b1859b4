// <sys/statvfs.h>
#pragma once

#include <sys/types.h>

struct statvfs {
  unsigned long f_bsize, f_frsize;
  fsblkcnt_t f_blocks, f_bfree, f_bavail;
};

extern "C" int fstatvfs(int, struct statvfs*);
