// <unistd.h>
#pragma once

#include <sys/types.h>

#define R_OK 0x04
#define W_OK 0x02
#define X_OK 0x01
#define F_OK 0

extern "C" {
int access(const char*, int);
int close(int);
int faccessat(int, const char*, int, int);
int fchown(int, uid_t, gid_t);
int fsync(int);
int ftruncate(int, off_t);
uid_t geteuid();
gid_t getegid();
pid_t getpid();
int isatty(int);
off_t lseek(int, off_t, int);
ssize_t pread(int, void*, size_t, off_t);
ssize_t pwrite(int, const void*, size_t, off_t);
ssize_t read(int, void*, size_t);
ssize_t write(int, const void*, size_t);
long sysconf(int);
int unlink(const char*);
int usleep(unsigned int);
}

#include <unistd_of_system.h>
