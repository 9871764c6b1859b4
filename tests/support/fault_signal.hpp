// How the systems tell of a page that cannot be had: signal, code and address.
#pragma once

#include <csignal>
#include <cstddef>
#include <cstdint>

#include <mmapkit/calls/page_size.hpp>

namespace support {

#ifdef __DragonFly__
inline constexpr int fault_signal = SIGSEGV;  // sys/platform/pc64/x86_64/trap.c
inline constexpr int fault_code = SEGV_MAPERR;
#elif defined(__APPLE__) && defined(__aarch64__)
inline constexpr int fault_signal = SIGBUS;
inline constexpr int fault_code = BUS_ADRALN;  // xnu: bsd/dev/arm/unix_signal.c
#else
inline constexpr int fault_signal = SIGBUS;
inline constexpr int fault_code = BUS_ADRERR;
#endif

// The address that a fault there is told with: IBM Z names the page alone.
inline const void* told_address(const void* at) {
#ifdef __s390x__
  return static_cast<const std::byte*>(at) - reinterpret_cast<std::uintptr_t>(at) % mmapkit::page_size();
#else
  return at;
#endif
}

}  // namespace support
