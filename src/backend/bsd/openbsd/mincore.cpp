// OpenBSD 6.6 removed mincore, as a side channel.
#include "backend/unimplemented/mincore.cpp"
