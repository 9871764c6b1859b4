// The rights of protection keys that a thread has: the register PKRU of x86-64, 4.6.2 of Intel's manual, volume 3.
#pragma once

#include <cstdint>

#ifdef __x86_64__
#include <cpuid.h>
#endif

namespace mmapkit::backend {

#ifdef __x86_64__

// Whether the processor has the register and the kernel uses it (OSPKE): without that an access is an illegal
// instruction.
inline bool has_key_register() noexcept {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (c & (1U << 4)) != 0;
}

inline std::uint32_t read_key_register() noexcept {
  std::uint32_t rights = 0;
  std::uint32_t zero = 0;
  __asm__ volatile("rdpkru" : "=a"(rights), "=d"(zero) : "c"(0));
  return rights;
}

// Loads and stores are not moved across it.
inline void write_key_register(std::uint32_t rights) noexcept {
  __asm__ volatile("wrpkru" : : "a"(rights), "c"(0), "d"(0) : "memory");
}

#else

inline bool has_key_register() noexcept { return false; }
inline std::uint32_t read_key_register() noexcept { return 0; }
inline void write_key_register(std::uint32_t /*rights*/) noexcept {}

#endif

}  // namespace mmapkit::backend
