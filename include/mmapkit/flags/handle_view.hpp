/// \file
/// An open file that is borrowed, as every function that maps one takes it.
#pragma once

#include <concepts>
#include <type_traits>

#include <mmapkit/flags/native_handle.hpp>

namespace mmapkit {

namespace detail {

template <class Handle>
concept variable_of_a_handle = std::is_lvalue_reference_v<Handle> &&
    (std::same_as<std::remove_cvref_t<Handle>, native_handle> ||
     (has_wide_paths && std::same_as<std::remove_cvref_t<Handle>, void*>));

template <class Value>
concept number_or_handle_without_owner =
    !variable_of_a_handle<Value> &&
    (std::is_arithmetic_v<std::remove_cvref_t<Value>> || std::is_enum_v<std::remove_cvref_t<Value>> ||
     std::is_null_pointer_v<std::remove_cvref_t<Value>> ||  // NULL, in some C libraries
     std::same_as<std::remove_cvref_t<Value>, native_handle>);

}  // namespace detail

/// An open file that stays the caller's: a variable of type native_handle (on Windows also a HANDLE), or a file. It is
/// for parameters: it must not outlive the handle.
///
/// A literal number does not compile: `mapping{4096}` would be descriptor 4096. For 4096 bytes of memory there are
/// allocate(4096) and `mapping{{.mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 4096}}`. A handle that a
/// function returns does not compile either, since nobody may own it: `mapping{open_file(path)}`. Where it has an
/// owner, say so: `mapping{handle_view{fileno(stream)}}`. On POSIX, where handles are of type int, the compiler
/// cannot tell a variable that holds a size from one that holds a descriptor.
///
/// Throws nothing.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// const int descriptor = open("data.bin", O_RDONLY);
/// mapping data{descriptor};
/// \endcode
class handle_view {
 public:
  // The concepts keep both of them away from copies and moves.
  // NOLINTBEGIN(bugprone-forwarding-reference-overload)

  /// That of a variable.
  template <detail::variable_of_a_handle Handle>
  constexpr handle_view(Handle&& handle) noexcept : handle_{handle} {}

  /// Numbers, and handles that may have no owner. Compilers show the line.
  template <detail::number_or_handle_without_owner Value>
  handle_view(Value&&) = delete;  // for memory: allocate(bytes), or mmap_options; for a handle: handle_view{handle}
  // NOLINTEND(bugprone-forwarding-reference-overload)

  /// Any handle, whose owner is elsewhere.
  constexpr explicit handle_view(native_handle handle) noexcept : handle_{handle} {}

  /// The handle, for the calls that take one.
  [[nodiscard]] constexpr native_handle get() const noexcept { return handle_; }

 private:
  native_handle handle_;
};

}  // namespace mmapkit
