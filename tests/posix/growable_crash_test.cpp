// What a file of elements is when its process was killed.
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <random>

#include "../support/child.hpp"

using namespace mmapkit;

namespace {

struct element {
  std::uint64_t number;
  std::uint64_t square;
  std::uint64_t sum;
};

// Every store and every growth is a moment at which it may be killed.
[[noreturn]] void add_for_ever(const std::filesystem::path& path, int started) {
  growable_file<element> file{path, std::size_t{1} << 22};
  for (std::uint64_t i = 0;; ++i) {
    if (file.size() == std::size_t{1} << 21) file.clear();
    file.push_back({i, i * i, i + i * i});
    if (i == 0) static_cast<void>(::write(started, "x", 1));
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
    char ready = 0;
    REQUIRE(::read(pipe.reader(), &ready, 1) == 1);
    ::usleep(static_cast<useconds_t>(random() % 20'000));
    ::kill(child, SIGKILL);
    CHECK(support::wait_for(child).signal == SIGKILL);
    REQUIRE(std::filesystem::file_size(path) % sizeof(element) == 0);
    growable_file<element> file{path, std::size_t{1} << 22};
    std::uint64_t wrong = 0;
    for (const auto& e : file) wrong += e.square != e.number * e.number ? 1 : 0;
    CHECK(wrong <= 1);  // the one that was just being stored
    file.clear();
  }
}
