#include <optional>

#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/key_right.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "kernel.hpp"
#include "key_register.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(key_right right) noexcept {
  switch (right) {
    case key_right::none: return 0;
    case key_right::disable_access: return 1;
    case key_right::disable_write: return 2;
    case key_right::disable_execute: return 4;
    case key_right::disable_read: return 8;
  }
  return std::nullopt;
}

bool available(key_right right) noexcept {
#ifndef __aarch64__
  if (right == key_right::disable_execute || right == key_right::disable_read) return false;
#endif
  static_cast<void>(right);
  return available(call::pkey_alloc);
}

int pkey_alloc(key_right rights, std::error_code& error) noexcept {
  return static_cast<int>(call_kernel(error, SYS_pkey_alloc, 0UL, static_cast<unsigned long>(native_set(rights))));
}

void pkey_free(int key, std::error_code& error) noexcept { call_kernel(error, SYS_pkey_free, key); }

namespace {

// Two bits for each of 16 keys, as PKEY_DISABLE_ACCESS and PKEY_DISABLE_WRITE have them.
constexpr int keys = 16;
constexpr std::uint32_t both_rights = 3;

bool check_key(int key, std::error_code& error) noexcept {
  if (!has_key_register())
    error = refusal(std::errc::function_not_supported);
  else if (key < 0 || key >= keys)
    error = refusal(std::errc::invalid_argument);
  return !error;
}

}  // namespace

key_right pkey_get(int key, std::error_code& error) noexcept {
  if (!check_key(key, error)) return {};
  const auto native = read_key_register() >> (2 * key) & both_rights;
  return static_cast<key_right>(native);  // the same numbers
}

void pkey_set(int key, key_right rights, std::error_code& error) noexcept {
  if (!check_key(key, error)) return;
  const auto others = read_key_register() & ~(both_rights << (2 * key));
  write_key_register(others | native_set(rights) << (2 * key));
}

void pkey_mprotect(void* addr, std::size_t length, protection_flag protection, int key,
                   std::error_code& error) noexcept {
  call_kernel(error, SYS_pkey_mprotect, addr, length, static_cast<unsigned long>(native_set(protection)), key);
}

}  // namespace mmapkit::backend
