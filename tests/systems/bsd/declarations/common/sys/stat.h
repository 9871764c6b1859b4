// <sys/stat.h>
#pragma once

#include <sys/types.h>
#include <time.h>

#define S_IFMT 0170000
#define S_IFIFO 0010000
#define S_IFCHR 0020000
#define S_IFDIR 0040000
#define S_IFBLK 0060000
#define S_IFREG 0100000
#define S_IFLNK 0120000
#define S_IFSOCK 0140000
#define S_ISBLK(mode) (((mode)&0170000) == 0060000)
#define S_ISCHR(mode) (((mode)&0170000) == 0020000)
#define S_ISDIR(mode) (((mode)&0170000) == 0040000)
#define S_ISREG(mode) (((mode)&0170000) == 0100000)

struct stat {
  dev_t st_dev, st_rdev;
  ino_t st_ino;
  mode_t st_mode;
  nlink_t st_nlink;
  uid_t st_uid;
  gid_t st_gid;
  timespec st_atim, st_mtim, st_ctim;
  off_t st_size;
  blkcnt_t st_blocks;
  blksize_t st_blksize;
};

extern "C" {
int fchmod(int, mode_t);
int fstat(int, struct stat*);
int lstat(const char*, struct stat*);
int stat(const char*, struct stat*);
}
