#include "absent.hpp"

namespace mmapkit::backend {

void mseal(void*, std::size_t, std::error_code& error) noexcept { refuse_absent(error); }

}  // namespace mmapkit::backend
