// sys/sys/syscall.h of FreeBSD.
#pragma once

#define SYS_shm_open2 571
