#include <mmapkit/typed_memory.hpp>

#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

// No system here has typed memory, which the rows say; the first that has it makes a backend of this file.
failure none_today(operation what) noexcept {
  failure why;
  check_call(what, why);
  return why;
}

}  // namespace

native_handle posix_typed_mem_open(std::string_view name, open_flag /*flags*/, typed_memory_flag /*typed*/) {
  raise(none_today(operation::posix_typed_mem_open),
        "typed memory " + core::describe(path_view{name}, {}, operation::open));
}

native_handle posix_typed_mem_open(std::string_view /*name*/, open_flag /*flags*/, typed_memory_flag /*typed*/,
                                   std::error_code& error) noexcept {
  core::report(none_today(operation::posix_typed_mem_open), error);
  return no_handle;
}

typed_memory_info posix_typed_mem_get_info(native_handle file) {
  raise(none_today(operation::posix_typed_mem_get_info), core::describe(file));
}

typed_memory_info posix_typed_mem_get_info(native_handle /*file*/, std::error_code& error) noexcept {
  core::report(none_today(operation::posix_typed_mem_get_info), error);
  return {};
}

memory_offset posix_mem_offset(const void* addr, std::size_t length) {
  raise(none_today(operation::posix_mem_offset), core::describe(addr, length));
}

memory_offset posix_mem_offset(const void* /*addr*/, std::size_t /*length*/, std::error_code& error) noexcept {
  core::report(none_today(operation::posix_mem_offset), error);
  return {};
}

}  // namespace mmapkit
