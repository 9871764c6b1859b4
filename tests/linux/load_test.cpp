#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <limits>
#include <thread>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

constexpr auto always = std::numeric_limits<std::size_t>::max();

std::string read_by_stream(const char* path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

TEST_CASE("a file that does not say how long it is is read to its end") {
  // Each page has a protection other than its neighbours', and a line of its own.
  auto memory = mapping{support::anonymous(200 * page_size())};
  for (std::size_t i = 0; i < 200; i += 2) memory.protect(i * page_size(), page_size(), protection_flag::none);
  const auto content = load("/proc/self/maps");
  CHECK(std::ranges::count(content.text(), '\n') > 200);
  CHECK(content.size() > 8192);
  CHECK(content.text().ends_with('\n'));
  CHECK(load("/proc/version").text() == read_by_stream("/proc/version"));
}

TEST_CASE("a file that is shorter than it says has the bytes that it has") {
  const auto path = "/sys/devices/system/cpu/online";  // says that it has a page
  const auto content = load(path);
  CHECK(content.text() == read_by_stream(path));
  CHECK(content.size() < page_size());
}

TEST_CASE("a pipe and a device are refused: they may have no end") {
  const scratch folder;
  const auto pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const auto& path : {pipe, std::filesystem::path{"/dev/zero"}}) {
    const auto error = caught([&] { static_cast<void>(load(path)); });
    CHECK(error.code() == std::errc::invalid_argument);
    CHECK(std::string{error.what()}.find("not a regular file") != std::string::npos);
  }
}

TEST_CASE("a copy of more than memory can hold is refused") {
  if (sizeof(void*) == 4 || support::address_sanitizer || support::thread_sanitizer) {
    MESSAGE("left to 64 bits without a sanitizer, which ends the program instead");
    return;
  }
  const scratch folder;
  const auto file = memfd_create("large");
  REQUIRE(::ftruncate(file, off_t{1} << 50) == 0);
  std::error_code error;
  const auto content = load("/proc/self/fd/" + std::to_string(file), always, error);
  close_file(file);
  CHECK(error == std::errc::not_enough_memory);
  CHECK(content.data() == nullptr);
}

TEST_CASE("a file that is cut and lengthened while it is copied gives no more than it had, and no fault") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(64 * 1024));
  std::atomic<bool> done = false;
  std::thread other{[&] {
    for (std::size_t i = 0; !done; ++i) std::filesystem::resize_file(path, i % 2 == 0 ? 10 : 64 * 1024);
  }};
  std::size_t most = 0;
  for (int i = 0; i < 2000; ++i) most = std::max(most, load(path).size());
  done = true;
  other.join();
  CHECK(most <= 64 * 1024);
}
