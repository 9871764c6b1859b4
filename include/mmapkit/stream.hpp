/// \file
/// A mapping as a stream of the standard library. Apart from `<mmapkit/mmapkit.hpp>`, since `<istream>` takes long to
/// compile.
#pragma once

#include <istream>
#include <span>
#include <streambuf>
#include <string_view>

#include <mmapkit/mapping.hpp>

namespace mmapkit {

/// Reads the bytes where they are: nothing is copied into a buffer. They have to live as long as this. Seeking and
/// putting back work as in a std::stringbuf that is only read.
///
/// \throws std::bad_alloc for the stream's locale.
/// \par Platforms
/// Every.
/// \sa C++20 [streambuf]
class mapping_buffer : public std::streambuf {
 public:
  /// Reads the mapping, or the text, from its beginning.
  explicit mapping_buffer(const mapping& memory) : mapping_buffer{memory.text()} {}
  explicit mapping_buffer(mapping&&) = delete;  // it would be gone before the buffer
  explicit mapping_buffer(std::string_view text) {
    auto* const begin = const_cast<char*>(text.data());  // the get area is not written to
    setg(begin, begin, begin + text.size());
  }

 protected:
  /// As std::streambuf says.
  pos_type seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode which) override {
    const off_type base = from == std::ios_base::beg   ? 0
                          : from == std::ios_base::cur ? gptr() - eback()
                                                       : egptr() - eback();
    const off_type size = egptr() - eback();
    if ((which & std::ios_base::in) == 0 || offset < -base || offset > size - base) return pos_type(off_type(-1));
    setg(eback(), eback() + (base + offset), egptr());
    return pos_type(base + offset);
  }
  pos_type seekpos(pos_type position, std::ios_base::openmode which) override {
    return seekoff(off_type(position), std::ios_base::beg, which);
  }
  std::streamsize showmanyc() override { return -1; }  // all is there already
  int_type pbackfail(int_type c) override {
    // Only the character that was read may be put back.
    if (gptr() == eback() || (!traits_type::eq_int_type(c, traits_type::eof()) &&
                              !traits_type::eq(traits_type::to_char_type(c), gptr()[-1])))
      return traits_type::eof();
    gbump(-1);
    return traits_type::to_int_type(*gptr());
  }
};

namespace detail {

// A base, so that it is there before the stream is.
struct buffer_holder {
  mapping_buffer buffer;
};

}  // namespace detail

/// The stream over such a buffer. Throws and platforms: as mapping_buffer.
///
/// \par Example
/// \code{.cpp}
/// mapping_stream in{file};
/// for (int n; in >> n;) sum += n;
/// \endcode
class mapping_stream : private detail::buffer_holder, public std::istream {
 public:
  /// Reads the mapping, or the text, from its beginning.
  explicit mapping_stream(const mapping& memory) : mapping_stream{memory.text()} {}
  explicit mapping_stream(mapping&&) = delete;
  explicit mapping_stream(std::string_view text) : buffer_holder{mapping_buffer{text}}, std::istream{&buffer} {}
};

}  // namespace mmapkit
