// What this system offers: flags and calls that it does not keep are refused by name, never dropped in silence.
#pragma once

#include <array>
#include <atomic>
#include <iterator>
#include <string_view>
#include <type_traits>

#include "bits.hpp"
#include "failure.hpp"

namespace mmapkit {

template <listed E>
std::string_view type_name() noexcept {
  std::string_view found;
  for_each_listed([&]<class Other>(const char* name) {
    if constexpr (std::is_same_v<E, Other>) found = name;
  });
  return found;
}

template <listed E>
constexpr auto row_of(E flag) noexcept -> decltype(&rows<E>[0]) {
  for (const auto& row : rows<E>)
    if (row.flag == flag) return &row;
  return nullptr;
}

// Those that no system lacks: they need no question, and most calls have no others.
template <flag_set Flag>
constexpr std::uint32_t common_bits() noexcept {
  std::uint32_t bits = 0;
  for (const auto& row : rows<Flag>)
    if (row.where == mark::every) bits |= own_bits(row.flag);
  return bits;
}

template <listed E>
[[gnu::cold]] bool refuse_by_name(operation what, E flag, failure& why) noexcept {
  const auto* row = row_of(flag);
  if (row == nullptr)
    refuse(why, what, std::errc::invalid_argument, "{type} has no flag with the value {m:#x}",
           static_cast<std::uint64_t>(flag));
  else if (row->where == mark{})
    refuse(why, what, std::errc::operation_not_supported, "no system has {type}::{name} today");
  else if (!has(row->where, backend::system()))
    refuse(why, what, std::errc::operation_not_supported, "{type}::{name} is {where} only");
  else
    refuse(why, what, std::errc::operation_not_supported, "this system's kernel does not offer {type}::{name}");
  why.type = type_name<E>();
  if (row != nullptr) why.name = row->name;
  if (row != nullptr) why.where = row->where;
  return false;
}

template <listed E>
bool is_offered(E flag) noexcept {
  const auto* row = row_of(flag);
  return row != nullptr && has(row->where, backend::system()) && backend::available(flag);
}

// The same for checks that stand on the path of a call: what was offered once is not asked about again. But the rule
// for no_reserve can change while a process lives.
template <listed E>
bool stays_offered(E flag) noexcept {
  const auto* row = row_of(flag);
  if (row == nullptr) return false;
  static std::array<std::atomic<bool>, std::size(rows<E>)> known{};
  auto& is_known = known[static_cast<std::size_t>(row - &rows<E>[0])];
  if (is_known.load(std::memory_order_relaxed)) return true;
  if (!is_offered(flag)) return false;
  if constexpr (std::is_same_v<E, mmap_flag>)
    if (flag == mmap_flag::no_reserve) return true;
  is_known.store(true, std::memory_order_relaxed);
  return true;
}

// False, and why, for one flag of a set, or the one of a list, that this system does not keep.
template <listed E>
bool check_offered(operation what, E value, failure& why) noexcept {
  if constexpr (bitmask<E>) {
    constexpr auto common = common_bits<E>();
    const auto beyond_common = (static_cast<std::uint64_t>(value) & value_field<E>) | (own_bits(value) & ~common);
    if (beyond_common == 0) return true;
    return all_flags(value, [&](E flag) { return stays_offered(flag) || refuse_by_name(what, flag, why); });
  } else {
    return stays_offered(value) || refuse_by_name(what, value, why);
  }
}

// An invalid argument is also what a kernel says that knows the number of a call, and was built without the call.
inline void explain_absence(operation what, failure& why) noexcept {
  if (why.code == std::errc::invalid_argument && !backend::available(what)) refuse_by_name(what, what, why);
}

// False, and why, where this system has no such call at all. A kernel that is too old for it says so itself.
inline bool check_call(operation what, failure& why) noexcept {
  const auto* row = row_of(what);
  return has(row->where, backend::system()) || refuse_by_name(what, what, why);
}

}  // namespace mmapkit
