// The C++ library is this machine's, and asks for calls that these systems do not have.
#pragma once

extern "C" {
int pthread_cond_clockwait(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*);
int pthread_mutex_clocklock(pthread_mutex_t*, clockid_t, const timespec*);
int pthread_rwlock_clockrdlock(pthread_rwlock_t*, clockid_t, const timespec*);
int pthread_rwlock_clockwrlock(pthread_rwlock_t*, clockid_t, const timespec*);
}
