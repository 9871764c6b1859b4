/// \file
/// The name of a file, as every function that opens one takes it.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <mmapkit/export.hpp>

namespace mmapkit {

namespace detail {

using path_character = std::conditional_t<has_wide_paths, wchar_t, char>;

template <class Character>
concept character_of_paths = std::same_as<Character, path_character> || std::same_as<Character, char>
#ifdef __cpp_char8_t
    || std::same_as<Character, char8_t>
#endif
    ;

// std::string, std::string_view and what is like them.
template <class Text>
concept path_text = requires(const Text& text) {
  typename Text::traits_type;
  requires character_of_paths<std::remove_cvref_t<decltype(*text.data())>>;
  { text.size() } -> std::convertible_to<std::size_t>;
};

template <class Text>
concept ended_text = path_text<Text> && requires(const Text& text) {
  { text.c_str() } -> std::same_as<decltype(text.data())>;
};

// std::filesystem::path.
template <class Path>
concept path_object = !path_text<Path> && requires(const Path& path) {
  requires std::is_lvalue_reference_v<decltype(path.native())>;
  requires path_text<std::remove_cvref_t<decltype(path.native())>>;
};

// std::filesystem::directory_entry, and not whatever else has a path.
template <class Entry>
concept path_entry = !path_object<Entry> && requires(const Entry& entry) {
  entry.symlink_status();
  requires std::is_lvalue_reference_v<decltype(entry.path())>;
  requires path_object<std::remove_cvref_t<decltype(entry.path())>>;
};

}  // namespace detail

/// A path in whatever the program has it: a string literal, std::string, std::string_view, std::filesystem::path or
/// std::filesystem::directory_entry. It is for parameters: it must not outlive what it was made of. Text of char is
/// taken as std::filesystem::path takes it, text of char8_t as UTF-8, and wchar_t on Windows. Nothing is copied where
/// it is made; the function that is given it copies text that no NUL follows, and text in other characters than the
/// system's.
///
/// Why not std::filesystem::path: making one from a literal takes the name apart and may allocate, which costs up to
/// half of what the library adds to the system's calls otherwise; and `<filesystem>` takes longer to compile than this
/// library.
///
/// Throws nothing.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// mapping a{"data.bin"};
/// mapping b{std::filesystem::path{"folder"} / "data.bin"};
/// \endcode
/// \sa P1030 (std::filesystem::path_view)
class path_view {
 public:
  /// What the system's own paths are made of: wchar_t on Windows, char elsewhere.
  using value_type = detail::path_character;

  /// Up to its NUL. A null pointer is refused where the path is used: invalid_argument, "the path is null".
  template <detail::character_of_paths Character>
  path_view(const Character* path) noexcept : path_view{path, up_to_nul, true} {}

  /// A NUL within it is refused where the path is used: the system would open another file.
  template <detail::path_text Text>
  path_view(const Text& path) noexcept : path_view{path.data(), path.size(), false} {}

  /// The text ends in a NUL, and is not copied.
  template <detail::ended_text Text>
  path_view(const Text& path) noexcept : path_view{path.c_str(), path.size(), true} {}

  /// The path of the object: its native text.
  template <detail::path_object Path>
  path_view(const Path& path) noexcept : path_view{path.native()} {}

  /// The path of the entry.
  template <detail::path_entry Entry>
  path_view(const Entry& entry) noexcept : path_view{entry.path()} {}

 private:
  friend class native_path;

  enum class text : std::uint8_t { native, narrow, utf8 };

  // On POSIX a name is bytes, whatever they mean.
  template <class Character>
  static constexpr text text_of = sizeof(Character) == sizeof(value_type) ? text::native
                                  : std::same_as<Character, char>         ? text::narrow
                                                                          : text::utf8;

  template <class Character>
  path_view(const Character* data, std::size_t size, bool ends_in_nul) noexcept
      : data_{data}, size_{size}, text_{text_of<Character>}, ends_in_nul_{ends_in_nul} {}

  static constexpr std::size_t up_to_nul = SIZE_MAX;

  const void* data_ = nullptr;
  std::size_t size_ = 0;  // characters
  text text_ = text::native;
  bool ends_in_nul_ = false;  // behind the last of them
};

}  // namespace mmapkit
