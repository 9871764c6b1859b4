#include <mmapkit/ring.hpp>

#include <thread>

#include "backend/synchronization.hpp"
#include "backend/system.hpp"
#include "checks/availability.hpp"
#include "checks/deadline.hpp"
#include "checks/describe_memory.hpp"

namespace mmapkit::detail {

namespace {

constexpr std::uint32_t mark_of_ring = 0x52696e00;  // "Rin", and the logarithm

// The first side that comes stores it, and every other one finds the same. Returns what is there.
std::uint32_t settle(std::atomic<std::uint32_t>& word, std::uint32_t value) noexcept {
  std::uint32_t found = 0;
  word.compare_exchange_strong(found, value);
  return found == 0 ? value : found;
}

bool refuse_memory(failure& why, const char* reason, std::uint64_t m = 0, std::uint64_t n = 0) noexcept {
  return refuse(why, operation::view, std::errc::invalid_argument, reason, m, n);
}

bool check_room(std::span<const std::byte> memory, std::size_t element_size, failure& why) noexcept {
  if (memory.size() < sizeof(ring_header) + element_size)
    return refuse_memory(why, "a ring of one element has {m} bytes already", sizeof(ring_header) + element_size);
  if (reinterpret_cast<std::uintptr_t>(memory.data()) % apart != 0)
    return refuse_memory(why, "its address is not a multiple of {m}", apart);
  return true;
}

// The capacity, where the memory is a ring of such elements, or is one now; or 0.
std::uint32_t settle_form(ring_header& header, std::span<const std::byte> memory, std::size_t element_size,
                          failure& why) noexcept {
  const auto room = (memory.size() - sizeof(ring_header)) / element_size;
  const auto size = settle(header.element_size, static_cast<std::uint32_t>(element_size));
  const auto most = static_cast<std::uint32_t>(std::bit_width(std::min(room, most_ring_elements)) - 1);
  if (size != element_size) {
    refuse_memory(why, "it is no ring of elements of {n} bytes: where they belong there is {m}", size, element_size);
    return 0;
  }
  const auto form = settle(header.form, mark_of_ring | most);
  const auto logarithm = form & 0xff;
  if ((form & ~std::uint32_t{0xff}) != mark_of_ring || logarithm > 31) {
    refuse_memory(why, "it is no ring");
    return 0;
  }
  const auto capacity = std::uint32_t{1} << logarithm;
  if (capacity > room) refuse_memory(why, "it is a ring of {m} elements, and {n} fit into the memory", capacity, room);
  return why ? 0 : capacity;
}

failure broken(bool has_ring) noexcept {
  if (!has_ring) return refuse(operation::view, std::errc::invalid_argument, "there is none");
  return refuse(operation::view, std::errc::protocol_error, "the other side says that it is where it cannot be");
}

[[noreturn]] void raise_ring(const failure& why, const void* addr, std::size_t size) {
  raise(why, "the ring in " + describe(addr, size), "use");
}

bool is_elsewhere(const std::atomic<std::uint32_t>& position, std::uint32_t seen) noexcept {
  return position.load(std::memory_order_acquire) != seen;
}

// Most waits are short: it takes longer to sleep and to be woken than the other side needs for a whole ring, and then
// that one would have to sleep too. So for some ten microseconds there is no sleep; other threads may run meanwhile.
bool moves_soon(const std::atomic<std::uint32_t>& position, std::uint32_t seen) noexcept {
  constexpr int rounds = 100;
  constexpr int looks = 500;
  for (int i = 0; i < rounds; ++i) {
    for (int j = 0; j < looks; ++j)
      if (is_elsewhere(position, seen)) return true;
    std::this_thread::yield();
  }
  return false;
}

void sleep(const std::atomic<std::uint32_t>& position, std::uint32_t seen, std::chrono::nanoseconds time) noexcept {
  std::error_code error;
  if (is_available_cached(call::wait_on_address)) {
    backend::wait_on_address(&position, seen, time, error);
    if (!error) return;
  }
  const int cancellation = backend::hold_cancellation();
  std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(time, std::chrono::milliseconds{1}));
  backend::allow_cancellation(cancellation);
}

}  // namespace

struct ring_side_access {
  static void attach(ring_side::state& to, ring_role role, std::span<std::byte> memory, std::size_t element_size,
                     failure& why) noexcept {
    if (!check_room(memory, element_size, why)) return;
    auto& header = *reinterpret_cast<ring_header*>(memory.data());
    const auto capacity = settle_form(header, memory, element_size, why);
    if (why) return;
    const bool pushes = role == ring_role::producer;
    ring_side::state made{.elements = memory.data() + sizeof(ring_header),
                          .own = pushes ? &header.pushed : &header.popped,
                          .other = pushes ? &header.popped : &header.pushed,
                          .own_waits = pushes ? &header.producer_waits : &header.consumer_waits,
                          .other_waits = pushes ? &header.consumer_waits : &header.producer_waits,
                          .header = &header,
                          .capacity = capacity,
                          .ahead = pushes ? capacity : 0};
    made.position = made.limit = made.own->load(std::memory_order_acquire);
    to = made;
  }
};

ring_side::ring_side(ring_role role, std::span<std::byte> memory, std::size_t element_size) {
  failure why;
  ring_side_access::attach(state_, role, memory, element_size, why);
  if (!why && !look()) why = broken(true);
  if (why) raise_ring(why, memory.data(), memory.size());
}

ring_side::ring_side(ring_role role, std::span<std::byte> memory, std::size_t element_size,
                     std::error_code& error) noexcept {
  failure why;
  ring_side_access::attach(state_, role, memory, element_size, why);
  if (!why && !look()) why = broken(true);
  if (why) state_ = {};
  report(why, error);
}

void ring_side::refuse() const { raise_ring(broken(static_cast<bool>(*this)), state_.header, sizeof(ring_header)); }

void ring_side::refuse(std::error_code& error) const noexcept { report(broken(static_cast<bool>(*this)), error); }

void ring_side::wake_other() const noexcept {
  if (state_.other_waits->exchange(0) == 0 || !is_available_cached(call::notify_one)) return;
  std::error_code ignored;
  backend::wake_by_address(state_.own, false, ignored);
}

// The first sleeps are short: the other side may have moved in the moment in which this one said that it waits, and
// then wakes nobody. No sleep is long: it may have been killed before it could wake anybody.
bool ring_side::wait(std::chrono::nanoseconds timeout) const noexcept {
  constexpr std::chrono::nanoseconds longest = std::chrono::milliseconds{100};
  const auto seen = state_.limit - state_.ahead;
  if (moves_soon(*state_.other, seen)) return true;
  const deadline end{timeout};
  for (std::chrono::nanoseconds nap = std::chrono::microseconds{50};; nap = std::min(2 * nap, longest)) {
    state_.own_waits->store(1);
    const auto left = end.left(nap);
    if (!is_elsewhere(*state_.other, seen) && left > std::chrono::nanoseconds{0}) sleep(*state_.other, seen, left);
    const bool moved = is_elsewhere(*state_.other, seen);
    if (!moved && left > std::chrono::nanoseconds{0}) continue;
    state_.own_waits->store(0, std::memory_order_relaxed);
    return moved;
  }
}

}  // namespace mmapkit::detail
