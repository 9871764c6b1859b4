// The steps by which a file becomes longer: their order, and the ways of file systems and kernels that lack some.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mmapkit/growable_file.hpp>
#include <vector>

#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using support::shared_writable;
using sweep::any_error;
using sweep::call_names;
using sweep::check_usable;
using sweep::every_call;
using sweep::the_error;
using sweep::trial;
using sweep::without;

namespace {

constexpr std::size_t piece = 64 << 10;

std::size_t count_of(std::string_view call) {
  return static_cast<std::size_t>(std::ranges::count(sweep::names_of_calls(), call));
}

void check_grown(const std::filesystem::path& path, std::size_t from, std::size_t to) {
  const auto content = support::read_file(path);
  CHECK(content.size() == to);
  CHECK(content == pattern(from) + std::string(to - from, '\0'));
}

}  // namespace

TEST_CASE("the length is set by the last call, and blocks are asked for when there are addresses") {
  const scratch folder;
  trial mapped{sweep::nowhere, 0};
  mapping file;
  REQUIRE(mapped.act([&] { file = mapping{folder.file("data.bin", pattern(100)), shared_writable(piece)}; }));
  CHECK(sweep::names_of_calls() == call_names{"open O_NONBLOCK", "statx", "getrlimit", "mmap", "munmap", "fstatvfs",
                                              "fallocate", "mmap MAP_SHARED_VALIDATE", "fallocate"});
  trial resized{sweep::nowhere, 0};
  REQUIRE(resized.act([&] { file.resize(2 * piece); }));
  CHECK(sweep::names_of_calls() ==
        call_names{"statx", "getrlimit", "mmap", "munmap", "fstatvfs", "fallocate", "mremap", "fallocate", "msync"});
}

TEST_CASE("whatever fails, the length that others see stays, and nothing is cut") {
  for (const auto growth : {file_growth::allocated, file_growth::sparse})
    sweep::every_call({{"munmap", sweep::any_error, sweep::the_error}}, [growth](trial& one) {
      const scratch folder;
      const auto path = folder.file("data.bin", pattern(100));
      mapping file;
      const bool done = one.act([&] { file = mapping{path, shared_writable(piece, growth)}; });
      check_grown(path, 100, done ? piece : 100);
    });
}

TEST_CASE("a mapping that could not grow is where it was, as long as it was") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(page_size()));
  mapping file{path, support::shared_writable()};
  const auto* const before = file.data();
  for (const int code : {EIO, ENOSPC, EFBIG}) {
    trial one{5, code};  // the length
    CHECK_FALSE(one.act([&] { file.resize(100 * piece); }));
    CHECK(sweep::recorded().calls[5].name == "fallocate");
    CHECK(one.told().value() == code);
    CHECK(file.data() == before);
    CHECK(file.size() == page_size());
    CHECK(file.text() == pattern(page_size()));
    CHECK(std::filesystem::file_size(path) == page_size());
  }
}

TEST_CASE("a file gets its blocks without fallocate, whatever the length it grows by") {
  for (const int code : {EOPNOTSUPP, ENOSYS})
    for (const char* missing : {"", "madvise MADV_POPULATE"})  // before Linux 5.14
      for (const std::size_t from : {std::size_t{0}, std::size_t{5}, piece})
        for (const std::size_t more : {std::size_t{1}, piece - 1, piece, piece + 1, 3 * piece + 1}) {
          CAPTURE(from);
          CAPTURE(more);
          const scratch folder;
          const auto path = folder.file("data.bin", pattern(from));
          trial one{sweep::fault{.every = "fallocate", .missing = missing, .code = code}};
          mapping file;
          REQUIRE(one.act([&] { file = mapping{path, shared_writable(from + more)}; }));
          CHECK(count_of("pwrite") == 1);
          check_grown(path, from, from + more);
          if (more >= piece) CHECK(support::allocated_bytes(path) >= more);
        }
}

TEST_CASE("without fallocate two processes that open a new file together lose nothing of each other") {
  constexpr std::size_t pages = 256;
  for (const char* missing : {"", "madvise MADV_POPULATE"})
    for (int round = 0; round < 20; ++round) {
      const scratch folder;
      const auto path = folder.file("data.bin", "");
      for (std::size_t child = 0; child < 2; ++child)
        if (::fork() == 0) {
          trial one{sweep::fault{.every = "fallocate", .missing = missing, .code = EOPNOTSUPP}};
          mapping file;
          if (!one.act([&] { file = mapping{path, shared_writable(pages * page_size())}; })) ::_exit(1);
          for (auto page = child; page < pages; page += 2) file.writable_bytes()[page * page_size()] = std::byte{1};
          ::_exit(0);
        }
      int status = 0;
      while (::wait(&status) > 0) CHECK(status == 0);
      const auto content = support::read_file(path);
      REQUIRE(content.size() == pages * page_size());
      CHECK(std::ranges::count(content, '\1') == pages);
    }
}

TEST_CASE("a file system that only allocates with the length does so in one call") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(5));
  trial one{sweep::fault{.call = 6, .code = EOPNOTSUPP}};
  mapping file;
  REQUIRE(one.act([&] { file = mapping{path, shared_writable(piece)}; }));
  CHECK(count_of("fallocate") == 2);
  CHECK(count_of("pwrite") == 0);
  check_grown(path, 5, piece);
  CHECK(support::allocated_bytes(path) >= piece);
}

