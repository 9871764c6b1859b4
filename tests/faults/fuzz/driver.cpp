// For compilers without a fuzzer: inputs by chance, the same in every run.
#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  LLVMFuzzerInitialize(&argc, &argv);
  std::mt19937_64 random{20240607};
  std::vector<std::uint8_t> input(512);
  for (;;) {  // the harness ends the program
    std::ranges::generate(input, [&] { return static_cast<std::uint8_t>(random()); });
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
}
