// A function in the machine code of this processor, for tests that run what they wrote.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace support {

// int f() { return `value`; } with a value below 2048; empty on a processor whose code is not written down here.
inline std::vector<std::byte> code_returning([[maybe_unused]] std::uint32_t value) {
  std::vector<std::byte> code;
  [[maybe_unused]] const auto lowest_first = [&](std::uint32_t word, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) code.push_back(static_cast<std::byte>(word >> (8 * i)));
  };
  [[maybe_unused]] const auto highest_first = [&](std::uint32_t word, unsigned bytes) {
    for (unsigned i = bytes; i-- > 0;) code.push_back(static_cast<std::byte>(word >> (8 * i)));
  };
#if defined(__x86_64__) || defined(__i386__) || defined(_M_X64) || defined(_M_IX86)
  lowest_first(0xb8, 1);  // mov eax, value
  lowest_first(value, 4);
  lowest_first(0xc3, 1);  // ret
#elif defined(__aarch64__)
  lowest_first(0x52800000U | value << 5, 4);  // mov w0, value
  lowest_first(0xd65f03c0U, 4);               // ret
#elif defined(__arm__)
  lowest_first(0xe3000000U | value, 4);  // movw r0, value
  lowest_first(0xe12fff1eU, 4);          // bx lr
#elif defined(__riscv)
  lowest_first(0x00000513U | value << 20, 4);  // li a0, value
  lowest_first(0x00008067U, 4);                // ret
#elif defined(__loongarch__)
  lowest_first(0x02800004U | value << 10, 4);  // addi.w $a0, $zero, value
  lowest_first(0x4c000020U, 4);                // jr $ra
#elif defined(__powerpc64__) && _CALL_ELF == 2 && defined(__LITTLE_ENDIAN__)
  lowest_first(0x38600000U | value, 4);  // li r3, value
  lowest_first(0x4e800020U, 4);          // blr
#elif defined(__s390x__)
  highest_first(0xa7290000U | value, 4);  // lghi %r2, value
  highest_first(0x07feU, 2);              // br %r14
#endif
  return code;
}

}  // namespace support
