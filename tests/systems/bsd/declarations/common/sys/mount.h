// <sys/mount.h>
#pragma once

#include <sys/types.h>
