// What FreeBSD, DragonFly and OpenBSD, whose objects are pointers, have alike in pthread.h.
#pragma once

typedef struct pthread* pthread_t;
typedef struct pthread_attr* pthread_attr_t;
typedef struct pthread_mutex* pthread_mutex_t;
typedef struct pthread_mutex_attr* pthread_mutexattr_t;
typedef struct pthread_cond* pthread_cond_t;
typedef struct pthread_cond_attr* pthread_condattr_t;
typedef struct pthread_rwlock* pthread_rwlock_t;
typedef int pthread_key_t;
typedef struct {
  int state;
  pthread_mutex_t mutex;
} pthread_once_t;

#define PTHREAD_MUTEX_INITIALIZER nullptr
#define PTHREAD_COND_INITIALIZER nullptr
#define PTHREAD_RWLOCK_INITIALIZER nullptr
#define PTHREAD_ONCE_INIT \
  { 0, nullptr }

#define PTHREAD_CANCEL_ENABLE 0
#define PTHREAD_CANCEL_DISABLE 1
#define PTHREAD_MUTEX_ERRORCHECK 1
#define PTHREAD_MUTEX_RECURSIVE 2
