// include/dlfcn.h of OpenBSD, which adds nothing that the library uses.
#pragma once
