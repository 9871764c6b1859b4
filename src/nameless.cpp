#include "nameless.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>

#include "offered.hpp"

namespace mmapkit {

namespace {

native_handle make_file(std::uint64_t size, failure& why) noexcept {
  const auto file = backend::memfd_create("mmapkit", memfd_flag::allow_sealing, why.code);
  if (why.failed(operation::memfd_create)) return no_handle;
  backend::grow(file, 0, size, file_growth::sparse, why.code);
  if (!why.failed(operation::fallocate)) return file;
  std::error_code unseen;
  backend::close_file(file, unseen);
  return no_handle;
}

// A name that lives for a moment, or with the handle.
native_handle make_object(std::uint64_t size, failure& why) noexcept {
  constexpr auto flags = open_flag::read | open_flag::write | open_flag::ensure_create;
  static std::atomic<unsigned> count{0};
  std::array<char, 31> name{};  // macOS takes no more than 30 characters
  native_handle object = no_handle;
  do {
    why = {};
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    std::snprintf(name.data(), name.size(), "/m%llx-%x", static_cast<unsigned long long>(now), count++);
    object = backend::shm_open(name.data(), flags, 0600, size, why.code);
  } while (why.code == std::errc::file_exists);
  if (why.failed(operation::shm_open)) return no_handle;
  std::error_code unseen;
  if (has(row_of(operation::shm_unlink)->where, backend::system())) backend::shm_unlink(name.data(), unseen);
  return object;
}

}  // namespace

native_handle make_nameless(std::uint64_t size, failure& why) noexcept {
  if (!is_offered(call::memfd_create)) return make_object(size, why);
  return make_file(size, why);
}

}  // namespace mmapkit
