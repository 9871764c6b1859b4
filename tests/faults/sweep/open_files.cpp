// A file itself: its size, its locks, a second handle, and new content in its place.
#include <mmapkit/file.hpp>
#include <mmapkit/replace_file.hpp>

#include <cerrno>
#include <iterator>

#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using sweep::any_error;
using sweep::as_without;
using sweep::every_call;
using sweep::trial;

namespace {

constexpr std::size_t piece = 64 << 10;

std::size_t files_of(const scratch& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder / ""}, {}));
}

template <class Act>
void on_file(trial& one, Act act) {
  const scratch folder;
  file opened{folder.file("data.bin", pattern(100)), support::open_read_write};
  one.act([&] { act(opened); });
  CHECK(opened.size() == 100);
}

}  // namespace

TEST_CASE("a file that is duplicated, asked, synced and locked") {
  every_call([](trial& one) {
    file other;
    on_file(one, [&](file& opened) { other = file::duplicate(opened); });
    CHECK(static_cast<bool>(other) == !one.told());
  });
  every_call([](trial& one) { on_file(one, [](file& opened) { static_cast<void>(opened.size()); }); });
  every_call([](trial& one) { on_file(one, [](file& opened) { opened.sync(); }); });
  every_call([](trial& one) { on_file(one, [](file& opened) { opened.sync(durability::data); }); });
  every_call([](trial& one) { on_file(one, [](file& opened) { opened.lock(); }); });
  every_call([](trial& one) { on_file(one, [](file& opened) { opened.lock_shared(); }); });
  every_call([](trial& one) { on_file(one, [](file& opened) { opened.unlock(); }); });
  // The lock is another's then, which is no error.
  every_call({{"fcntl", EAGAIN, as_without}, {"fcntl", EACCES, as_without}},
             [](trial& one) { on_file(one, [](file& opened) { static_cast<void>(opened.try_lock()); }); });
}

TEST_CASE("closing a file: the handle is gone, whatever the system says") {
  every_call([](trial& one) {
    const scratch folder;
    file opened{folder.file("data.bin", "content")};
    one.act([&] { opened.close(); });
    CHECK_FALSE(opened);
  });
}

TEST_CASE("a file that becomes longer is as long as it was where that fails, and keeps its content") {
  for (const auto growth : {file_growth::allocated, file_growth::sparse})
    every_call([growth](trial& one) {
      const scratch folder;
      const auto path = folder.file("data.bin", pattern(100));
      file opened{path, support::open_read_write};
      const bool done = one.act([&] { opened.resize(piece, growth); });
      const auto content = support::read_file(path);
      if (done) CHECK(content == pattern(100) + std::string(piece - 100, '\0'));
      if (!done) CHECK(content == pattern(100));
    });
}

TEST_CASE("a file gets its blocks without fallocate too, by a mapping that is gone again") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  const auto regions = support::mapped_regions();
  file opened{path, support::open_read_write};
  auto one = sweep::without("fallocate", EOPNOTSUPP);
  REQUIRE(one.act([&] { opened.resize(piece); }));
  CHECK(support::read_file(path) == pattern(100) + std::string(piece - 100, '\0'));
  CHECK(support::allocated_bytes(path) >= piece);
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("a file that is cut keeps what it had where that fails") {
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    file opened{path, support::open_read_write};
    const bool done = one.act([&] { opened.resize(10); });
    const auto content = support::read_file(path);
    if (done) CHECK(content == pattern(10));
    if (!done) CHECK((content == pattern(100) || content == pattern(10)));
  });
}

// A full disk, a device that fails, a name that cannot be given: the old content is there, and nothing beside it. Where
// all is in place but for the durability of the name the new content is there.
TEST_CASE("a file that is replaced has the old content or the new one, whole, and nothing is left beside it") {
  const auto next = pattern(piece + 1);
  for (const bool is_there : {true, false})
    every_call({{"open O_NONBLOCK", EEXIST, as_without, 1},
                {"fcntl"},
                {"close", any_error, as_without, 2},
                {"pwrite", EPERM},
                {"pwrite", EFBIG},
                {"pwrite", EINVAL}},
               [&](trial& one) {
                 const scratch folder;
                 const auto path = is_there ? folder.file("data.bin", "old") : folder / "data.bin";
                 const bool done = one.act([&] { replace_file(path, next); });
                 const bool exists = std::filesystem::exists(path);
                 const auto content = exists ? support::read_file(path) : std::string{};
                 if (done) CHECK(content == next);
                 if (!done) CHECK((content == next || (is_there ? content == "old" : !exists)));
                 CHECK(files_of(folder) == (exists ? 1 : 0));
               });
}

TEST_CASE("a replacement whose content is not on the device is not put in the place of the old one") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  for (const int code : {EIO, ENOSPC, EDQUOT})
    for (const char* call : {"fsync", "rename", "pwrite"}) {
      auto one = sweep::without(call, code);
      CHECK_FALSE(one.act([&] { replace_file(path, "new"); }));
      CHECK(one.told().value() == code);
      CHECK(support::read_file(path) == "old");
      CHECK(files_of(folder) == 1);
    }
}

TEST_CASE("a file whose mapping cannot be had is not made, also where no lease tells that it is nobody else's") {
  const scratch folder;
  const auto path = folder / "new.bin";
  constexpr auto beyond_addresses = std::size_t{0xf} << (sizeof(std::size_t) == 8 ? 57 : 28);
  if (!support::exceeds_addresses(beyond_addresses)) return;
  auto exact = support::shared_writable(beyond_addresses);
  exact.open |= open_flag::create;
  for (const auto& options : {exact, read_write_or_create(beyond_addresses)}) {
    auto one = sweep::without("fcntl", EAGAIN);
    CHECK_FALSE(one.act([&] { const mapping file{path, options}; }));
    CHECK(one.told() == std::errc::not_enough_memory);
    CHECK_FALSE(std::filesystem::exists(path));
  }
}

TEST_CASE("a failed sync of a file is told to its mappings too") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  file opened{path, support::open_read_write};
  mapping memory{opened, read_write()};
  auto one = sweep::without("fsync", EIO);
  REQUIRE_FALSE(one.act([&] { opened.sync(); }));
  std::error_code error;
  memory.sync(durability::all, error);
  CHECK(error == std::errc::io_error);
}

TEST_CASE("a failed sync of a file is told again by every later one, also where a mapping was told") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  file opened{path, support::open_read_write};
  mapping memory{opened, read_write()};
  std::error_code error;
  {
    auto one = sweep::without("fsync", EIO);
    REQUIRE_FALSE(one.act([&] { memory.sync(durability::all); }));
  }
  for (int times = 0; times < 2; ++times) {
    opened.sync(durability::all, error);
    CHECK(error == std::errc::io_error);
  }
  auto moved = std::move(opened);
  moved.sync(durability::all, error);
  CHECK(error == std::errc::io_error);
  file anew{path, support::open_read_write};
  anew.sync(durability::all, error);
  CHECK_FALSE(error);
}
