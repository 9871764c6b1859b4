// sys/sys/fcntl.h of NetBSD 10.
#pragma once

#define O_DSYNC 0x00010000
#define O_RSYNC 0x00020000
#define O_DIRECT 0x00080000
#define O_DIRECTORY 0x00200000
#define O_CLOEXEC 0x00400000

#define AT_FDCWD -100
#define AT_EACCESS 0x100
#define F_DUPFD_CLOEXEC 12
#define F_GETPATH 15

#define POSIX_FADV_NORMAL 0
#define POSIX_FADV_RANDOM 1
#define POSIX_FADV_SEQUENTIAL 2
#define POSIX_FADV_WILLNEED 3
#define POSIX_FADV_DONTNEED 4
#define POSIX_FADV_NOREUSE 5

extern "C" {
int posix_fadvise(int, off_t, off_t, int);
int posix_fallocate(int, off_t, off_t);
}
