// A mapping for the length of one call.
#pragma once

#include <cstddef>
#include <system_error>
#include <utility>

#include <mmapkit/call_then.hpp>
#include <mmapkit/mapping.hpp>
#include <mmapkit/mmap.hpp>
#include <mmapkit/path_view.hpp>

namespace mmapkit {

namespace detail {

template <class Body, class... Arguments>
concept callable_with = requires(Body&& body, Arguments&&... arguments) {
  std::forward<Body>(body)(std::forward<Arguments>(arguments)...);
};

}  // namespace detail

// What with_mmap calls: a function, or an object with operator().
template <class Body>
concept mmap_body =
    detail::callable_with<Body, void*, backing_file, std::size_t> || detail::callable_with<Body, mapping&>;

namespace detail {

struct unmap_on_exit {
  mapped memory;

  void unmap() { munmap(std::exchange(memory, {})); }
  ~unmap_on_exit() {
    std::error_code unseen;
    if (memory.addr != nullptr) munmap(memory, unseen);
  }
};

template <class Body, class... Source>
decltype(auto) with_mmap(Body&& body, const Source&... source) {
  if constexpr (callable_with<Body, void*, backing_file, std::size_t>) {
    unmap_on_exit scope{mmapkit::mmap(source...)};
    return call_then(
        [&]() -> decltype(auto) {
          return std::forward<Body>(body)(scope.memory.addr, scope.memory.fd, scope.memory.size);
        },
        [&] { scope.unmap(); });
  } else {
    mapping scope{source...};
    return call_then([&]() -> decltype(auto) { return std::forward<Body>(body)(scope); }, [&] { scope.unmap(); });
  }
}

}  // namespace detail

// Maps, calls the body with (void* addr, backing_file fd, std::size_t size) or, if it does not accept that, with
// (mapping&), and returns what the body returns. The memory is unmapped on every way out, exceptions included: return
// nothing that points into it.
//
// Throws: mmap_error as mmap and munmap do, and whatever the body throws; what fails while that is on its way is not
// told.
// Platforms: as mmap.
//
//     auto lines = mmapkit::with_mmap("/etc/os-release", [](mmapkit::mapping& file) {
//       return std::ranges::count(file.text(), '\n');
//     });
template <mmap_body Body>
decltype(auto) with_mmap(path_view path, const mmap_options& options, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), path, options);
}

template <mmap_body Body>
decltype(auto) with_mmap(path_view path, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), path);
}

// A file that you opened; it stays open.
template <mmap_body Body>
decltype(auto) with_mmap(native_handle file, const mmap_options& options, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), file, options);
}

template <mmap_body Body>
decltype(auto) with_mmap(native_handle file, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), file);
}

// Anonymous memory.
template <mmap_body Body>
decltype(auto) with_mmap(const mmap_options& options, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), options);
}

}  // namespace mmapkit
