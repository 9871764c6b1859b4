// There is no mincore.
#include "backend/unimplemented/page_state.cpp"
