#include <mmapkit/calls/typed_memory.hpp>

#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

// No supported system has typed memory objects, so the row of the call refuses it everywhere.
failure refuse_everywhere(operation what) noexcept {
  failure why;
  check_call(what, why);
  return why;
}

}  // namespace

native_handle posix_typed_mem_open(std::string_view name, open_flag /*flags*/, typed_memory_flag /*typed*/) {
  raise(refuse_everywhere(operation::posix_typed_mem_open), "typed memory " + describe(name));
}

native_handle posix_typed_mem_open(std::string_view /*name*/, open_flag /*flags*/, typed_memory_flag /*typed*/,
                                   std::error_code& error) noexcept {
  report(refuse_everywhere(operation::posix_typed_mem_open), error);
  return no_handle;
}

typed_memory_info posix_typed_mem_get_info(native_handle file) {
  raise(refuse_everywhere(operation::posix_typed_mem_get_info), describe(file));
}

typed_memory_info posix_typed_mem_get_info(native_handle /*file*/, std::error_code& error) noexcept {
  report(refuse_everywhere(operation::posix_typed_mem_get_info), error);
  return {};
}

memory_offset posix_mem_offset(const void* addr, std::size_t length) {
  raise(refuse_everywhere(operation::posix_mem_offset), describe(addr, length));
}

memory_offset posix_mem_offset(const void* /*addr*/, std::size_t /*length*/, std::error_code& error) noexcept {
  report(refuse_everywhere(operation::posix_mem_offset), error);
  return {};
}

}  // namespace mmapkit
