// sys/sys/signal.h and sys/sys/_ucontext.h of FreeBSD.
#pragma once

#define BUS_OOMERR 100

typedef struct {
  uint32_t bits[4];
} sigset_t;

typedef struct {
  sigset_t uc_sigmask;
} ucontext_t;

struct siginfo;
extern "C" int sigtimedwait(const sigset_t*, siginfo*, const timespec*);
