// Two processes exchange a million messages through shared memory; run both, in any order:
//
//     ring receive /numbers
//     ring send /numbers
#include <cstdint>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <mmapkit/ring.hpp>
#include <string_view>

using namespace mmapkit;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t messages = 1'000'000;

struct message {
  std::uint64_t number;
  std::uint64_t square;
};

int send(shared_memory& memory) {
  ring<message>::producer to{memory.writable_bytes()};
  for (std::uint64_t i = 0; i < messages; ++i)
    if (!to.push({i, i * i}, 1min)) return 1;  // nobody receives any more
  return 0;
}

int receive(shared_memory& memory) {
  ring<message>::consumer from{memory.writable_bytes()};
  std::uint64_t right = 0;
  for (std::uint64_t i = 0; i < messages; ++i) {
    const auto next = from.pop(1min);
    if (!next) break;  // nobody sends any more
    right += next->number == i && next->square == i * i ? 1 : 0;
  }
  std::cout << right << " of " << messages << " messages are right\n";
  return right == messages ? 0 : 1;
}

}  // namespace

int main(int, char** argv) {
  const std::string_view task = argv[1];
  auto memory = shared_memory::open_or_create(argv[2], ring<message>::bytes_for(1024));
  if (task == "send") return send(memory);
  const int result = receive(memory);
  if (supported(call::shm_unlink)) shared_memory::remove(argv[2]);
  return result;
}
