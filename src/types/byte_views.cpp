#include <mmapkit/byte_views.hpp>

#include "checks/describe.hpp"
#include "checks/formatted.hpp"
#include "elements.hpp"

namespace mmapkit {

namespace {

failure check_alignment(const std::byte* first, detail::element_layout element) noexcept {
  if (reinterpret_cast<std::uintptr_t>(first) % element.alignment == 0) return {};
  return refuse(operation::view, std::errc::invalid_argument, "the address is not aligned to {m}", element.alignment);
}

}  // namespace

failure check_layout(const std::byte* data, std::size_t size, detail::element_layout element) noexcept {
  const auto why = check_alignment(data, element);
  if (why || size % element.size == 0) return why;
  return refuse(operation::view, std::errc::invalid_argument, "the size is not a multiple of {m}", element.size);
}

namespace detail {

void check_elements(const std::byte* data, std::size_t size, element_layout element) {
  if (const auto why = check_layout(data, size, element)) raise(why, describe(data, size) + " as elements");
}

void check_elements(const std::byte* data, std::size_t size, std::size_t offset, std::size_t count,
                    element_layout element) {
  failure why;
  if (offset > size || count > (size - offset) / element.size)
    why = refuse(operation::view, std::errc::invalid_argument, "there are {m} bytes", size);
  else
    why = check_alignment(data + offset, element);
  if (why)
    raise(why,
          formatted("{} elements of {} bytes at offset {} of {}", count, element.size, offset, describe(data, size)));
}

void refuse_stores(const std::byte* data, std::size_t size) {
  raise(refuse(operation::view, std::errc::permission_denied, "the memory is not writable"),
        describe(data, size) + " for writing");
}

}  // namespace detail

}  // namespace mmapkit
