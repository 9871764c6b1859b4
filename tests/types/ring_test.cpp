#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <ctime>
#include <mmapkit/ring.hpp>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

#include "../support/other_process.hpp"
#include "../support/support.hpp"

using namespace mmapkit;
using namespace std::chrono_literals;
using support::caught;
using support::other_process;
using support::process_body;

namespace {

struct message {
  std::uint64_t number;
  std::uint64_t square;
};

using numbers = ring<std::uint32_t>;
using messages = ring<message>;

constexpr std::uint64_t sent_messages = 30'000;

// Memory for a ring of that many numbers, and what a side that means harm would store there.
class ring_memory {
 public:
  explicit ring_memory(std::size_t elements = 8) : size_{numbers::bytes_for(elements)} {}

  std::span<std::byte> bytes() { return memory_.writable_bytes().first(size_); }
  detail::ring_header& header() { return *reinterpret_cast<detail::ring_header*>(memory_.data()); }

 private:
  std::size_t size_;
  mapping memory_{support::anonymous(size_)};
};

std::vector<std::uint32_t> numbers_from(std::uint32_t from, std::size_t count) {
  std::vector<std::uint32_t> all(count);
  std::iota(all.begin(), all.end(), from);
  return all;
}

std::string next_name() {
  static int count = 0;
  return "/mmapkit-ring-" + std::to_string(support::process_number()) + "-" + std::to_string(++count);
}

const process_body sender{"sends messages", [](const std::string& name) {
                            auto memory = shared_memory::open(name);
                            messages::producer to{memory.writable_bytes()};
                            for (std::uint64_t i = 0; i < sent_messages; ++i) to.push({i, i * i});
                            return 0;
                          }};

const process_body late_sender{"sends one message after a while", [](const std::string& name) {
                                 auto memory = shared_memory::open(name);
                                 messages::producer to{memory.writable_bytes()};
                                 std::this_thread::sleep_for(200ms);
                                 to.push({7, 49});
                                 return 0;
                               }};

const process_body endless_sender{"sends messages until it is killed", [](const std::string& name) {
                                    auto memory = shared_memory::open(name);
                                    messages::producer to{memory.writable_bytes()};
                                    for (std::uint64_t i = 0;; ++i) to.push({i, i * i});
                                    return 0;
                                  }};

}  // namespace

TEST_CASE("zeros are an empty ring, with room for as many elements as were asked for") {
  ring_memory memory{8};
  numbers::producer to{memory.bytes()};
  numbers::consumer from{memory.bytes()};
  CHECK(to.capacity() == 8);
  CHECK(from.capacity() == 8);
  CHECK_FALSE(from.try_pop().has_value());
}

TEST_CASE("a number of elements that is no power of two is rounded up") {
  CHECK(numbers::bytes_for(5) == numbers::bytes_for(8));
  CHECK(numbers::bytes_for(9) == numbers::bytes_for(16));
  ring_memory memory{5};
  CHECK(numbers::producer{memory.bytes()}.capacity() == 8);
}

TEST_CASE("what no address space holds has no size") {
  CHECK(ring<std::array<char, 4096>>::bytes_for(detail::most_ring_elements + 1) ==
        std::numeric_limits<std::size_t>::max());
}

TEST_CASE("a full ring takes nothing, and gives all in order") {
  ring_memory memory{4};
  numbers::producer to{memory.bytes()};
  numbers::consumer from{memory.bytes()};
  for (std::uint32_t i = 0; i < 4; ++i) CHECK(to.try_push(i));
  CHECK_FALSE(to.try_push(4));
  for (std::uint32_t i = 0; i < 4; ++i) CHECK(from.try_pop() == i);
  CHECK_FALSE(from.try_pop().has_value());
  CHECK(to.try_push(5));
  CHECK(from.try_pop() == 5);
}

