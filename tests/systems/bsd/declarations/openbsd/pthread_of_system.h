// include/pthread.h of OpenBSD, whose objects are pointers.
#pragma once

#include "pthread_of_pointers.h"
