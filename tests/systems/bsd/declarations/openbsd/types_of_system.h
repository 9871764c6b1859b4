// sys/sys/types.h of OpenBSD, whose 64-bit types are long long on every processor.
#pragma once

typedef int32_t dev_t;
typedef unsigned long long ino_t;
typedef uint32_t nlink_t;
typedef uint32_t mode_t;
typedef long long off_t;
typedef long long blkcnt_t;
typedef int32_t blksize_t;
typedef unsigned long long fsblkcnt_t;
typedef unsigned long long fsfilcnt_t;
typedef long long clock_t;
typedef int32_t clockid_t;
typedef long long time_t;
typedef unsigned long long rlim_t;

#define MONOTONIC_CLOCK_OF_SYSTEM 3
