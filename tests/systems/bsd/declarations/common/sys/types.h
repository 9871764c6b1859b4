// <sys/types.h>: what is the same on all four systems.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <types_of_system.h>

typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;

typedef int32_t pid_t;
typedef uint32_t uid_t;
typedef uint32_t gid_t;
typedef uint32_t id_t;
typedef long ssize_t;
typedef long suseconds_t;

// What this machine's <stdio.h> would declare as its own.
#define __off_t_defined
#define __ssize_t_defined