TEST_CASE("many at once go around the end of the memory") {
  ring_memory memory{8};
  numbers::producer to{memory.bytes()};
  numbers::consumer from{memory.bytes()};
  std::array<std::uint32_t, 8> got{};
  CHECK(to.push_some(numbers_from(0, 5)) == 5);
  CHECK(from.pop_some(got) == 5);
  CHECK(to.push_some(numbers_from(5, 20)) == 8);
  CHECK(to.push_some(numbers_from(0, 1)) == 0);
  CHECK(from.pop_some(std::span{got}.first(7)) == 7);
  CHECK(std::ranges::equal(std::span{got}.first(7), numbers_from(5, 7)));
  CHECK(from.try_pop() == 12);
  CHECK(from.pop_some(got) == 0);
}

TEST_CASE("positions go on at 0 after the last number") {
  ring_memory memory{4};
  memory.header().pushed = memory.header().popped = 0xfffffffe;
  numbers::producer to{memory.bytes()};
  numbers::consumer from{memory.bytes()};
  CHECK(to.push_some(numbers_from(10, 9)) == 4);
  CHECK_FALSE(to.try_push(0));
  CHECK(memory.header().pushed == 2);
  for (std::uint32_t i = 10; i < 14; ++i) CHECK(from.try_pop() == i);
  CHECK_FALSE(from.try_pop().has_value());
  CHECK(to.try_push(14));
  CHECK(from.try_pop() == 14);
}

TEST_CASE("two threads that both begin with zeros make one ring, and nothing is lost or torn") {
  constexpr std::uint64_t count = 100'000;
  mapping memory{support::anonymous(messages::bytes_for(64))};
  std::uint64_t right = 0;
  std::thread receiver{[&] {
    messages::consumer from{memory.writable_bytes()};
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto next = from.pop();
      right += next.number == i && next.square == i * i ? 1 : 0;
    }
  }};
  messages::producer to{memory.writable_bytes()};
  for (std::uint64_t i = 0; i < count; ++i) to.push({i, i * i});
  receiver.join();
  CHECK(right == count);
}

TEST_CASE("batches of any length pass between two threads") {
  constexpr std::uint32_t count = 100'000;
  ring_memory memory{64};
  bool in_order = true;
  std::thread receiver{[&] {
    numbers::consumer from{memory.bytes()};
    std::array<std::uint32_t, 50> batch{};
    for (std::uint32_t got = 0; got < count;) {
      const auto part = std::span{batch}.first(from.pop_some(std::span{batch}.first(1 + got % 50)));
      if (part.empty()) std::this_thread::yield();
      for (const auto number : part) in_order = in_order && number == got++;
    }
  }};
  numbers::producer to{memory.bytes()};
  const auto all = numbers_from(0, count);
  for (std::span<const std::uint32_t> rest{all}; !rest.empty();) {
    const auto done = to.push_some(rest.first(std::min<std::size_t>(rest.size(), 1 + rest.size() % 37)));
    if (done == 0) std::this_thread::yield();
    rest = rest.subspan(done);
  }
  receiver.join();
  CHECK(in_order);
}

TEST_CASE("another process sends, and all of it arrives") {
  const auto name = next_name();
  auto memory = shared_memory::create(name, messages::bytes_for(128));
  other_process other{sender, name};
  messages::consumer from{memory.writable_bytes()};
  std::uint64_t right = 0;
  for (std::uint64_t i = 0; i < sent_messages; ++i) {
    const auto next = from.pop(1min);
    REQUIRE(next.has_value());
    right += next->number == i && next->square == i * i ? 1 : 0;
  }
  CHECK(right == sent_messages);
  CHECK(other.wait() == 0);
}

TEST_CASE("who waits for another process sleeps until it has pushed") {
  const auto name = next_name();
  auto memory = shared_memory::create(name, messages::bytes_for(128));
  other_process other{late_sender, name};
  messages::consumer from{memory.writable_bytes()};
  const auto worked = std::clock();
  CHECK(from.pop(1min).value_or(message{}).square == 49);
  if (supported(call::wait_on_address)) CHECK(std::clock() - worked < CLOCKS_PER_SEC / 10);
  CHECK(other.wait() == 0);
}

