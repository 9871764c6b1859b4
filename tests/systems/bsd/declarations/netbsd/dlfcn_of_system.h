// include/dlfcn.h of NetBSD.
#pragma once

#define RTLD_NODELETE 0x01000
#define RTLD_NOLOAD 0x02000
