#include "atomic_mapping_format.hpp"

#include <chrono>
#include <exception>
#include <random>

#include "atomic_mapping_checksum.hpp"
#include "backend/system.hpp"

namespace mmapkit::detail::transaction {

checksum sum_of(std::span<const std::byte> first, std::span<const std::byte> second) noexcept {
  running_sum sum;
  sum.add(first);
  sum.add(second);
  return sum.value();
}

// What differs between two journals also where the system has no random numbers: the time, the process, an address.
store_id random_id() noexcept {
  struct {
    std::uint64_t time = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
    std::uint64_t since = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    std::uint64_t process = backend::process_id();
    std::uint64_t address = 0;
    std::array<std::uint32_t, 4> random{};
  } seed;
  seed.address = reinterpret_cast<std::uintptr_t>(&seed);
  try {
    std::random_device source;
    for (auto& number : seed.random) number = static_cast<std::uint32_t>(source());
  } catch (const std::exception&) {  // the rest has to do
  }
  const auto sum = sum_of(bytes_of(seed));
  return {.low = sum.low, .high = sum.high};
}

}  // namespace mmapkit::detail::transaction
