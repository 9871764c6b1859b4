// A full disk and a used-up limit: told when mapping, with nothing left behind. Each runs in a process of its own.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::in_child;
using support::scratch;

namespace {

constexpr int cannot_run = 77;

mmap_options growing(std::size_t size, file_growth growth) {
  auto options = support::shared_writable(size, growth);
  options.open |= open_flag::create;
  return options;
}

// Grows a file beyond a disk of 1 MiB.
int fill_disk(const std::filesystem::path& disk, file_growth growth) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return cannot_run;
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0) return cannot_run;
  std::error_code error;
  const auto path = disk / "data.bin";
  support::write_file(path, "");
  const auto memory = mmap(path, growing(4 << 20, growth), error);
  const auto size = std::filesystem::file_size(path);
  if (growth == file_growth::sparse) return !error && memory.addr != nullptr && size == 4 << 20 ? 0 : 1;
  return error == std::errc::no_space_on_device && memory.addr == nullptr && size == 0 ? 0 : 1;
}

}  // namespace

TEST_CASE("a full disk is an error when the file grows, and the file is as it was") {
  const scratch folder;
  std::filesystem::create_directory(folder / "disk");
  for (const auto growth : {file_growth::allocated, file_growth::sparse, file_growth::written}) {
    const int result = in_child([&] { return fill_disk(folder / "disk", growth); }).code;
    if (result == cannot_run) MESSAGE("this user may not mount: a full disk could not be tried");
    CHECK((result == 0 || result == cannot_run));
  }
}

TEST_CASE("memory that may not be locked is an error, and nothing stays mapped") {
  const int result =
      in_child([] {
        const rlimit none{0, 0};
        if (::setrlimit(RLIMIT_MEMLOCK, &none) != 0) return 1;
        if (::getuid() == 0 && ::setuid(65'534) != 0) return 2;
        auto options = support::anonymous(1 << 20);
        options.mmap |= mmap_flag::locked;
        const auto regions = support::mapped_regions();
        std::error_code error;
        const auto memory = mmap(options, error);
        // The kernel says EPERM here, which musl makes ENOMEM; with a limit above 0 it would be EAGAIN.
        if (error != std::errc::operation_not_permitted && error != std::errc::not_enough_memory) return 3;
        return memory.addr == nullptr && support::mapped_regions() <= regions + support::region_noise ? 0 : 4;
      }).code;
  CHECK(result == 0);
}
