// <dlfcn.h>
#pragma once

#define RTLD_LAZY 1
#define RTLD_NOW 2
#include <dlfcn_of_system.h>

typedef struct {
  const char* dli_fname;
  void* dli_fbase;
  const char* dli_sname;
  void* dli_saddr;
} Dl_info;

extern "C" {
int dladdr(const void*, Dl_info*);
void* dlopen(const char*, int);
}
