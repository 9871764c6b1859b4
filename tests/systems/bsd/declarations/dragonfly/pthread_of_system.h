// include/pthread.h of DragonFly, whose objects are pointers.
#pragma once

#include "pthread_of_pointers.h"
