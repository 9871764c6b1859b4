/// \file
/// Text, line by line.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace mmapkit {

/// The lines of a text, without the `\n` or `\r\n` that ends them: a view in the sense of C++20, made of
/// std::string_view that live as long as the text. An empty text has no lines; what follows the last end is a line if
/// it is not empty. Throws nothing.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// for (std::string_view line : lines(file.text())) ...
/// \endcode
/// \sa C++20 [range.view]
class lines {
 public:
  /// The end of the lines.
  struct sentinel {};

  // Its tags come with <string_view> in every library, though the standard does not say so; <iterator> would bring
  // the streams with it.

  /// A place in the text, at the beginning of a line.
  class iterator {
   public:
    /// What std::iterator_traits asks for.
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::forward_iterator_tag;
    using iterator_category = std::input_iterator_tag;

    constexpr iterator() noexcept = default;
    /// The first line of the rest of a text.
    constexpr explicit iterator(std::string_view rest) noexcept : rest_{rest} { find_end(); }

    /// The line, without its end.
    constexpr std::string_view operator*() const noexcept {
      const auto line = rest_.substr(0, length_);
      return line.size() < rest_.size() && line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    }

    /// To the next line.
    constexpr iterator& operator++() noexcept {
      rest_.remove_prefix(length_ < rest_.size() ? length_ + 1 : length_);
      find_end();
      return *this;
    }
    constexpr iterator operator++(int) noexcept {
      auto before = *this;
      ++*this;
      return before;
    }

    /// Whether both are the same.
    friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.rest_.data() == b.rest_.data() && a.rest_.size() == b.rest_.size();
    }
    friend constexpr bool operator==(const iterator& at, sentinel /*end*/) noexcept { return at.rest_.empty(); }

   private:
    constexpr void find_end() noexcept {
      length_ = rest_.find('\n');
      if (length_ == std::string_view::npos) length_ = rest_.size();
    }

    std::string_view rest_;  // from this line to the end of the text
    std::size_t length_ = 0;
  };

  constexpr lines() noexcept = default;
  /// Begins at the first byte.
  constexpr explicit lines(std::string_view text) noexcept : text_{text} {}

  /// The first element.
  [[nodiscard]] constexpr iterator begin() const noexcept { return iterator{text_}; }
  /// Behind the last line.
  [[nodiscard]] constexpr sentinel end() const noexcept { return {}; }  // NOLINT(*-to-static): as begin
  /// Whether the size is 0.
  [[nodiscard]] constexpr bool empty() const noexcept { return text_.empty(); }

 private:
  std::string_view text_;
};

}  // namespace mmapkit

template <>
inline constexpr bool std::ranges::enable_view<mmapkit::lines> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<mmapkit::lines> = true;
