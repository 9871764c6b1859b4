#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <limits>
#include <thread>

#include "../../support/support.hpp"

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
  CHECK(support::text(load("/proc/version")) == read_by_stream("/proc/version"));
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

TEST_CASE("a file that does not say how long it is cannot be loaded into memory, and the error says what reads it") {
  const auto error = support::caught([] { static_cast<void>(mmapkit::load_into_memory("/proc/meminfo")); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string_view{error.what()}.find("load() reads it") != std::string_view::npos);
}

TEST_CASE("a large file is loaded into huge pages") {
  const support::scratch folder;
  constexpr std::size_t size = std::size_t{8} << 20;
  auto plain = mmapkit::allocate(size);
  std::ranges::fill(plain.writable_bytes(), std::byte{1});
  const auto memory = mmapkit::load_into_memory(folder.file("data", support::pattern(size)));
  CHECK(memory.state().resident == size);
  if (plain.state().huge != 0)
    CHECK(memory.state().huge != 0);
  else
    MESSAGE("skipped: there are no transparent huge pages here, or none is free");
}

TEST_CASE("a file that is read past the cache is loaded into memory whole, whatever its length") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern((std::size_t{3} << 20) + 17));
  std::error_code none_here;  // tmpfs before Linux 6.6
  const file direct{path, open_flag::read | open_flag::direct, none_here};
  if (none_here) return;
  const auto memory = mmapkit::load_into_memory(direct);
  CHECK(memory.text() == support::pattern((std::size_t{3} << 20) + 17));
}

TEST_CASE("a file that has fewer bytes than it says is an error that says what reads it") {
  const std::filesystem::path path{"/sys/kernel/mm/transparent_hugepage/enabled"};
  if (!std::filesystem::exists(path)) return;
  const auto error = caught([&] { static_cast<void>(mmapkit::load_into_memory(path)); });
  CHECK(error.code() == std::errc::io_error);
  CHECK(std::string_view{error.what()}.find("load() reads it") != std::string_view::npos);
}
