/// \file
/// A mapping for the length of one call.
#pragma once

#include <cstddef>
#include <system_error>
#include <utility>

#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/munmap.hpp>
#include <mmapkit/detail/call_then.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/mapping.hpp>

namespace mmapkit {

namespace detail {

template <class Body, class... Arguments>
concept callable_with = requires(Body&& body, Arguments&&... arguments) {
  std::forward<Body>(body)(std::forward<Arguments>(arguments)...);
};

}  // namespace detail

/// What with_mmap calls: a function, or an object with operator().
template <class Body>
concept mmap_body =
    detail::callable_with<Body, void*, backing_file, std::size_t> || detail::callable_with<Body, mapping&>;

namespace detail {

struct unmap_on_exit {
  mapped memory;

  mapping owner() noexcept { return {std::exchange(memory, {}), protection_flag::none}; }
  void unmap() { owner().unmap(); }
  void unmap(std::error_code& error) noexcept { owner().unmap(error); }
  ~unmap_on_exit() { owner(); }
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

template <class Body, class... Source>
auto with_mmap_or_report(std::error_code& error, Body&& body, const Source&... source) {
  if constexpr (callable_with<Body, void*, backing_file, std::size_t>) {
    unmap_on_exit scope{mmapkit::mmap(source..., error)};
    return call_then(
        [&]() -> decltype(auto) {
          return std::forward<Body>(body)(scope.memory.addr, scope.memory.fd, scope.memory.size);
        },
        [&](std::error_code& failed) { scope.unmap(failed); }, error);
  } else {
    mapping scope{source..., error};
    return call_then([&]() -> decltype(auto) { return std::forward<Body>(body)(scope); },
                     [&](std::error_code& failed) { scope.unmap(failed); }, error);
  }
}

}  // namespace detail

/// Maps, calls the body with (void* addr, backing_file fd, std::size_t size) or, if it does not accept that, with
/// (mapping&), and returns what the body returns. The memory is unmapped on every way out, exceptions included: return
/// nothing that points into it.
///
/// \throws mmap_error as mmap and munmap do, and whatever the body throws. Where the body throws, a failure to unmap is
/// not reported.
/// \par Platforms
/// As mmap.
/// \par Example
/// \code{.cpp}
/// auto lines = mmapkit::with_mmap("/etc/os-release", [](mmapkit::mapping& file) {
///   return std::ranges::count(file.text(), '\n');
/// });
/// \endcode
template <mmap_body Body>
decltype(auto) with_mmap(path_view path, const mmap_options& options, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), path, options);
}
template <mmap_body Body>
decltype(auto) with_mmap(path_view path, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), path);
}

/// The same for programs without exceptions. Where there is an error, the body was not called, or its result is
/// dropped: a default-made one is returned.
///
/// \throws nothing but what the body throws.
/// \par Platforms
/// As mmap.
/// \par Example
/// \code{.cpp}
/// std::error_code error;
/// const auto first = with_mmap("data.bin", {}, [](mapping& file) { return file.bytes()[0]; }, error);
/// \endcode
template <mmap_body Body>
auto with_mmap(path_view path, const mmap_options& options, Body&& body, std::error_code& error) {
  return detail::with_mmap_or_report(error, std::forward<Body>(body), path, options);
}

/// A file that you opened; it stays open.
template <mmap_body Body>
decltype(auto) with_mmap(handle_view file, const mmap_options& options, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), file, options);
}
template <mmap_body Body>
auto with_mmap(handle_view file, const mmap_options& options, Body&& body, std::error_code& error) {
  return detail::with_mmap_or_report(error, std::forward<Body>(body), file, options);
}
template <mmap_body Body>
decltype(auto) with_mmap(handle_view file, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), file);
}

/// Anonymous memory.
template <mmap_body Body>
decltype(auto) with_mmap(const mmap_options& options, Body&& body) {
  return detail::with_mmap(std::forward<Body>(body), options);
}
template <mmap_body Body>
auto with_mmap(const mmap_options& options, Body&& body, std::error_code& error) {
  return detail::with_mmap_or_report(error, std::forward<Body>(body), options);
}

}  // namespace mmapkit
