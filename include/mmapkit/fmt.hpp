/// \file
/// Formatters for {fmt}: flags, advice and whatever else has rows, marks, mapped and mmap_error. Needs fmt 9 or newer;
/// the rest of the library does not. The same for the standard library: format.hpp, ostream.hpp.
///
/// \par Example
/// \code{.cpp}
/// fmt::print("{} {}\n", open_flag::read | open_flag::write, m);   // read|write 4096 bytes at 0x7f12a4000000
/// \endcode
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include <mmapkit/flags/error.hpp>
#include <mmapkit/flags/listed.hpp>
#include <mmapkit/flags/mapped.hpp>

// As to_string, with the format specifications of a string.
template <mmapkit::listed Flag>
struct fmt::formatter<Flag, char> : fmt::formatter<fmt::string_view> {
  template <class Context>
  auto format(Flag flags, Context& context) const {
    return fmt::formatter<fmt::string_view>::format(mmapkit::to_string(flags), context);
  }
};

template <>
struct fmt::formatter<mmapkit::mark, char> : fmt::formatter<fmt::string_view> {
  template <class Context>
  auto format(mmapkit::mark where, Context& context) const {
    return fmt::formatter<fmt::string_view>::format(mmapkit::to_string(where), context);
  }
};

template <>
struct fmt::formatter<mmapkit::mapped, char> : fmt::formatter<fmt::string_view> {
  template <class Context>
  auto format(const mmapkit::mapped& memory, Context& context) const {
    return fmt::formatter<fmt::string_view>::format(mmapkit::to_string(memory), context);
  }
};

// what()
template <>
struct fmt::formatter<mmapkit::mmap_error, char> : fmt::formatter<fmt::string_view> {
  template <class Context>
  auto format(const mmapkit::mmap_error& error, Context& context) const {
    return fmt::formatter<fmt::string_view>::format(error.what(), context);
  }
};
