// What durability does to the pages of a file in the cache: the kernel counts those that are still to be written.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>

#include "../../support/support.hpp"

using namespace mmapkit;
using support::file_access;
using support::plain_file;
using support::scratch;

namespace {

std::span<const std::byte> as_written(std::string_view text) { return std::as_bytes(std::span{text}); }

// A file of four pages, on the device, and a mapping of it.
class synced_file {
 public:
  synced_file()
      : path_{folder_.file("data.bin", support::pattern(4 * page_size()))},
        plain_{path_, file_access::write},
        memory{path_, support::shared_writable()} {
    ::fsync(plain_.get());
  }

 private:
  scratch folder_;
  std::filesystem::path path_;
  plain_file plain_;

 public:
  mapping memory;

  // None where the system does not count the pages of this file.
  std::uint64_t dirty() const {
    std::error_code uncounted;
    return cachestat(plain_.get(), 0, 0, uncounted).dirty;
  }

  void store(char value) {
    memory.writable_bytes()[5] = memory.writable_bytes()[2 * page_size()] = static_cast<std::byte>(value);
  }

  // Files in memory have no device to be written to: their pages stay dirty.
  bool tells() {
    store('!');
    const bool stored = dirty() != 0;  // by whole folios
    ::fsync(plain_.get());
    return stored && dirty() == 0;
  }
};

bool can_tell() {
  const bool can = supported(call::cachestat) && synced_file{}.tells();
  if (!can) MESSAGE("this kernel, or the file system here, does not tell what is written: durability was not seen");
  return can;
}

}  // namespace

TEST_CASE("nothing that was synced is left to be written") {
  if (!can_tell()) return;
  synced_file file;
  for (const auto level : {durability::data, durability::all}) {
    file.store(level == durability::data ? 'd' : 'a');
    CHECK(file.dirty() != 0);
    file.memory.sync(level);
    CHECK(file.dirty() == 0);
  }
  file.store('f');
  file.memory.sync(msync_flag::sync);
  CHECK(file.dirty() == 0);
}

TEST_CASE("scheduled writing begins at once") {
  if (!can_tell()) return;
  synced_file file;
  file.store('x');
  file.memory.sync(durability::scheduled);
  CHECK(file.dirty() == 0);
}

TEST_CASE("nothing that was written through is left to be written, one piece or many") {
  if (!can_tell()) return;
  synced_file file;
  file.memory.write_through(7, as_written("one"));
  CHECK(file.dirty() == 0);
  const std::array<write_request, 2> requests{{{0, as_written("data")}, {3 * page_size(), as_written("data")}}};
  file.memory.write_through(requests);
  CHECK(file.dirty() == 0);
}

TEST_CASE("what is written through lands at its offset also where the file is open for appending") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(100));
  if (support::file_system(path) == "fuse") {
    MESSAGE("a file system that is a program writes stores back through its own descriptor, which appends: not tried");
    return;
  }
  const int file = ::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC);
  mapping memory{file, support::shared_writable()};
  memory.write_through(7, as_written("one"));
  const std::array<write_request, 2> requests{{{20, as_written("two")}, {30, as_written("six")}}};
  memory.write_through(requests);
  memory.unmap();
  ::close(file);
  auto expected = support::pattern(100);
  expected.replace(7, 3, "one").replace(20, 3, "two").replace(30, 3, "six");
  CHECK(support::read_file(path) == expected);
}

TEST_CASE("what may be stored but not written is written through all the same") {
  const auto file = memfd_create("memory", memfd_flag::allow_sealing);
  auto options = support::shared_writable();
  options.size = 100;
  mapping memory{file, options};
  add_seals(file, seal_flag::future_write);
  memory.write_through(7, as_written("one"));
  CHECK(memory.text().substr(7, 3) == "one");
  memory.sync();
  memory.unmap();
  close_file(file);
}

TEST_CASE("bytes to be written through that cannot be read are an error, and nothing is lost") {
  synced_file file;
  const mapping unreadable{
      {.protection = protection_flag::none, .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = page_size()}};
  CHECK(support::caught([&] { file.memory.write_through(0, unreadable.bytes()); }).code() == std::errc::bad_address);
  file.memory.sync(durability::all);
}

TEST_CASE("a limit of file sizes does not end a process that writes through within its file") {
  synced_file file;
  struct rlimit before {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const struct rlimit low { .rlim_cur = page_size(), .rlim_max = before.rlim_max };
  ::setrlimit(RLIMIT_FSIZE, &low);
  std::error_code error;
  file.memory.write_through(2 * page_size() - 1, as_written("xy"), error);
  ::setrlimit(RLIMIT_FSIZE, &before);
  CHECK_FALSE(error);
  CHECK(file.memory.text().substr(2 * page_size() - 1, 2) == "xy");
}
