// <sys/file.h>
#pragma once

#include <fcntl.h>