TEST_CASE("signals that interrupt each long allocation make it shorter, and each piece is kept") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(5));
  trial one{sweep::fault{.every = "fallocate", .beyond = piece, .code = EINTR}};
  mapping file;
  REQUIRE(one.act([&] { file = mapping{path, shared_writable(16 * piece)}; }));
  CHECK_FALSE(sweep::recorded().without_end);
  CHECK(count_of("fallocate") < 64);
  check_grown(path, 5, 16 * piece);
  CHECK(support::allocated_bytes(path) >= 16 * piece);
  for (const auto mode : {fallocate_mode::allocate, fallocate_mode::keep_size}) {
    const auto other = folder.file("other.bin", pattern(5));
    const auto handle = open_file(other, support::open_read_write);
    trial asked{sweep::fault{.every = "fallocate", .beyond = piece, .code = EINTR}};
    CHECK(asked.act([&] { fallocate(handle, mode, 0, 16 * piece); }));
    CHECK_FALSE(sweep::recorded().without_end);
    close_file(handle);
    check_grown(other, 5, mode == fallocate_mode::allocate ? 16 * piece : 5);
    CHECK(support::allocated_bytes(other) >= 16 * piece);
  }
}

TEST_CASE("an allocation that signals leave no more than a page at a time ends all the same") {
  const scratch folder;
  const auto path = folder.file("data.bin", "");
  trial one{sweep::fault{.every = "fallocate", .beyond = static_cast<long>(page_size()), .code = EINTR}};
  mapping file;
  REQUIRE(one.act([&] { file = mapping{path, shared_writable(20 * page_size() + 1)}; }));
  CHECK_FALSE(sweep::recorded().without_end);
  check_grown(path, 0, 20 * page_size() + 1);
}

TEST_CASE("through a handle that appends a file grows by what it lacks, also without fallocate") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  const native_handle handle{::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC)};
  auto one = without("fallocate", EOPNOTSUPP);
  auto options = shared_writable(3 * piece + 1);
  options.open = {};
  mapping file;
  REQUIRE(one.act([&] { file = mapping{handle, options}; }));
  close_file(handle);
  check_grown(path, 100, 3 * piece + 1);
}

TEST_CASE("a file that is to be emptied keeps its content where what follows could not be had") {
  auto options = shared_writable(2 * piece);
  options.open |= open_flag::truncate;
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(piece));
  trial plain{sweep::nowhere, 0};
  REQUIRE(plain.act([&] { static_cast<void>(mapping{path, options}); }));
  const auto calls = sweep::names_of_calls();
  const auto emptied = std::ranges::find(calls, "ftruncate") - calls.begin();
  for (int call = 0; call <= emptied; ++call)
    for (const int code : {ENOSPC, EIO, ENOMEM}) {
      const auto again = folder.file("again.bin", pattern(piece));
      trial one{call, code};
      if (!one.act([&] { static_cast<void>(mapping{again, options}); }))
        CHECK(support::read_file(again) == pattern(piece));
    }
  check_grown(path, 0, 2 * piece);
}

TEST_CASE("growing and shrinking a mapping") {
  every_call({{"msync"}, {"munmap", any_error, the_error}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(page_size()));
    mapping file{path, shared_writable()};
    const bool done = one.act([&] { file.resize(5 * page_size()); });
    CHECK(file.size() == (done ? 5 : 1) * page_size());
    CHECK(std::filesystem::file_size(path) == (done ? 5 : 1) * page_size());
    CHECK(file.text().substr(0, page_size()) == pattern(page_size()));
    check_usable(file, path);
  });
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(3 * page_size()));
    mapping file{path, shared_writable()};
    const bool done = one.act([&] { file.resize(page_size()); });
    CHECK(file.size() == (done ? 1 : 3) * page_size());
    check_usable(file, path);
  });
}

TEST_CASE("growing a mapping that is empty: room is found before the file grows") {
  every_call({{"munmap", any_error, the_error}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", "");
    mapping file{path, shared_writable()};
    const bool done = one.act([&] { file.resize(2 * page_size()); });
    CHECK(file.size() == (done ? 2 * page_size() : 0));
    CHECK(std::filesystem::file_size(path) == file.size());
    if (done) check_usable(file, path);
  });
}

TEST_CASE("a step that fails when the length is set already leaves no element that nobody added, and no hole") {
  const std::size_t elements = 16 * page_size() / sizeof(int);
  const auto add_one = [&](trial& one, const std::filesystem::path& path) {
    growable_file<int> numbers{path, std::size_t{1} << 20};
    numbers.resize(elements);
    const bool added = one.act([&] { numbers.push_back(7); });
    numbers.close();
    return added;
  };
  const scratch folder;
  auto plain = without("fallocate", EOPNOTSUPP);
  REQUIRE(add_one(plain, folder / "plain"));
  const auto calls = sweep::names_of_calls();
  const auto populating = std::ranges::find(calls, "madvise MADV_POPULATE") - calls.begin();
  REQUIRE(populating != std::ssize(calls));
  trial one{sweep::fault{.call = static_cast<int>(populating), .every = "fallocate", .code = EOPNOTSUPP}};
  CHECK(add_one(one, folder / "numbers"));
  CHECK(count_of("madvise MADV_POPULATE") == 2);
  const growable_file<int> numbers{folder / "numbers", std::size_t{1} << 20};
  CHECK(numbers.size() == elements + 1);
  CHECK(numbers.data()[numbers.size() - 1] == 7);
}

TEST_CASE("an object in memory that is to be larger than the machine's memory gets none of it") {
  const auto larger = 2 * std::uint64_t{page_size()} * static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES));
  const auto length = static_cast<std::size_t>(larger);
  if (length != larger) {
    MESSAGE("untried: no mapping is as long as twice this machine's memory");
    return;
  }
  const auto object = memfd_create("large");
  auto one = without("fallocate", EIO);
  CHECK_FALSE(one.act([&] { const mapping memory{object, shared_writable(length)}; }));
  CHECK(one.told() == std::errc::no_space_on_device);
  CHECK(count_of("fallocate") == 0);
  close_file(object);
}