TEST_CASE("a wait ends with its time, and leaves nobody to be woken") {
  ring_memory memory{1};
  numbers::producer to{memory.bytes()};
  numbers::consumer from{memory.bytes()};
  auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(from.pop(20ms).has_value());
  CHECK(std::chrono::steady_clock::now() - begin >= 20ms);
  CHECK(to.push(1, 0s));
  begin = std::chrono::steady_clock::now();
  CHECK_FALSE(to.push(2, 20ms));
  CHECK(std::chrono::steady_clock::now() - begin >= 20ms);
  CHECK(memory.header().consumer_waits == 0);
  CHECK(memory.header().producer_waits == 0);
  CHECK(from.pop(-1s) == 1);
}

TEST_CASE("who waits says so to the other side, and goes on when that has moved") {
  ring_memory memory{1};
  numbers::producer to{memory.bytes()};
  numbers::consumer from{memory.bytes()};
  std::thread there{[&] {
    CHECK(from.pop() == 1);
    while (memory.header().producer_waits == 0) std::this_thread::yield();
    CHECK(from.pop() == 2);
    CHECK(from.pop() == 3);
  }};
  while (memory.header().consumer_waits == 0) std::this_thread::yield();
  to.push(1);
  to.push(2);
  to.push(3);
  there.join();
}

TEST_CASE("where a producer was killed its place is free for another one") {
  const auto name = next_name();
  auto memory = shared_memory::create(name, messages::bytes_for(16));
  messages::consumer from{memory.writable_bytes()};
  std::uint64_t next = 0;
  {
    other_process other{endless_sender, name};
    for (; next < 1000; ++next) REQUIRE(from.pop(1min).value_or(message{}).number == next);
    other.kill();
  }
  while (const auto left = from.pop(1ms)) CHECK(left->number == next++);
  messages::producer to{memory.writable_bytes()};
  to.push({5, 25});
  CHECK(from.try_pop().value_or(message{}).square == 25);
}

TEST_CASE("a ring in a file is there when the file is mapped again") {
  const support::scratch folder;
  const auto path = folder / "ring";
  {
    mapping file{path,
                 {.open = support::open_read_write | open_flag::create,
                  .protection = support::read_write,
                  .mmap = mmap_flag::shared,
                  .size = numbers::bytes_for(16)}};
    numbers::producer to{file.writable_bytes()};
    to.push(11);
    to.push(12);
  }
  mapping file{path, support::shared_writable()};
  numbers::consumer from{file.writable_bytes()};
  CHECK(from.try_pop() == 11);
  CHECK(from.try_pop() == 12);
  CHECK_FALSE(from.try_pop().has_value());
}

TEST_CASE("memory that cannot be the ring is refused in words") {
  ring_memory memory{8};
  const auto words = [](auto attach) {
    const auto error = caught(attach);
    CHECK(error.code() == std::errc::invalid_argument);
    return std::string{error.what()};
  };
  CHECK(words([&] { return numbers::producer{memory.bytes().first(515)}; }).find("516 bytes") != std::string::npos);
  CHECK(words([&] { return numbers::producer{{}}; }).find("516 bytes") != std::string::npos);
  CHECK(words([&] { return numbers::producer{memory.bytes().subspan(4)}; }).find("multiple of 128") !=
        std::string::npos);
  numbers::producer{memory.bytes()}.push(1);
  CHECK(words([&] { return messages::consumer{memory.bytes()}; }).find("16 bytes: where they belong there is 4") !=
        std::string::npos);
  CHECK(words([&] {
          return numbers::consumer{memory.bytes().first(numbers::bytes_for(4))};
        }).find("ring of 8 elements") != std::string::npos);
  std::memset(memory.bytes().data() + 4, 'x', 4);
  CHECK(words([&] { return numbers::consumer{memory.bytes()}; }).find("no ring") != std::string::npos);
}

TEST_CASE("the first side gives the ring its form, and longer memory does not change it") {
  ring_memory memory{64};
  const numbers::producer to{memory.bytes().first(numbers::bytes_for(8))};
  CHECK(numbers::consumer{memory.bytes()}.capacity() == 8);
}

