// sys/sys/fcntl.h of OpenBSD 7.
#pragma once

#define O_DSYNC O_SYNC
#define O_RSYNC O_SYNC
#define O_CLOEXEC 0x10000
#define O_DIRECTORY 0x20000

#define AT_FDCWD -100
#define AT_EACCESS 0x01
#define F_DUPFD_CLOEXEC 10
