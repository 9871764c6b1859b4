// A shortage in the middle of a resize: the old mapping and the file stay as they were.
#include <sys/resource.h>

#include <csignal>

#include "../../support/support.hpp"

using namespace mmapkit;

namespace {

// Lowers a limit for the object's life.
class limit {
 public:
  limit(int what, rlim_t to) : what_{what} {
    ::getrlimit(what_, &before_);
    const rlimit lower{.rlim_cur = to, .rlim_max = before_.rlim_max};
    ::setrlimit(what_, &lower);
  }
  ~limit() { ::setrlimit(what_, &before_); }
  limit(const limit&) = delete;
  limit& operator=(const limit&) = delete;

 private:
  int what_;
  rlimit before_{};
};

}  // namespace

TEST_CASE("a file that may not become so long keeps its length, and the mapping its place") {
  const support::scratch folder;
  const auto path = folder.file("data", "abc");
  mapping file{path, support::shared_writable()};
  const auto* const data = file.data();
  std::error_code error;
  {
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const limit shorter{RLIMIT_FSIZE, 1 << 16};
    file.resize(1 << 20, error);
    std::signal(SIGXFSZ, handler);
  }
  CHECK(error == std::errc::file_too_large);
  CHECK(file.data() == data);
  CHECK(file.text() == "abc");
  CHECK(std::filesystem::file_size(path) == 3);
  file.resize(1 << 20);
  CHECK(std::filesystem::file_size(path) == 1 << 20);
}

TEST_CASE("where addresses are short the file does not grow") {
  const support::scratch folder;
  const auto path = folder.file("data", "abc");
  auto options = support::shared_writable();
  options.growth = file_growth::sparse;
  mapping file{path, options};
  const auto more_than_there_is = sizeof(void*) == 8 ? std::size_t{1} << 56 : std::size_t{0xFC000000};
  if (!support::exceeds_addresses(more_than_there_is)) return;
  std::error_code error;
  file.resize(more_than_there_is, error);
  REQUIRE(error);
  CHECK(file.text() == "abc");
  CHECK(std::filesystem::file_size(path) == 3);
}

TEST_CASE("memory grows behind a last page that may only be read, which stays so") {
  mapping memory{support::anonymous(100)};
  memory.writable_bytes().back() = std::byte{1};
  mprotect(memory.data(), page_size(), protection_flag::read);
  std::error_code error;
  memory.resize(page_size(), error);
  if (error == std::errc::operation_not_supported) return;
  REQUIRE_FALSE(error);
  CHECK(memory.bytes()[99] == std::byte{1});
  CHECK(memory.bytes()[100] == std::byte{});
  CHECK_FALSE(support::writable(memory.data()));
}
