// sys/sys/signal.h of OpenBSD, whose context is a struct sigcontext (machine/signal.h).
#pragma once

typedef unsigned int sigset_t;

struct sigcontext {
  int sc_mask;
};
typedef struct sigcontext ucontext_t;
