#include <optional>

#include <mmapkit/flags/inherit.hpp>

#include "backend/mappings.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(inherit what) noexcept {
  switch (what) {
    case inherit::share: return values::inherit_share;
    case inherit::copy: return values::inherit_copy;
    case inherit::none: return values::inherit_none;
    case inherit::zero: return values::inherit_zero;
  }
  return native_number_of(what);
}

bool available(inherit what) noexcept { return native_value(what).has_value(); }

void minherit(void* addr, std::size_t length, inherit what, std::error_code& error) noexcept {
  if (os::minherit(addr, length, static_cast<int>(*native_value(what))) != 0) error = last_error();
}

}  // namespace mmapkit::backend
