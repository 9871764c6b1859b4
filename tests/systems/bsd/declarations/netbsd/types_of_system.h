// sys/sys/types.h of NetBSD.
#pragma once

typedef uint64_t dev_t;
typedef uint64_t ino_t;
typedef uint32_t nlink_t;
typedef uint32_t mode_t;
typedef int64_t off_t;
typedef int64_t blkcnt_t;
typedef int32_t blksize_t;
typedef uint64_t fsblkcnt_t;
typedef uint64_t fsfilcnt_t;
typedef unsigned int clock_t;
typedef int clockid_t;
typedef int64_t time_t;
typedef uint64_t rlim_t;

#define MONOTONIC_CLOCK_OF_SYSTEM 3
