// What durability does to the pages of a file in the cache: the kernel counts those that are still to be written.
#include <unistd.h>

#include <array>

#include "../support/support.hpp"

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

  std::uint64_t dirty() const { return cachestat(plain_.get()).dirty; }

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
