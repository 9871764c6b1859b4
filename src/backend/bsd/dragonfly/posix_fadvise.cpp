// There is no posix_fadvise.
#include "backend/unimplemented/posix_fadvise.cpp"
