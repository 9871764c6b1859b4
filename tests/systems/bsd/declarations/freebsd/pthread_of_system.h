// sys/sys/_pthreadtypes.h and include/pthread.h of FreeBSD, whose objects are pointers.
#pragma once

#include "pthread_of_pointers.h"

#define PTHREAD_PROCESS_SHARED 1
#define PTHREAD_MUTEX_ROBUST 1

extern "C" {
int pthread_mutex_consistent(pthread_mutex_t*);
int pthread_mutexattr_setpshared(pthread_mutexattr_t*, int);
int pthread_mutexattr_setrobust(pthread_mutexattr_t*, int);
}
