// sys/sys/fcntl.h of FreeBSD 14.
#pragma once

#define O_DIRECT 0x00010000
#define O_DIRECTORY 0x00020000
#define O_CLOEXEC 0x00100000
#define O_DSYNC 0x01000000

#define AT_FDCWD -100
#define AT_EACCESS 0x0100
#define F_DUPFD_CLOEXEC 17
#define F_ADD_SEALS 19
#define F_GET_SEALS 20
#define F_KINFO 22
#define F_SEAL_SEAL 0x0001
#define F_SEAL_SHRINK 0x0002
#define F_SEAL_GROW 0x0004
#define F_SEAL_WRITE 0x0008

#define POSIX_FADV_NORMAL 0
#define POSIX_FADV_RANDOM 1
#define POSIX_FADV_SEQUENTIAL 2
#define POSIX_FADV_WILLNEED 3
#define POSIX_FADV_DONTNEED 4
#define POSIX_FADV_NOREUSE 5

#define SPACECTL_DEALLOC 1
struct spacectl_range {
  off_t r_offset, r_len;
};

extern "C" {
int posix_fadvise(int, off_t, off_t, int);
int posix_fallocate(int, off_t, off_t);
int fspacectl(int, int, const spacectl_range*, int, spacectl_range*);
}
