// A write-back that failed is told once by the kernel, to whoever asks first: and by the library to all others.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

#include "../../support/child.hpp"
#include "errors.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using support::shared_writable;
using namespace sweep;

namespace {

constexpr std::string_view told_words = "a sync by another mapping of the file failed";

// A file that is mapped more than once by one descriptor.
class one_descriptor {
 public:
  one_descriptor() : number_{open_file(folder_.file("data.bin", pattern(3 * page_size())), support::open_read_write)} {}
  ~one_descriptor() { close_file(number_); }
  one_descriptor(const one_descriptor&) = delete;
  one_descriptor& operator=(const one_descriptor&) = delete;

  const native_handle& number() const { return number_; }
  mapping map(mmap_options options = shared_writable()) const {
    options.open = support::open_read_write;
    return mapping{number_, options};
  }

 private:
  scratch folder_;
  native_handle number_;
};

// Its next write-back fails.
template <class Act>
void fail_once(int code, Act act, int call = 0) {
  trial one{call, code};
  REQUIRE_FALSE(one.act(act));
  REQUIRE(one.told().value() == code);
}

// The first sync fails at the call of this name.
void fail_sync(mapping& memory, durability level, int code) {
  const std::string_view name = level == durability::scheduled ? "sync_file_range" : "msync";
  trial one{fault{.every = name, .code = code}};
  REQUIRE_FALSE(one.act([&] { memory.sync(level); }));
  REQUIRE(one.told().value() == code);
}

template <class Act>
void check_told(Act act, int code) {
  const auto error = support::caught(act);
  CHECK(error.code().value() == code);
  CHECK(std::string_view{error.what()}.find(told_words) != std::string_view::npos);
}

std::span<const std::byte> as_written(std::string_view text) { return std::as_bytes(std::span{text}); }

// Whether the body holds in a child.
template <class Body>
bool holds_in_child(Body body) {
  const auto child = ::fork();
  if (child == 0) ::_exit(body() ? 0 : 1);
  int status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("two mappings over one descriptor: a failed write-back is told to both, by every level") {
  for (const auto level : {durability::scheduled, durability::data, durability::all})
    for (const int code : {EIO, ENOSPC, EDQUOT}) {
      const one_descriptor file;
      auto first = file.map();
      auto scheduled = file.map();
      auto data = file.map();
      auto all = file.map();
      fail_sync(first, level, code);
      check_told([&] { scheduled.sync(durability::scheduled); }, code);
      check_told([&] { data.sync(durability::data); }, code);
      check_told([&] { all.sync(durability::all); }, code);
    }
}

TEST_CASE("two mappings over one descriptor: neither msync nor write_through says success after the other's failure") {
  const one_descriptor file;
  auto first = file.map();
  auto flags = file.map();
  auto through = file.map();
  const auto raw = mmap(file.number(), shared_writable());
  fail_sync(first, durability::data, EIO);
  check_told([&] { flags.sync(); }, EIO);
  check_told([&] { through.write_through(0, as_written("x")); }, EIO);
  check_told([&] { msync(raw.addr, raw.fd, raw.size); }, EIO);
  munmap(raw);
}

TEST_CASE("what msync and write_through were told is told to the other mappings") {
  for (const bool by_msync : {true, false}) {
    const one_descriptor file;
    auto first = file.map();
    auto second = file.map();
    const auto raw = mmap(file.number(), shared_writable());
    if (by_msync)
      fail_once(EIO, [&] { msync(raw.addr, raw.fd, raw.size); });
    else
      fail_once(
          EIO, [&] { first.write_through(0, as_written("x")); }, 3);
    check_told([&] { second.sync(durability::all); }, EIO);
    munmap(raw);
  }
}

TEST_CASE("a failure of sync_file_range is told to the mappings of the file, and a wrong argument is none") {
  const one_descriptor file;
  auto memory = file.map();
  fail_once(EINVAL, [&] { sync_file_range(file.number(), 0, 4096, range_sync_flag::wait_after); });
  memory.sync(durability::all);
  fail_once(EIO, [&] { sync_file_range(file.number(), 0, 4096, range_sync_flag::wait_after); });
  check_told([&] { memory.sync(durability::all); }, EIO);
}

TEST_CASE("what comes after a failure is not told of it, nor are other files and private mappings") {
  const one_descriptor file;
  const one_descriptor unharmed;
  auto first = file.map();
  auto copy = file.map({.protection = support::read_write});
  auto other = unharmed.map();
  fail_sync(first, durability::all, EIO);
  copy.sync();
  other.sync(durability::all);
  auto later = file.map();
  later.sync(durability::all);
  CHECK(support::caught([&] { first.sync(durability::all); }).code() == std::errc::io_error);
}

TEST_CASE("a mapping that was told says so again, and keeps that when it is moved or becomes longer") {
  const one_descriptor file;
  auto first = file.map();
  auto second = file.map();
  fail_sync(first, durability::all, EIO);
  second.resize(5 * page_size());
  mapping moved{std::move(second)};
  for (int again = 0; again < 2; ++again)
    CHECK(support::caught([&] { moved.sync(durability::all); }).code() == std::errc::io_error);
  mapping adopted{moved.release(), support::read_write};
  CHECK(support::caught([&] { adopted.sync(durability::all); }).code() == std::errc::io_error);
}

TEST_CASE("a growable_file and a mapping of its file tell each other") {
  const scratch folder;
  const auto path = folder / "elements";
  growable_file<int> elements{path, 100000};
  elements.push_back(1);
  mapping memory{path, shared_writable()};
  fail_sync(memory, durability::all, EIO);
  check_told([&] { elements.sync(durability::all); }, EIO);
}

TEST_CASE("a child that shares the description is told, and tells its parent") {
  const one_descriptor file;
  auto memory = file.map();
  auto others = file.map();
  CHECK(holds_in_child([&] {
    trial one{1, EIO};  // msync, after fstat
    return !one.act([&] { memory.sync(); }) && one.told().value() == EIO;
  }));
  check_told([&] { others.sync(durability::all); }, EIO);

  const one_descriptor second;
  auto shared = second.map();
  auto parents = second.map();
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const auto child = ::fork();
  if (child == 0) {
    char word = 0;
    std::error_code error;
    const bool ready = ::read(ends[0], &word, 1) == 1;
    shared.sync(durability::all, error);
    ::_exit(ready && error.value() == EIO ? 0 : 1);
  }
  fail_sync(parents, durability::all, EIO);
  REQUIRE(::write(ends[1], "x", 1) == 1);
  int status = -1;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
  for (const int end : ends) ::close(end);
}

TEST_CASE("more failures than are kept: a mapping that is older than those says that it may have lost something") {
  const one_descriptor file;
  const one_descriptor failing;
  auto old = file.map();
  for (int count = 0; count < 1024; ++count) {
    auto memory = failing.map();
    fail_sync(memory, durability::data, ENOSPC);
  }
  old.sync(durability::all);
  auto memory = failing.map();
  fail_sync(memory, durability::data, ENOSPC);
  check_told([&] { old.sync(durability::all); }, EIO);
  file.map().sync(durability::all);
}

TEST_CASE("alone: a child that was forked before the first mapping of its parent, and one file" * doctest::skip()) {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(page_size()));
  const int number = ::open(path.c_str(), O_RDWR);  // not by the library, which is not used yet
  std::array<int, 4> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  REQUIRE(::pipe(ends.data() + 2) == 0);
  const auto child = ::fork();
  mapping memory{number, shared_writable()};
  char word = 0;
  if (child == 0) {
    std::error_code error;
    const bool ready = ::write(ends[1], "m", 1) == 1 && ::read(ends[2], &word, 1) == 1;
    memory.sync(durability::all, error);
    ::_exit(ready && error.value() == EIO ? 0 : 1);
  }
  REQUIRE(::read(ends[0], &word, 1) == 1);
  fail_sync(memory, durability::all, EIO);
  REQUIRE(::write(ends[3], "f", 1) == 1);
  int status = -1;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("a child that was forked before the first mapping is told all the same") {
  CHECK(support::alone("alone: a child that was forked before the first mapping of its parent, and one file").code ==
        0);
}
