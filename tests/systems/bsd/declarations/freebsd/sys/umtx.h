// sys/sys/umtx.h of FreeBSD.
#pragma once

#include <sys/types.h>
#include <time.h>

#define UMTX_OP_WAIT 2
#define UMTX_OP_WAKE 3
#define UMTX_OP_WAIT_UINT 11

struct _umtx_time {
  timespec _timeout;
  uint32_t _flags;
  uint32_t _clockid;
};

extern "C" int _umtx_op(void*, int, u_long, void*, void*);
