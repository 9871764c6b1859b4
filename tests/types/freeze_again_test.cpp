// Later snapshots: of few changed pages and of many, while others live, beside copies of what they have to hold.
#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

// macOS has no private views of shared memory.
bool can_freeze() { return this_system() != mark::apple; }

class frozen_pages {
 public:
  explicit frozen_pages(std::size_t pages)
      : pages_{pages}, memory_{pages * page_size()}, expected_(memory_.size()), random_{static_cast<unsigned>(pages)} {}

  void store_to(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) store(memory_.writable_bytes(), expected_);
  }

  void store_to_snapshots() {
    for (auto& one : kept_) store(one.taken.writable_bytes(), one.expected);
  }

  void freeze() { kept_.push_back({memory_.freeze(), expected_}); }
  void forget(std::size_t which) { kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(which % kept_.size())); }

  bool holds_what_it_should() const {
    return is(memory_.bytes(), expected_) &&
           std::ranges::all_of(kept_, [](const kept& one) { return is(one.taken.bytes(), one.expected); });
  }

  std::size_t snapshots() const { return kept_.size(); }
  std::size_t pages() const { return pages_; }

 private:
  using content = std::vector<std::byte>;
  struct kept {
    snapshot taken;
    content expected;
  };

  // In one call: byte by byte takes minutes without optimisation.
  static bool is(std::span<const std::byte> bytes, const content& expected) {
    return bytes.size() == expected.size() && std::memcmp(bytes.data(), expected.data(), bytes.size()) == 0;
  }

  void store(std::span<std::byte> memory, content& expected) {
    const std::size_t at = random_() % memory.size();
    memory[at] = expected[at] = static_cast<std::byte>(random_());
  }

  std::size_t pages_;
  freezable memory_;
  content expected_;
  std::minstd_rand random_;
  std::vector<kept> kept_;
};

}  // namespace

TEST_CASE("whether few or many pages were stored to, the memory and each snapshot hold what they should") {
  if (!can_freeze()) return;
  for (const std::size_t pages : {std::size_t{1}, std::size_t{5}, std::size_t{200}}) {
    frozen_pages both{pages};
    both.store_to(pages);
    for (std::size_t round = 0; round < 24; ++round) {
      CAPTURE(round);
      both.freeze();
      both.store_to(round % 3 == 0 ? 1 : pages);
      if (round % 2 == 0) both.store_to_snapshots();
      if (both.snapshots() > 3) both.forget(round);
      REQUIRE(both.holds_what_it_should());
    }
  }
}

TEST_CASE("memory that nobody has stored to between two snapshots is frozen again") {
  if (!can_freeze()) return;
  frozen_pages both{64};
  both.store_to(64);
  for (int round = 0; round < 3; ++round) both.freeze();
  CHECK(both.holds_what_it_should());
}
