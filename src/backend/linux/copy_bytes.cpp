#include <ucontext.h>

#include <cstddef>
#include <cstdint>

#include "backend/posix/per_system.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MMAPKIT_SANITIZED  // the sanitizer looks at memcpy, and not at this
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define MMAPKIT_SANITIZED
#endif
#endif

#if defined(__x86_64__) && !defined(MMAPKIT_SANITIZED)

#include <cpuid.h>

// A copy by one instruction whose progress is in registers: after a fault the handler reads from them what is left. The
// arguments are those of memcpy and, in rcx, the guarded part; the result is the number of bytes that are left. While
// it copies, r8 is the guarded part and r9 its length.
asm(R"(
  .pushsection .text
  .globl mmapkit_copy_bytes, mmapkit_copy_step, mmapkit_copy_end
  .hidden mmapkit_copy_bytes, mmapkit_copy_step, mmapkit_copy_end
  .type mmapkit_copy_bytes, @function
  .balign 16
mmapkit_copy_bytes:
  .cfi_startproc
  movq %rcx, %r8
  movq %rdx, %rcx
  movq %rdx, %r9
mmapkit_copy_step:
  rep movsb
mmapkit_copy_end:
  movq %rcx, %rax
  ret
  .cfi_endproc
  .size mmapkit_copy_bytes, . - mmapkit_copy_bytes
  .popsection
)");

extern "C" {
[[gnu::visibility("hidden")]] std::size_t mmapkit_copy_bytes(void* to, const void* from, std::size_t length,
                                                             const void* guarded) noexcept;
[[gnu::visibility("hidden")]] extern const char mmapkit_copy_step[];
[[gnu::visibility("hidden")]] extern const char mmapkit_copy_end[];
}

namespace mmapkit::backend {

// "Enhanced REP MOVSB": as fast as memcpy for a page and more. Without it the instruction copies a byte in a cycle.
bool posix::has_copy_bytes() noexcept {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned enhanced_movsb = 1U << 9;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & enhanced_movsb) != 0;
}

std::size_t posix::copy_bytes(std::byte* to, const std::byte* from, std::size_t length,
                              const std::byte* guarded) noexcept {
  return mmapkit_copy_bytes(to, from, length, guarded);
}

bool posix::stop_copy_bytes(void* context, const std::byte* at) noexcept {
  auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  const auto first = static_cast<std::uintptr_t>(registers[REG_R8]);
  const auto length = static_cast<std::uintptr_t>(registers[REG_R9]);
  if (registers[REG_RIP] != reinterpret_cast<greg_t>(mmapkit_copy_step) ||
      reinterpret_cast<std::uintptr_t>(at) - first >= length)
    return false;
  registers[REG_RIP] = reinterpret_cast<greg_t>(mmapkit_copy_end);
  return true;
}

}  // namespace mmapkit::backend

#else

namespace mmapkit::backend {

bool posix::has_copy_bytes() noexcept { return false; }

std::size_t posix::copy_bytes(std::byte* /*to*/, const std::byte* /*from*/, std::size_t length,
                              const std::byte* /*guarded*/) noexcept {
  return length;
}

bool posix::stop_copy_bytes(void* /*context*/, const std::byte* /*at*/) noexcept { return false; }

}  // namespace mmapkit::backend

#endif
