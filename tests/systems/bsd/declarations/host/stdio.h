// The C library is this machine's, but for what it has of POSIX.
#pragma once

#include_next <stdio.h>
#include <sys/types.h>
