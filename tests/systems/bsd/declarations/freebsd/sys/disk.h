// sys/sys/disk.h of FreeBSD.
#pragma once

#define DIOCGMEDIASIZE 0x40086481UL
