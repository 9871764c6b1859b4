// Growth whose blocks are written: what fails before the length is set, and after it.
#include <cerrno>
#include <mmapkit/growable_file.hpp>

#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using support::shared_writable;
using sweep::every_call;
using sweep::trial;

namespace {

constexpr std::size_t piece = 64 << 10;

// Write-back that cannot be begun for a range of the file is begun for its pages in memory, and pages that the kernel
// does not populate are stored to. The one that cannot be had is told by what the file and the disk show (EIO).
constexpr sweep::answer other_ways[] = {{"sync_file_range", EBADF},
                                        {"sync_file_range", EINVAL},
                                        {"sync_file_range", ESPIPE},
                                        {"sync_file_range", ENOSYS},
                                        {"madvise MADV_POPULATE", EFAULT, EIO},
                                        {"msync"},
                                        {"munmap", sweep::any_error, sweep::as_without, 2},
                                        {"munmap", sweep::any_error, sweep::the_error}};

// As it was, or longer by zeros: nothing in between, and only the former where the length was never set.
void check_old_or_grown(const std::filesystem::path& path, std::size_t from, std::size_t to, bool done) {
  const auto content = support::read_file(path);
  const auto calls = sweep::names_of_calls();
  const bool is_synced = std::ranges::count(calls, "fdatasync") != 0;
  if (!done && content.size() == from) {
    CHECK_FALSE(is_synced);
    CHECK(content == pattern(from));
  } else {
    CHECK(content == pattern(from) + std::string(to - from, '\0'));
  }
}

}  // namespace

TEST_CASE("blocks are written when the file has its length, through a mapping, and synced once") {
  if (!supported(advice::populate_write)) {
    MESSAGE("untried: before Linux 5.14 blocks are written by stores that change nothing");
    return;
  }
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  trial mapped{sweep::nowhere, 0};
  mapping memory;
  REQUIRE(mapped.act([&] { memory = mapping{path, shared_writable(piece, file_growth::written)}; }));
  CHECK(sweep::names_of_calls() == sweep::call_names{"open O_NONBLOCK", "statx", "getrlimit", "mmap", "munmap",
                                                     "fstatvfs", "fallocate", "mmap MAP_SHARED_VALIDATE", "fallocate",
                                                     "madvise MADV_POPULATE", "sync_file_range", "fdatasync"});
  file opened{path, support::open_read_write};
  trial resized{sweep::nowhere, 0};
  REQUIRE(resized.act([&] { opened.resize(2 * piece, file_growth::written); }));
  CHECK(sweep::names_of_calls() == sweep::call_names{"statx", "getrlimit", "mmap MAP_SHARED_VALIDATE", "munmap",
                                                     "fstatvfs", "fallocate", "fallocate", "mmap MAP_SHARED_VALIDATE",
                                                     "madvise MADV_POPULATE", "sync_file_range", "munmap",
                                                     "fdatasync"});
}

TEST_CASE("whatever fails while blocks are written, the file is as it was or has its new length, and zeros there") {
  every_call(other_ways, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    mapping memory;
    const bool done = one.act([&] { memory = mapping{path, shared_writable(piece, file_growth::written)}; });
    check_old_or_grown(path, 100, piece, done);
  });
  every_call(other_ways, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    file opened{path, support::open_read_write};
    const bool done = one.act([&] { opened.resize(piece, file_growth::written); });
    check_old_or_grown(path, 100, piece, done);
  });
  every_call(other_ways, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(page_size()));
    mapping memory{path, shared_writable(page_size(), file_growth::written)};
    const auto longer = page_size() + piece;
    const bool done = one.act([&] { memory.resize(longer); });
    CHECK(memory.size() == (done ? longer : page_size()));
    check_old_or_grown(path, page_size(), longer, done);
  });
}

TEST_CASE("a file gets written blocks without fallocate too, and before Linux 5.14") {
  for (const int code : {EOPNOTSUPP, ENOSYS})
    for (const char* missing : {"", "madvise MADV_POPULATE"}) {
      const scratch folder;
      const auto path = folder.file("data.bin", pattern(100));
      trial one{sweep::fault{.every = "fallocate", .missing = missing, .code = code}};
      file opened{path, support::open_read_write};
      REQUIRE(one.act([&] { opened.resize(3 * piece, file_growth::written); }));
      CHECK(sweep::were_made("fdatasync"));
      CHECK(support::read_file(path) == pattern(100) + std::string(3 * piece - 100, '\0'));
      CHECK(support::allocated_bytes(path) >= 3 * piece);
    }
}

TEST_CASE("blocks that could not be synced are told, and told to who had the file mapped before") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  mapping before{path, shared_writable()};
  file opened{path, support::open_read_write};
  auto one = sweep::without("fdatasync", EIO);
  CHECK_FALSE(one.act([&] { opened.resize(piece, file_growth::written); }));
  CHECK(one.told() == std::errc::io_error);
  CHECK(std::filesystem::file_size(path) == piece);
  CHECK(support::caught([&] { before.sync(); }).code() == std::errc::io_error);
  CHECK(support::caught([&] { opened.sync(); }).code() == std::errc::io_error);
  mapping after{path, shared_writable()};
  after.sync();
}

TEST_CASE("elements stay addable where blocks could not be written") {
  const scratch folder;
  growable_file<int> numbers{folder / "numbers", std::size_t{1} << 20, {.growth = file_growth::written}};
  numbers.push_back(1);
  auto one = sweep::without("fdatasync", EIO);
  CHECK_FALSE(one.act([&] { numbers.resize(piece); }));
  CHECK(numbers.size() == 1);
  numbers.resize(piece);
  CHECK(numbers.size() == piece);
  CHECK(numbers.data()[0] == 1);
}
