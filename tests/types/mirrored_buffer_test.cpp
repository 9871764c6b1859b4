#include <cstring>
#include <thread>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("each byte is at two places, and the memory begins as zeros") {
  mirrored_buffer ring{1};
  const auto size = ring.size();
  CHECK(size == allocation_granularity());
  CHECK(ring.data()[0] == std::byte{0});
  CHECK(ring.data()[2 * size - 1] == std::byte{0});
  ring.data()[size - 1] = std::byte{7};
  CHECK(ring.data()[2 * size - 1] == std::byte{7});
  ring.data()[size] = std::byte{8};
  CHECK(ring.data()[0] == std::byte{8});
}

TEST_CASE("what crosses the end is whole, from any offset") {
  mirrored_buffer ring{1 << 16};
  const std::string text = "across the end";
  const auto from = ring.size() - 5;
  std::memcpy(ring.from(from).data(), text.data(), text.size());
  CHECK(support::text(ring.from(from).data(), text.size()) == text);
  CHECK(support::text(ring.data(), text.size() - 5) == text.substr(5));
}

TEST_CASE("sizes that cannot be are refused, and nothing stays behind") {
  const auto regions = support::mapped_regions();
  const auto files = support::open_files();
  CHECK(caught([] { return mirrored_buffer{0}; }).code() == std::errc::invalid_argument);
  CHECK(caught([] { return mirrored_buffer{std::numeric_limits<std::size_t>::max()}; }).code() ==
        std::errc::not_enough_memory);
  constexpr auto half = std::numeric_limits<std::size_t>::max() / 32 * 15;
  if (support::exceeds_addresses(2 * half)) {
    std::error_code error;
    const mirrored_buffer none{half, error};
    CHECK(error);
    CHECK_FALSE(none);
  }
  CHECK(support::mapped_regions() <= regions + support::region_noise);
  CHECK(support::open_files() == files);
}

TEST_CASE("a mirrored buffer moves, and leaves neither memory nor files behind") {
  const auto regions = support::mapped_regions();
  const auto files = support::open_files();
  for (int i = 0; i < 100; ++i) {
    mirrored_buffer first{1 << 16};
    first.data()[1] = std::byte{7};
    auto second = std::move(first);
    CHECK_FALSE(first);  // NOLINT(bugprone-use-after-move): that is the question
    CHECK(second.data()[1 + second.size()] == std::byte{7});
    first = std::move(second);
    first.unmap();
    CHECK_FALSE(first);
  }
  CHECK(support::mapped_regions() <= regions + support::region_noise);
  CHECK(support::open_files() == files);
}

TEST_CASE("threads make buffers at the same time") {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (std::size_t i = 0; i < wrong.size(); ++i)
    threads.emplace_back([&wrong, i] {
      for (int round = 0; round < 50; ++round) {
        mirrored_buffer ring{1 << 16};
        ring.data()[0] = static_cast<std::byte>(i + 1);
        if (ring.data()[ring.size()] != static_cast<std::byte>(i + 1)) ++wrong[i];
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(wrong.size()));
}
