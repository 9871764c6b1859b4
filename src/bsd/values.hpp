// What macOS and the BSDs name or number differently: each has the same constants in a file of its own.
#pragma once

#if defined(__APPLE__)
#include "../apple/values.hpp"
#elif defined(__FreeBSD__)
#include "freebsd/values.hpp"
#elif defined(__DragonFly__)
#include "dragonfly/values.hpp"
#elif defined(__NetBSD__)
#include "netbsd/values.hpp"
#elif defined(__OpenBSD__)
#include "openbsd/values.hpp"
#endif
