// <sys/ioctl.h>
#pragma once

extern "C" int ioctl(int, unsigned long, ...);
