// The C++ library is this machine's, and waits by a call of its kernel.
#pragma once

#define SYS_futex 202

extern "C" long syscall(long, ...);
