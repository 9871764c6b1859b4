// Names of flags, read from the rows, and what the running system supports.
#include <charconv>

#include "formatted.hpp"
#include "offered.hpp"

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

template <listed E>
auto find_row(std::string_view name) noexcept -> decltype(&rows<E>[0]) {
  for (const auto& row : rows<E>)
    if (row.name == name) return &row;
  return nullptr;
}

constexpr std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

template <flag_set Flag>
std::optional<Flag> parse_one(std::string_view word) noexcept {
  if (const auto* row = find_row<Flag>(word)) return row->flag;
  if (!word.starts_with(native_prefix) || !word.ends_with(')')) return std::nullopt;
  word.remove_prefix(native_prefix.size());
  word.remove_suffix(1);
  std::uint32_t bits = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), bits, 16);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return native_bits<Flag>(bits);
}

}  // namespace

namespace {

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
    join(row.name);
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

template <listed E>
std::string to_string(E value) {
  if constexpr (bitmask<E>) {
    return join_names(value);
  } else {
    const auto* row = row_of(value);
    return row != nullptr ? row->name : formatted("unknown({:#x})", static_cast<std::uint64_t>(value));
  }
}

template <listed E>
std::optional<E> from_string(std::string_view text) noexcept {
  if constexpr (bitmask<E>) {
    return parse_set<E>(text);
  } else {
    const auto* row = find_row<E>(trim(text));
    return row != nullptr ? std::optional{row->flag} : std::nullopt;
  }
}

template <listed E>
bool supported(E value) noexcept {
  if constexpr (bitmask<E>) {
    if (value == E{} && row_of(value) != nullptr) return is_offered(value);
    return all_flags(value, [](E flag) { return is_offered(flag); });
  } else {
    return is_offered(value);
  }
}

template <listed E>
std::optional<std::uint32_t> native_value(E flag) noexcept {
  return backend::native_value(flag);
}

// Every type once, so that the templates above have their code here and not in each program.
#define MMAPKIT_INSTANTIATE(Type)                                                           \
  template MMAPKIT_EXPORT std::string to_string<Type>(Type);                                \
  template MMAPKIT_EXPORT std::optional<Type> from_string<Type>(std::string_view) noexcept; \
  template MMAPKIT_EXPORT bool supported<Type>(Type) noexcept;                              \
  template MMAPKIT_EXPORT std::optional<std::uint32_t> native_value<Type>(Type) noexcept;
MMAPKIT_LISTED_TYPES(MMAPKIT_INSTANTIATE)
#undef MMAPKIT_INSTANTIATE

}  // namespace mmapkit
