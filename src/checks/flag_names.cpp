// Names of flags, read from their rows, and whether the running system supports them.
#include <charconv>

#include <mmapkit/flags/listed.hpp>

#include "availability.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "formatted.hpp"

namespace mmapkit {

mark this_system() noexcept { return backend::system(); }

std::string to_string(mark where) {
  if (where == mark::every) return "EVERY";
  if (where == mark::posix) return "POSIX";
  if (where == mark{}) return "NONE";
  std::string text;
  for (const auto& [one, name] :
       {std::pair{mark::linux_, "LINUX"}, std::pair{mark::apple, "APPLE"}, std::pair{mark::bsd, "BSD"},
        std::pair{mark::freebsd, "FREEBSD"}, std::pair{mark::dragonfly, "DRAGONFLY"}, std::pair{mark::netbsd, "NETBSD"},
        std::pair{mark::openbsd, "OPENBSD"}, std::pair{mark::windows, "WINDOWS"}}) {
    if (!has(where, one)) continue;
    where &= ~one;
    if (!text.empty()) text += '/';
    text += name;
  }
  return text;
}

namespace {

constexpr std::string_view native_prefix = "native(0x";

// C++ reserves `private` and `default`: the enumerator ends in an underscore, and its name for people does not.
constexpr std::string_view name_of(const auto& row) noexcept {
  std::string_view name{row.name};
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

// Whether the word is one of the row's native names; of "O_CREAT|O_EXCL" the last is the row's own.
constexpr bool is_native(std::string_view names, std::string_view word) noexcept {
  while (!word.empty() && !names.empty()) {
    const auto end = names.find('/');
    const auto name = names.substr(0, end);
    if (name == word) return true;
    if (!name.ends_with(')') && name.substr(name.rfind('|') + 1) == word) return true;
    names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
  }
  return false;
}

template <listed E>
auto find_row(std::string_view word) noexcept -> decltype(&rows<E>[0]) {
  for (const auto& row : rows<E>)
    if (word == name_of(row) || word == row.name) return &row;
  for (const auto& row : rows<E>)
    if (is_native(row.native, word)) return &row;
  return nullptr;
}

constexpr std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// What native_prefix, the number and a parenthesis say.
std::optional<std::uint32_t> parse_native(std::string_view word) noexcept {
  if (!word.starts_with(native_prefix) || !word.ends_with(')')) return std::nullopt;
  word.remove_prefix(native_prefix.size());
  word.remove_suffix(1);
  std::uint32_t bits = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), bits, 16);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return bits;
}

template <flag_set Flag>
std::optional<Flag> parse_one(std::string_view word) noexcept {
  if (const auto* row = find_row<Flag>(word)) return row->flag;
  const auto bits = parse_native(word);
  return bits ? std::optional{native_bits<Flag>(*bits)} : std::nullopt;
}

template <listed E>
std::optional<E> parse_value(std::string_view word) noexcept {
  if (const auto* row = find_row<E>(word)) return row->flag;
  if constexpr (takes_native_number<E>)
    if (const auto number = parse_native(word)) return native_number<E>(*number);
  return std::nullopt;
}

template <flag_set Flag>
std::string join_names(Flag flags) {
  std::string text;
  const auto join = [&](std::string_view word) {
    if (!text.empty()) text += '|';
    text += word;
  };
  auto unknown = flags;
  for (const auto& row : rows<Flag>) {
    const bool named = row.flag == Flag{} ? flags == Flag{} : has(flags, row.flag);
    if (!named) continue;
    join(name_of(row));
    unknown &= ~row.flag;
  }
  unknown &= static_cast<Flag>(std::uint64_t{0xffffffff} | value_field<Flag>);
  if (unknown != Flag{}) join(formatted("unknown({:#x})", static_cast<std::uint64_t>(unknown)));
  if (native_bits_of(flags) != 0) join(formatted("native({:#x})", native_bits_of(flags)));
  return text;
}

template <flag_set Flag>
std::optional<Flag> parse_set(std::string_view text) noexcept {
  Flag flags{};
  if (trim(text).empty()) return flags;
  while (true) {
    const auto bar = text.find('|');
    const auto one = parse_one<Flag>(trim(text.substr(0, bar)));
    if (!one) return std::nullopt;
    flags |= *one;
    if (bar == std::string_view::npos) return flags;
    text.remove_prefix(bar + 1);
  }
}

}  // namespace

template <class E>
std::string detail::names_of(E value) {
  if constexpr (bitmask<E>) {
    return join_names(value);
  } else {
    if constexpr (takes_native_number<E>)
      if (const auto number = native_number_of(value)) return formatted("native({:#x})", *number);
    const auto* row = row_of(value);
    return row != nullptr ? std::string{name_of(*row)} : formatted("unknown({:#x})", static_cast<std::uint64_t>(value));
  }
}

template <class E>
std::optional<E> detail::named(std::string_view text) noexcept {
  if constexpr (bitmask<E>) {
    return parse_set<E>(text);
  } else {
    return parse_value<E>(trim(text));
  }
}

template <class E>
bool detail::is_supported(E value) noexcept {
  if constexpr (bitmask<E>) {
    if (value == E{} && row_of(value) != nullptr) return is_available(value);
    return all_flags(value, [](E flag) { return is_available(flag); });
  } else {
    return is_available(value);
  }
}

template <class E>
std::optional<std::uint32_t> detail::native_value_of(E flag) noexcept {
  return backend::native_value(flag);
}

// Explicit instantiations: programs link these templates and do not compile them.
#define MMAPKIT_INSTANTIATE(Type, Underlying)                                                 \
  template MMAPKIT_EXPORT std::string detail::names_of<Type>(Type);                           \
  template MMAPKIT_EXPORT std::optional<Type> detail::named<Type>(std::string_view) noexcept; \
  template MMAPKIT_EXPORT bool detail::is_supported<Type>(Type) noexcept;                     \
  template MMAPKIT_EXPORT std::optional<std::uint32_t> detail::native_value_of<Type>(Type) noexcept;
MMAPKIT_LISTED_TYPES(MMAPKIT_INSTANTIATE)
#undef MMAPKIT_INSTANTIATE

}  // namespace mmapkit