TEST_CASE("a position where the other side cannot be is an error, and nothing is read or written for it") {
  ring_memory memory{4};
  numbers::producer to{memory.bytes()};
  numbers::consumer from{memory.bytes()};
  std::array<std::uint32_t, 100> got{};
  for (const std::uint32_t far : {5U, 100U, 0x80000000U, 0xffffffffU}) {
    memory.header().pushed = far;
    CHECK(caught([&] { static_cast<void>(from.try_pop()); }).code() == std::errc::protocol_error);
    CHECK(caught([&] { static_cast<void>(from.pop_some(got)); }).code() == std::errc::protocol_error);
    CHECK(caught([&] { static_cast<void>(from.pop(1s)); }).code() == std::errc::protocol_error);
    CHECK(caught([&] { return numbers::consumer{memory.bytes()}; }).code() == std::errc::protocol_error);
  }
  memory.header().pushed = 0;
  CHECK(to.push_some(numbers_from(0, 4)) == 4);
  for (const std::uint32_t far : {5U, 100U, 0x80000000U, 0xffffffffU}) {
    memory.header().popped = far;
    CHECK(caught([&] { to.try_push(9); }).code() == std::errc::protocol_error);
    CHECK(caught([&] { to.push_some(got); }).code() == std::errc::protocol_error);
    CHECK(caught([&] { return numbers::producer{memory.bytes()}; }).code() == std::errc::protocol_error);
  }
  memory.header().popped = 0;
  CHECK_FALSE(to.try_push(9));
  for (std::uint32_t i = 0; i < 4; ++i) CHECK(from.try_pop() == i);
}

TEST_CASE("a form that is changed later leads nobody out of the ring") {
  ring_memory memory{4};
  numbers::producer to{memory.bytes()};
  numbers::consumer from{memory.bytes()};
  memory.header().form = 0x52696e1f;
  memory.header().element_size = 1 << 30;
  std::array<std::uint32_t, 100> many{};
  CHECK(to.push_some(many) == 4);
  CHECK(from.pop_some(many) == 4);
  CHECK(to.capacity() == 4);
}

TEST_CASE("a side without a ring says so") {
  numbers::producer to;
  CHECK_FALSE(to);
  CHECK(caught([&] { to.try_push(1); }).code() == std::errc::invalid_argument);
  ring_memory memory;
  numbers::consumer from{memory.bytes()};
  numbers::producer{memory.bytes()}.push(3);
  numbers::consumer other{std::move(from)};
  CHECK_FALSE(from);  // NOLINT(bugprone-use-after-move)
  CHECK(caught([&] { static_cast<void>(from.try_pop()); }).code() == std::errc::invalid_argument);
  CHECK(other.try_pop() == 3);
}

TEST_CASE("the forms of a ring with an error_code do the same, and report") {
  ring_memory memory{2};
  std::error_code error = std::make_error_code(std::errc::io_error);
  const numbers::producer none{memory.bytes().first(1), error};
  CHECK(error == std::errc::invalid_argument);
  CHECK_FALSE(none);
  numbers::producer to{memory.bytes(), error};
  CHECK_FALSE(error);
  numbers::consumer from{memory.bytes(), error};
  CHECK(to.try_push(1, error));
  CHECK(to.push(2, error));
  CHECK_FALSE(to.try_push(3, error));
  CHECK_FALSE(to.push(3, 1ms, error));
  CHECK_FALSE(error);
  CHECK(from.try_pop(error) == 1);
  CHECK(from.pop(error) == 2);
  CHECK_FALSE(from.pop(1ms, error).has_value());
  CHECK_FALSE(error);
  std::array<std::uint32_t, 4> got{};
  CHECK(to.push_some(numbers_from(1, 2), error) == 2);
  memory.header().popped = 50;
  CHECK_FALSE(to.push(3, error));
  CHECK(error == std::errc::protocol_error);
  CHECK(to.push_some(numbers_from(1, 2), error) == 0);
  CHECK(error == std::errc::protocol_error);
  CHECK(from.pop_some(got, error) == 2);
  CHECK_FALSE(error);
}
