// sys/sys/futex.h of OpenBSD.
#pragma once

#define FUTEX_WAIT 1
#define FUTEX_WAKE 2
#define FUTEX_PRIVATE_FLAG 128

extern "C" int futex(volatile uint32_t*, int, int, const struct timespec*, volatile uint32_t*);
