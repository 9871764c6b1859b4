// Machine code that is made at run time: int f() { return 42; }.
#include <array>
#include <cstdint>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

#if defined(__x86_64__) || defined(__i386__) || defined(_M_X64)
constexpr std::array<std::uint8_t, 6> machine_code{0xb8, 42, 0, 0, 0, 0xc3};  // mov eax, 42; ret
#elif defined(__aarch64__)
constexpr std::array<std::uint32_t, 2> machine_code{0x52800540, 0xd65f03c0};  // mov w0, #42; ret
#else
constexpr std::array<std::uint8_t, 0> machine_code{};  // write down that of your processor
#endif

int main() {
  if (machine_code.empty()) {
    std::cout << "the machine code of this processor is not written down\n";
    return 0;
  }
  mmapkit::dual_mapping code{sizeof machine_code};  // one view to write, one to run
  code.write(0, std::as_bytes(std::span{machine_code}));
  const auto function = code.function<int()>(0);
  std::cout << function() << '\n';
}
