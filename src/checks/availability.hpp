// Which flags and calls this system has. One that it lacks is refused by name, never ignored.
#pragma once

#include <array>
#include <atomic>
#include <iterator>
#include <string_view>
#include <type_traits>

#include <mmapkit/flags/flag_set.hpp>

#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "failure.hpp"

namespace mmapkit {

template <listed E>
std::string_view type_name() noexcept {
#define MMAPKIT_NAME(Type, Underlying) \
  if constexpr (std::is_same_v<E, Type>) return #Type;
  MMAPKIT_LISTED_TYPES(MMAPKIT_NAME)
#undef MMAPKIT_NAME
}

template <listed E>
constexpr auto row_of(E flag) noexcept -> decltype(&rows<E>[0]) {
  for (const auto& row : rows<E>)
    if (row.flag == flag) return &row;
  return nullptr;
}

// The flags that every system has. They need no check, and most calls pass no others.
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
  if (is_native_number(flag))
    refuse(why, what, std::errc::operation_not_supported, "this system takes no number for {type}");
  else if (row == nullptr)
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
bool is_native_number(E flag) noexcept {
  if constexpr (takes_native_number<E>) return native_number_of(flag).has_value();
  return false;
}

template <listed E>
bool is_available(E flag) noexcept {
  if (is_native_number(flag)) return backend::native_value(flag).has_value();
  const auto* row = row_of(flag);
  return row != nullptr && has(row->where, backend::system()) && backend::available(flag);
}

// As is_available, for checks that every call makes: a flag that was available once is not asked about again. Except
// no_reserve: vm.overcommit_memory can change while the process runs.
template <listed E>
bool is_available_cached(E flag) noexcept {
  const auto* row = row_of(flag);
  if (row == nullptr) return is_available(flag);
  static std::array<std::atomic<bool>, std::size(rows<E>)> known{};
  auto& is_known = known[static_cast<std::size_t>(row - &rows<E>[0])];
  if (is_known.load(std::memory_order_relaxed)) return true;
  if (!is_available(flag)) return false;
  if constexpr (std::is_same_v<E, mmap_flag>)
    if (flag == E::no_reserve) return true;
  is_known.store(true, std::memory_order_relaxed);
  return true;
}

// Refuses the first flag of a set, or the value of an enumeration, that this system lacks; else returns true.
template <listed E>
bool check_available(operation what, E value, failure& why) noexcept {
  if constexpr (bitmask<E>) {
    constexpr auto common = common_bits<E>();
    const auto beyond_common = (static_cast<std::uint64_t>(value) & value_field<E>) | (own_bits(value) & ~common);
    if (beyond_common == 0) return true;
    return all_flags(value, [&](E flag) { return is_available_cached(flag) || refuse_by_name(what, flag, why); });
  } else {
    return is_available_cached(value) || refuse_by_name(what, value, why);
  }
}

// EINVAL may also mean that the kernel was built without the call: then the failure says so.
inline void explain_unavailable(operation what, failure& why) noexcept {
  if (why.code == std::errc::invalid_argument && !backend::available(what)) refuse_by_name(what, what, why);
}

// Refuses a call that this system never has; else returns true. A kernel that is too old for it reports ENOSYS itself.
inline bool check_call(operation what, failure& why) noexcept {
  const auto* row = row_of(what);
  return has(row->where, backend::system()) || refuse_by_name(what, what, why);
}

}  // namespace mmapkit
