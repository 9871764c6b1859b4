/// \file
/// Output to streams of the standard library: flags, advice and whatever else has rows, marks, mapped and mmap_error,
/// in the words of to_string and what(). Apart from `<mmapkit/mmapkit.hpp>`, since `<ostream>` takes long to compile.
///
/// \par Example
/// \code{.cpp}
/// std::cout << (open_flag::read | open_flag::write) << '\n';   // read|write
/// \endcode
#pragma once

#include <ostream>

#include <mmapkit/flags/error.hpp>
#include <mmapkit/flags/listed.hpp>
#include <mmapkit/flags/mapped.hpp>

namespace mmapkit {

/// As to_string.
/// \par Platforms
/// Every.
template <listed Flag>
std::ostream& operator<<(std::ostream& out, Flag flags) {
  return out << to_string(flags);
}
inline std::ostream& operator<<(std::ostream& out, mark where) { return out << to_string(where); }

/// "4096 bytes at 0x7f12a4000000"
inline std::ostream& operator<<(std::ostream& out, const mapped& memory) { return out << to_string(memory); }

/// what()
inline std::ostream& operator<<(std::ostream& out, const mmap_error& error) { return out << error.what(); }

}  // namespace mmapkit
