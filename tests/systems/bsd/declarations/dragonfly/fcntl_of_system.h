// sys/sys/fcntl.h of DragonFly 6.
#pragma once

#define O_DIRECT 0x00010000
#define O_CLOEXEC 0x00020000
#define O_DIRECTORY 0x08000000

#define AT_FDCWD 0xFFFAFDCD
#define AT_EACCESS 4
#define F_DUPFD_CLOEXEC 17
#define F_GETPATH 19

extern "C" int posix_fallocate(int, off_t, off_t);
