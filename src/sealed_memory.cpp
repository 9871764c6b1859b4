#include <mmapkit/sealed_memory.hpp>

#include <utility>

#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

constexpr auto what = operation::add_seals;
constexpr auto size_seals = seal_flag::shrink | seal_flag::grow;

bool check_system(failure& why) noexcept {
  return has(row_of(what)->where, backend::system()) || backend::objects_keep_their_size() ||
         refuse(why, what, std::errc::operation_not_supported,
                "this system has no memory whose size nobody can change");
}

shared_memory make(std::size_t size, failure& why) noexcept {
  if (!check_system(why)) return {};
  auto memory = shared_memory::nameless(size, why.code);
  if (why.failed(operation::shm_open)) return {};
  if (backend::objects_keep_their_size()) return memory;
  memory.seal(size_seals, why.code);
  if (!why.failed(what)) return memory;
  return {};
}

shared_memory take_over(native_handle handle, protection_flag protection, failure& why) noexcept {
  if (!check_system(why)) return {};
  if (!backend::objects_keep_their_size()) {
    std::error_code none;
    const auto seals = get_seals(handle, none);
    // A handle of another kind has no seals: EINVAL.
    if (none == std::errc::bad_file_descriptor) {
      why.code = none;
      why.operation = operation::get_seals;
      return {};
    }
    if (none || !has(seals, size_seals)) {
      refuse(why, what, std::errc::operation_not_permitted, "it is not sealed: it can still be made shorter or longer");
      return {};
    }
  }
  auto memory = shared_memory::from_handle(handle, protection, why.code);
  why.failed(operation::mmap);
  return memory;
}

}  // namespace

sealed_memory::sealed_memory(std::size_t size) {
  failure why;
  memory_ = make(size, why);
  if (why) raise(why, core::describe({.size = size}, why.operation) + " of a fixed size");
}

sealed_memory::sealed_memory(std::size_t size, std::error_code& error) noexcept {
  failure why;
  memory_ = make(size, why);
  core::report(why, error);
}

sealed_memory sealed_memory::from_handle(native_handle handle, protection_flag protection) {
  failure why;
  sealed_memory taken;
  taken.memory_ = take_over(handle, protection, why);
  if (why) raise(why, core::describe(handle));
  return taken;
}

sealed_memory sealed_memory::from_handle(native_handle handle, protection_flag protection,
                                         std::error_code& error) noexcept {
  failure why;
  sealed_memory taken;
  taken.memory_ = take_over(handle, protection, why);
  core::report(why, error);
  return taken;
}

}  // namespace mmapkit
