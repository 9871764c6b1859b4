/// \file
/// Formatters for std::format: flags, advice and whatever else has rows, marks, mapped and mmap_error, with the format
/// specifications of a string. Needs a standard library that has `<format>`; `__cpp_lib_format` in `<version>` tells.
///
/// \par Example
/// \code{.cpp}
/// std::format("{} {}", open_flag::read | open_flag::write, m);   // read|write 4096 bytes at 0x7f12a4000000
/// \endcode
#pragma once

#include <version>
#if !defined(__cpp_lib_format)
#error "this standard library has no <format>: mmapkit/fmt.hpp and mmapkit/ostream.hpp have the same"
#else

#include <format>
#include <string_view>

#include <mmapkit/flags/error.hpp>
#include <mmapkit/flags/listed.hpp>
#include <mmapkit/flags/mapped.hpp>

// As to_string.
template <mmapkit::listed Flag>
struct std::formatter<Flag, char> : std::formatter<std::string_view, char> {
  template <class Context>
  auto format(Flag flags, Context& context) const {
    return std::formatter<std::string_view, char>::format(mmapkit::to_string(flags), context);
  }
};

template <>
struct std::formatter<mmapkit::mark, char> : std::formatter<std::string_view, char> {
  template <class Context>
  auto format(mmapkit::mark where, Context& context) const {
    return std::formatter<std::string_view, char>::format(mmapkit::to_string(where), context);
  }
};

template <>
struct std::formatter<mmapkit::mapped, char> : std::formatter<std::string_view, char> {
  template <class Context>
  auto format(const mmapkit::mapped& memory, Context& context) const {
    return std::formatter<std::string_view, char>::format(mmapkit::to_string(memory), context);
  }
};

// what()
template <>
struct std::formatter<mmapkit::mmap_error, char> : std::formatter<std::string_view, char> {
  template <class Context>
  auto format(const mmapkit::mmap_error& error, Context& context) const {
    return std::formatter<std::string_view, char>::format(error.what(), context);
  }
};

#endif
