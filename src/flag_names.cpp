// Names of flags, read from the rows, and what the running system supports.
#include <fmt/format.h>

#include <charconv>
#include <mmapkit/flags.hpp>

#include "bits.hpp"

namespace mmapkit {

mark this_system() noexcept { return backend::system(); }

std::string to_string(mark where) {
  if (where == mark::every) return "EVERY";
  if (where == mark::posix) return "POSIX";
  std::string text;
  for (const auto& [one, name] : {std::pair{mark::linux_, "LINUX"}, std::pair{mark::apple, "APPLE"},
                                  std::pair{mark::bsd, "BSD"}, std::pair{mark::windows, "WINDOWS"}}) {
    if (!has(where, one)) continue;
    if (!text.empty()) text += '/';
    text += name;
  }
  return text;
}

namespace {

constexpr std::string_view native_prefix = "native(0x";

template <flag_set Flag>
const flag_row<Flag>* find_row(std::string_view name) noexcept {
  for (const auto& row : rows<Flag>)
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

template <flag_set Flag>
std::string to_string(Flag flags) {
  std::string text;
  const auto join = [&](std::string_view word) {
    if (!text.empty()) text += '|';
    text += word;
  };
  std::uint32_t unknown = own_bits(flags);
  for (const auto& row : rows<Flag>) {
    const bool named = row.flag == Flag{} ? flags == Flag{} : has(flags, row.flag);
    if (named) join(row.name);
    unknown &= ~own_bits(row.flag);
  }
  if (unknown != 0) join(fmt::format("unknown({:#x})", unknown));
  if (native_bits_of(flags) != 0) join(fmt::format("native({:#x})", native_bits_of(flags)));
  return text;
}

template <flag_set Flag>
std::optional<Flag> from_string(std::string_view text) noexcept {
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

template <flag_set Flag>
bool supported(Flag flags) noexcept {
  return all_flags(flags, [](Flag flag) {
    for (const auto& row : rows<Flag>)
      if (row.flag == flag) return has(row.where, backend::system()) && backend::available(flag);
    return false;
  });
}

template <flag_set Flag>
std::optional<std::uint32_t> native_value(Flag flag) noexcept {
  return backend::native_value(flag);
}

// Every flag type once, so that the templates above have their code here and not in each program.
#define MMAPKIT_FLAG_TYPE(Flag)                                                             \
  template MMAPKIT_EXPORT std::string to_string<Flag>(Flag);                                \
  template MMAPKIT_EXPORT std::optional<Flag> from_string<Flag>(std::string_view) noexcept; \
  template MMAPKIT_EXPORT bool supported<Flag>(Flag) noexcept;                              \
  template MMAPKIT_EXPORT std::optional<std::uint32_t> native_value<Flag>(Flag) noexcept;

MMAPKIT_FLAG_TYPE(open_flag)
MMAPKIT_FLAG_TYPE(protection_flag)
MMAPKIT_FLAG_TYPE(mmap_flag)
MMAPKIT_FLAG_TYPE(msync_flag)
#undef MMAPKIT_FLAG_TYPE

}  // namespace mmapkit
