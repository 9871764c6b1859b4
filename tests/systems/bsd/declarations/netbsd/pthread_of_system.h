// lib/libpthread/pthread_types.h and pthread.h of NetBSD, whose objects are structures. Their sizes are not these.
#pragma once

typedef struct pthread* pthread_t;
typedef struct {
  unsigned magic;
  void* more[5];
} pthread_mutex_t, pthread_cond_t, pthread_rwlock_t, pthread_once_t;
typedef struct {
  unsigned magic;
  void* more;
} pthread_attr_t, pthread_mutexattr_t, pthread_condattr_t;
typedef int pthread_key_t;

#define PTHREAD_MUTEX_INITIALIZER \
  {                               \
    0x33330003, {}                \
  }
#define PTHREAD_COND_INITIALIZER \
  {                              \
    0x55550005, {}               \
  }
#define PTHREAD_RWLOCK_INITIALIZER \
  {                                \
    0x99990009, {}                 \
  }
#define PTHREAD_ONCE_INIT \
  {                       \
    0, {}                 \
  }

#define PTHREAD_CANCEL_DISABLE 0
#define PTHREAD_CANCEL_ENABLE 1
#define PTHREAD_MUTEX_ERRORCHECK 1
#define PTHREAD_MUTEX_RECURSIVE 2
