// sys/sys/signal.h and sys/sys/ucontext.h of NetBSD.
#pragma once

typedef struct {
  uint32_t bits[4];
} sigset_t;

typedef struct {
  sigset_t uc_sigmask;
} ucontext_t;

struct siginfo;
extern "C" int sigtimedwait(const sigset_t*, siginfo*, const timespec*);
