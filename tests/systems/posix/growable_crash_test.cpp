// What a file of elements is when its process was killed.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <random>

#include "../../support/child.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t most = 500'000;

struct element {
  std::uint64_t number;
  std::uint64_t square;
  std::uint64_t sum;
};

// Every store and every growth is a moment at which it may be killed. What has been added is told in steps.
[[noreturn]] void add_for_ever(const std::filesystem::path& path, int told) {
  growable_file<element> file{path, most};
  for (std::uint64_t i = 0;; ++i) {
    if (i < most) file.push_back({i, i * i, i + i * i});
    if (i % 1000 == 0) static_cast<void>(::write(told, &i, sizeof i));
  }
}

}  // namespace

TEST_CASE("whenever its process is killed, a file has whole elements, and those that were added") {
  const support::scratch folder;
  std::mt19937 random{5};
  for (int round = 0; round < 30; ++round) {
    const auto path = folder / ("elements" + std::to_string(round));
    support::pipe_ends pipe;
    const auto child = support::start_child([&]() -> int { add_for_ever(path, pipe.writer()); });
    pipe.close_writer();
    std::uint64_t last = 0;
    REQUIRE(::read(pipe.reader(), &last, sizeof last) == sizeof last);
    ::usleep(static_cast<useconds_t>(random() % 20'000));
    ::kill(child, SIGKILL);
    CHECK(support::wait_for(child).signal == SIGKILL);
    for (std::uint64_t told = 0; ::read(pipe.reader(), &told, sizeof told) == sizeof told;) last = told;
    REQUIRE(std::filesystem::file_size(path) % sizeof(element) == 0);
    growable_file<element> file{path, most};
    REQUIRE(file.size() > std::min<std::uint64_t>(last, most - 1));
    std::uint64_t wrong = 0;
    const auto added = std::min(static_cast<std::size_t>(last), most - 1) + 1;
    for (std::size_t i = 0; i < added; ++i) {
      const std::uint64_t n = i;
      wrong += file[i].number != n || file[i].square != n * n || file[i].sum != n + n * n ? 1 : 0;
    }
    CHECK(wrong == 0);
    file.clear();
  }
}
