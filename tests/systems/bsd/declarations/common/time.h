// <time.h>
#pragma once

#include <sys/types.h>

// What this machine's headers would declare as their own.
#define _STRUCT_TIMESPEC 1
struct timespec {
  time_t tv_sec;
  long tv_nsec;
};
struct tm {
  int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
  long tm_gmtoff;
  char* tm_zone;
};

#define CLOCKS_PER_SEC 128
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC MONOTONIC_CLOCK_OF_SYSTEM
#define TIME_UTC 1

extern "C" {
clock_t clock();
time_t time(time_t*);
double difftime(time_t, time_t);
time_t mktime(tm*);
tm* gmtime(const time_t*);
tm* localtime(const time_t*);
tm* gmtime_r(const time_t*, tm*);
tm* localtime_r(const time_t*, tm*);
char* asctime(const tm*);
char* ctime(const time_t*);
size_t strftime(char*, size_t, const char*, const tm*);
int timespec_get(timespec*, int);
int clock_gettime(clockid_t, timespec*);
int nanosleep(const timespec*, timespec*);
}
