// The forms with a std::error_code of what Linux alone has.
#include <fcntl.h>
#include <sys/prctl.h>

#include <algorithm>
#include <vector>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

const auto refused = std::make_error_code(std::errc::invalid_argument);

}  // namespace

TEST_CASE("pages of a file are written and dropped without exceptions") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(page_size()));
  const support::plain_file file{path, support::file_access::write};
  std::error_code error = refused;
  const auto write = range_sync_flag::wait_before | range_sync_flag::write | range_sync_flag::wait_after;
  sync_file_range(file.get(), 0, 0, write, error);
  CHECK((!error || error == std::errc::invalid_seek));  // where the file system has none
  posix_fadvise(file.get(), 0, 0, file_advice::dont_need, error);
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == support::pattern(page_size()));
  posix_fadvise(no_handle, 0, 0, file_advice::dont_need, error);
  CHECK(error == std::errc::bad_file_descriptor);
  sync_file_range(no_handle, 0, 0, write, error);
  CHECK(error == std::errc::bad_file_descriptor);
}

TEST_CASE("pages in many ranges are discarded with and without exceptions") {
  if (!supported(call::process_madvise)) return;
  mapping memory{support::anonymous(2 * page_size())};
  const std::vector<std::span<std::byte>> ranges{memory.writable_bytes()};
  const auto has_zeros = [&] {
    return std::ranges::all_of(memory.bytes(), [](std::byte each) { return each == std::byte{}; });
  };
  std::ranges::fill(memory.writable_bytes(), std::byte{1});
  std::error_code error;
  const auto advised = process_madvise(no_handle, ranges, discarding{advice::dont_need}, error);
  if (error == std::errc::invalid_argument) return;  // kernels before 6.13
  CHECK_FALSE(error);
  CHECK(advised == memory.size());
  CHECK(has_zeros());
  std::ranges::fill(memory.writable_bytes(), std::byte{1});
  CHECK(process_madvise(no_handle, ranges, discarding{advice::dont_need}) == memory.size());
  CHECK(has_zeros());
}

TEST_CASE("memory that is kept from the kernel is made without exceptions") {
  std::error_code error;
  const auto secret = memfd_secret(error);
  CHECK((secret == no_handle) == static_cast<bool>(error));
  if (error) return;
  CHECK(::fcntl(secret, F_GETFD) == FD_CLOEXEC);
  close_file(secret);
}

TEST_CASE("where pages are is told without exceptions") {
  const mapping memory{support::anonymous(page_size())};
  std::vector<page_status> pages(1);
  pages[0].addr = memory.data();
  std::error_code error = refused;
  find_nodes(pages, error);
  CHECK((!error || error == std::errc::function_not_supported));
}

TEST_CASE("a rule is set for a process without exceptions") {
  const auto end = support::in_child([] {
    std::error_code error = refused;
    set_process_control(process_control::memory_failure_early, error);
    return !error && ::prctl(PR_MCE_KILL_GET, 0, 0, 0, 0) == PR_MCE_KILL_EARLY ? 0 : 1;
  });
  CHECK(end.code == 0);
}
