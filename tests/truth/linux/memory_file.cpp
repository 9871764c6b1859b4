// Files in memory, and their seals.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "memory.hpp"

using namespace mmapkit;
using support::caught;

namespace {

// Closed with the object.
class memory_file {
 public:
  explicit memory_file(memfd_flag flags) : file_{memfd_create("truth", flags)} {}
  ~memory_file() { ::close(file_); }
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;

  int get() const { return file_; }

  struct stat status() const {
    struct stat found {};
    REQUIRE(::fstat(file_, &found) == 0);
    return found;
  }

 private:
  int file_;
};

// Of two pages, that can be sealed; executable where the system can say so, since it may prefer not.
memory_file sealable() { return memory_file{memfd_flag::allow_sealing | if_supported(memfd_flag::executable)}; }

bool sets_length(int file, std::size_t pages) {
  return ::ftruncate(file, static_cast<off_t>(pages * page_size())) == 0;
}

bool writes(int file) { return ::pwrite(file, "x", 1, 0) == 1; }

mapping map_shared(int file, protection_flag protection = support::read_write) {
  return mapping{
      file,
      {.open = support::open_read_write, .protection = protection, .mmap = mmap_flag::shared, .size = page_size()}};
}

constexpr mode_t any_execute = S_IXUSR | S_IXGRP | S_IXOTH;

// 2 where the system makes no executable files in memory at all.
int executable_policy() {
  int policy = 0;
  std::ifstream{"/proc/sys/vm/memfd_noexec"} >> policy;
  return policy;
}

}  // namespace

PROOF(memfd_flag, close_on_exec) {
  for (const auto flags : {memfd_flag::close_on_exec, memfd_flag{}}) {
    const memory_file file{flags};
    CHECK((::fcntl(file.get(), F_GETFD) & FD_CLOEXEC) != 0);
  }
}

PROOF(memfd_flag, allow_sealing) {
  const memory_file with{memfd_flag::allow_sealing};
  const memory_file without{{}};
  add_seals(with.get(), seal_flag::grow);
  CHECK(caught([&] { add_seals(without.get(), seal_flag::grow); }).code() == std::errc::operation_not_permitted);
}

PROOF(memfd_flag, no_exec_seal) {
  const memory_file file{memfd_flag::no_exec_seal};
  CHECK((file.status().st_mode & any_execute) == 0);
  CHECK(::fchmod(file.get(), 0700) != 0);
  CHECK(has(get_seals(file.get()), seal_flag::exec));
}

PROOF(memfd_flag, executable) {
  if (executable_policy() == 2) {
    CHECK(caught([] { memory_file{memfd_flag::executable}; }).code() == std::errc::permission_denied);
    return;
  }
  const memory_file file{memfd_flag::executable};
  CHECK((file.status().st_mode & any_execute) == any_execute);
  CHECK_FALSE(has(get_seals(file.get()), seal_flag::exec));
}

PROOF(seal_flag, none) {
  const auto file = sealable();
  add_seals(file.get(), seal_flag::none);
  CHECK(get_seals(file.get()) == seal_flag::none);
  CHECK(sets_length(file.get(), 2));
  CHECK(sets_length(file.get(), 1));
  CHECK(writes(file.get()));
}

PROOF(seal_flag, seal) {
  const auto file = sealable();
  add_seals(file.get(), seal_flag::seal);
  CHECK(get_seals(file.get()) == seal_flag::seal);
  CHECK(caught([&] { add_seals(file.get(), seal_flag::grow); }).code() == std::errc::operation_not_permitted);
  CHECK(sets_length(file.get(), 2));
}

PROOF(seal_flag, shrink) {
  const auto file = sealable();
  REQUIRE(sets_length(file.get(), 2));
  add_seals(file.get(), seal_flag::shrink);
  CHECK_FALSE(sets_length(file.get(), 1));
  CHECK(errno == EPERM);
  CHECK(sets_length(file.get(), 3));
}

PROOF(seal_flag, grow) {
  const auto file = sealable();
  REQUIRE(sets_length(file.get(), 2));
  add_seals(file.get(), seal_flag::grow);
  CHECK_FALSE(sets_length(file.get(), 3));
  CHECK(errno == EPERM);
  CHECK(sets_length(file.get(), 1));
}

PROOF(seal_flag, write) {
  const auto file = sealable();
  REQUIRE(sets_length(file.get(), 2));
  {
    const auto open = map_shared(file.get());
    CHECK(caught([&] { add_seals(file.get(), seal_flag::write); }).code() == std::errc::device_or_resource_busy);
  }
  add_seals(file.get(), seal_flag::write);
  CHECK_FALSE(writes(file.get()));
  CHECK(errno == EPERM);
  CHECK(caught([&] { map_shared(file.get()); }).code() == std::errc::operation_not_permitted);
}

PROOF(seal_flag, future_write) {
  const auto file = sealable();
  REQUIRE(sets_length(file.get(), 2));
  auto open = map_shared(file.get());
  add_seals(file.get(), seal_flag::future_write);
  CHECK_FALSE(writes(file.get()));
  CHECK(caught([&] { map_shared(file.get()); }).code() == std::errc::operation_not_permitted);
  open.writable_bytes()[0] = std::byte{1};
  CHECK(*map_shared(file.get(), protection_flag::read).data() == std::byte{1});
}

PROOF(seal_flag, exec) {
  const auto file = sealable();
  const auto mode = file.status().st_mode;
  add_seals(file.get(), seal_flag::exec);
  CHECK(::fchmod(file.get(), mode ^ S_IXUSR) != 0);
  CHECK(errno == EPERM);
  CHECK(file.status().st_mode == mode);
}
