// Many mappings, and many failures: nothing runs out and nothing leaks.
#include <mmapkit/mmapkit.hpp>

#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

// After the first few calls the C++ library has what it keeps; from then on every one must leave things as they were.
template <class Attempt>
void check_fails_without_a_trace(Attempt attempt) {
  const auto fail = [&] {
    std::error_code error;
    attempt(error);
    return static_cast<bool>(error);
  };
  for (int i = 0; i < 10; ++i) REQUIRE(fail());
  const auto files = support::open_files();
  const auto regions = support::mapped_regions();
  int failures = 0;
  for (int i = 0; i < 10'000; ++i) failures += fail() ? 1 : 0;
  CHECK(failures == 10'000);
  CHECK(support::open_files() == files);
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

}  // namespace

TEST_CASE("50,000 read-only mappings of a file live under a limit of 1,024 open files") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const support::few_open_files limit{1024};
  // Wine ends at about 38,000 views; it is the files that are counted here.
  const bool by_program = support::file_system(path) == "fuse";  // which has a limit of its own
  const std::size_t many = by_program ? 500 : this_system() == mark::windows ? 20'000 : 50'000;
  std::vector<mapping> mappings;
  mappings.reserve(many);
  for (std::size_t i = 0; i < many; ++i) mappings.emplace_back(path);
  CHECK(mappings.front().text() == "content");
  CHECK(mappings.back().text() == "content");
}

TEST_CASE("10,000 maps of a missing file leave no trace") {
  check_fails_without_a_trace([](std::error_code& error) { return mmap("no-such-file", {}, error); });
}

TEST_CASE("10,000 maps of a directory leave no trace") {
  const scratch folder;
  std::filesystem::create_directory(folder / "folder");
  check_fails_without_a_trace([path = folder / "folder"](std::error_code& error) { return mmap(path, {}, error); });
}

TEST_CASE("10,000 maps at a bad offset leave no trace") {
  const scratch folder;
  check_fails_without_a_trace([path = folder.file("data.bin", "content")](std::error_code& error) {
    return mmap(path, {.offset = 1000}, error);
  });
}

TEST_CASE("10,000 maps of an empty range leave no trace") {
  const scratch folder;
  check_fails_without_a_trace(
      [path = folder.file("data.bin", "content")](std::error_code& error) { return mmap(path, {.size = 0}, error); });
}

TEST_CASE("10,000 maps with a refused flag leave no trace") {
  const scratch folder;
  check_fails_without_a_trace([path = folder.file("data.bin", "content")](std::error_code& error) {
    return mmap(path, {.mmap = mmap_flag::private_ | mmap_flag::uninitialized}, error);
  });
}

TEST_CASE("10,000 maps that the system refuses after the file is open leave no trace") {
  const scratch folder;
  const auto place = mmap(support::anonymous(allocation_granularity()));
  check_fails_without_a_trace([&, path = folder.file("data.bin", "content")](std::error_code& error) {
    return mmap(path, {.mmap = mmap_flag::private_ | mmap_flag::no_replace, .address = place.addr}, error);
  });
  munmap(place);
}

TEST_CASE("10,000 failed mappings leave no trace") {
  const scratch folder;
  check_fails_without_a_trace([path = folder.file("data.bin", "content")](std::error_code& error) {
    const mapping file{path, {.size = 1000}, error};
  });
}

TEST_CASE("10,000 thrown errors leave no trace") {
  const scratch folder;
  check_fails_without_a_trace([path = folder.file("data.bin", "content")](std::error_code& error) {
    error = support::caught([&] { const mapping file{path, {.size = 1000}}; }).code();
  });
}
