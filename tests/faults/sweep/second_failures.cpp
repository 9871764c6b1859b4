// A call that fails behind another one that has failed, or in a way that the sweep's table does not have: asked of the
// backend where no public operation comes there.
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mmapkit/file.hpp>
#include <mmapkit/replace_file.hpp>
#include <string>

#include "../../support/child.hpp"
#include "backend/backend.hpp"
#include "backend/files.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using sweep::fault;
using sweep::trial;
using sweep::were_made;
using sweep::without;
using sweep::words_told;

namespace {

// The index of the first call of that name which the operation makes.
template <class Act>
int index_of(std::string_view call, Act act) {
  trial counted{fault{}};
  counted.act(act);
  const auto names = sweep::names_of_calls();
  const auto at = std::ranges::find(names, call);
  return at == names.end() ? sweep::nowhere : static_cast<int>(at - names.begin());
}

std::error_code system_code(int code) { return {code, std::system_category()}; }

bool tells(const std::string& told, std::string_view words) { return told.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("a lock that the way of opening does not allow says which is needed") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file reader{path, open_flag::read};
  file writer = file::adopt(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  constexpr auto to_write = "an exclusive lock needs a file that was opened to write (open_flag::write)";
  constexpr auto to_read = "a shared lock needs a file that was opened to read (open_flag::read)";
  const trial as_it_is{fault{}};
  CHECK(tells(words_told(as_it_is, [&] { reader.lock(); }), to_write));
  CHECK(tells(words_told(as_it_is, [&] { writer.lock_shared(); }), to_read));
  const trial refused{0, EBADF};
  for (const auto& other :
       {words_told(refused, [&] { reader.lock_shared(); }), words_told(refused, [&] { writer.lock(); }),
        words_told(trial{0, ENOLCK}, [&] { reader.lock(); })}) {
    CHECK_FALSE(other.empty());
    CHECK_FALSE(tells(other, "lock needs"));
  }
}

TEST_CASE(
    "what was written beside a file stays there where its name cannot be taken away, and the file is the old one") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  auto one = without("unlink", EACCES);
  CHECK(one.act([&] {
    file_replacement next{path};
    next.content().resize(3);
  }));
  CHECK(support::read_file(path) == "old");
  CHECK(std::distance(std::filesystem::directory_iterator{folder / ""}, {}) == 2);
}

TEST_CASE(
    "a replacement gets the group where it may not get the owner, and the bits that go with neither are dropped") {
  if (::geteuid() != 0) return;  // who makes files of another user's
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  const auto mode_after = [&](trial one) {
    REQUIRE(::chown(path.c_str(), 1, 1) == 0);
    REQUIRE(::chmod(path.c_str(), 04660) == 0);
    CHECK(one.act([&] { replace_file(path, "new"); }));
    CHECK(support::read_file(path) == "new");
    return static_cast<unsigned>(std::filesystem::status(path).permissions());
  };
  const auto first = index_of("fchown", [&] {
    REQUIRE(::chown(path.c_str(), 1, 1) == 0);
    replace_file(path, "new");
  });
  REQUIRE(first >= 0);
  CHECK(mode_after(trial{first, EPERM}) == 0660);
  CHECK(mode_after(without("fchown", EPERM)) == 0600);
  REQUIRE(::chown(path.c_str(), 1, ::getegid()) == 0);
  REQUIRE(::chmod(path.c_str(), 0660) == 0);
  auto same_group = without("fchown", EPERM);
  CHECK(same_group.act([&] { replace_file(path, "newer"); }));
  CHECK(static_cast<unsigned>(std::filesystem::status(path).permissions()) == 0660);
}

TEST_CASE("a file that may not be made where others may be is told so, and one that came meanwhile is opened") {
  const scratch folder;
  const auto path = folder / "new.bin";
  constexpr auto flags = support::open_read_write | open_flag::create;
  const auto open_it = [&](std::error_code& error) { return file{path, flags, error}; };
  const auto told_with = [&](const fault& what) {
    trial one{what};
    std::error_code error;
    one.act([&] { static_cast<void>(open_it(error)); });
    return error;
  };
  // The second call is the one that makes it; behind it the file is looked for once more.
  CHECK(told_with({.call = 1, .code = EACCES}) == system_code(EACCES));
  CHECK(told_with({.call = 1, .code = EACCES, .next_code = EMFILE}) == system_code(EMFILE));
  CHECK(told_with({.call = 1, .code = ENOSPC}) == system_code(ENOSPC));
  CHECK_FALSE(std::filesystem::exists(path));
  support::write_file(path, "of another process");
  CHECK_FALSE(told_with({.call = 0, .code = ENOENT, .next_code = EACCES}));
  CHECK(support::read_file(path) == "of another process");
}

TEST_CASE("an object in memory takes another name where its own is taken, and tells where it gets none") {
  shared_memory memory;
  const auto make = [&] { memory = shared_memory::anonymous(page_size()); };
  trial counted{fault{}};
  CHECK(counted.act(make));
  const auto calls = sweep::names_of_calls();
  const auto behind = std::find(calls.rbegin(), calls.rend(), "memfd_create").base();  // kinds are asked for before
  REQUIRE(behind != calls.begin());
  const auto last = static_cast<int>(behind - calls.begin()) - 1;
  trial taken{fault{.call = last, .code = ENOSYS, .next_code = EEXIST}};
  CHECK(taken.act(make));
  const auto names = sweep::names_of_calls();
  CHECK(std::ranges::count(names, "shm_open") == 2);
  memory.writable_bytes()[page_size() - 1] = std::byte{'#'};
  CHECK(memory.size() == page_size());
  trial none{fault{.call = last, .code = ENOSYS, .next_code = EMFILE}};
  CHECK_FALSE(none.act(make));
  CHECK(none.told() == system_code(EMFILE));
}

TEST_CASE("bytes are stored where it cannot be asked how the file was opened, or how long a file may be") {
  for (const auto* call : {"fcntl", "getrlimit"}) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    mapping memory{path, support::shared_writable()};
    auto one = without(call, EFAULT);
    CHECK(one.act([&] { memory.write_through(10, std::as_bytes(std::span{"through", 7})); }));
    CHECK(were_made(call));
    CHECK_FALSE(were_made("pwrite"));
    CHECK_FALSE(were_made("pwritev2"));
    CHECK(support::read_file(path).substr(10, 7) == "through");
  }
}

TEST_CASE("without fallocate a file grows by its last byte, or its length alone where it takes none") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  std::error_code error;
  const support::plain_file reader{path, support::file_access::read};
  auto read_only = without("fallocate", EOPNOTSUPP);
  read_only.act([&] { CHECK_FALSE(backend::lengthen(reader.get(), 7, 100, error)); });
  CHECK(error == system_code(EBADF));
  CHECK(support::read_file(path) == "content");

  error.clear();
  const int event = ::eventfd(0, EFD_CLOEXEC);  // which has a number and no length
  auto without_end = without("fallocate", ENOSYS);
  without_end.act([&] { CHECK_FALSE(backend::lengthen(event, 0, 100, error)); });
  CHECK(error == std::errc::invalid_argument);
  ::close(event);

  error.clear();
  const support::plain_file writer{path, support::file_access::write};
  auto grown_already = without("fallocate", EOPNOTSUPP);
  grown_already.act([&] { CHECK_FALSE(backend::lengthen(writer.get(), 0, 5, error)); });
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == "content");

  auto flags_unknown = without("fcntl", EFAULT);
  flags_unknown.act([&] { backend::lengthen(writer.get(), 7, 100, error); });
  CHECK(support::read_file(path).size() == 100);
}

TEST_CASE(
    "without fallocate a file does not grow where it cannot be looked at, and grows where its file system cannot") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const support::plain_file writer{path, support::file_access::write};
  const auto told_without = [&](std::string_view call) {
    const auto index = [&] {
      trial counted = without("fallocate", EOPNOTSUPP);
      std::error_code ignored;
      counted.act([&] { backend::lengthen(writer.get(), 0, 1, ignored); });
      const auto names = sweep::names_of_calls();
      return static_cast<int>(std::ranges::find(names, call) - names.begin());
    }();
    trial one{fault{.call = index, .every = "fallocate", .code = EOPNOTSUPP}};
    std::error_code error;
    one.act([&] { CHECK_FALSE(backend::lengthen(writer.get(), 7, 100, error)); });
    CHECK(were_made(call));
    return error;
  };
  CHECK(told_without("statx") == system_code(EOPNOTSUPP));
  CHECK(support::read_file(path) == "content");
  CHECK_FALSE(told_without("fstatfs"));
  CHECK(support::read_file(path) == "content" + std::string(93, '\0'));
}

TEST_CASE("a file is shortened by nobody who does not know its length") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const support::plain_file writer{path, support::file_access::write};
  std::error_code error;
  backend::shorten(writer.get(), 6, 3, error);  // another process has appended
  CHECK_FALSE(error);
  auto one = without("statx", EIO);
  one.act([&] { backend::shorten(writer.get(), 7, 3, error); });
  CHECK(error == system_code(EIO));
  CHECK(support::read_file(path) == "content");
  error.clear();
  backend::shorten(writer.get(), 7, 3, error);
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == "con");
}

TEST_CASE("an allocation that a signal interrupts keeps the length where it fails then, or was to be kept") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const support::plain_file writer{path, support::file_access::write};
  std::error_code error;
  trial full{fault{.call = 0, .code = EINTR, .next_code = ENOSPC}};
  full.act([&] { backend::fallocate(writer.get(), fallocate_mode::allocate, 0, 100'000, error); });
  CHECK(error == system_code(ENOSPC));
  CHECK(support::read_file(path) == "content");
  error.clear();
  trial kept{0, EINTR};
  kept.act([&] { backend::fallocate(writer.get(), fallocate_mode::keep_size, 0, 100'000, error); });
  if (error == std::errc::operation_not_supported) return;
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == "content");
  CHECK(support::allocated_bytes(path) >= 100'000);
}

TEST_CASE("pages that were stored to are given back on kernels that keep locked ones, and are locked as before") {
  if (support::emulated) return;  // QEMU has an answer of its own to such advice
  const scratch folder;
  auto options = support::private_writable();
  mapping memory{folder.file("data.bin", pattern(page_size())), options};
  const std::array run{page_run{.addr = memory.writable_bytes().data(), .size = page_size()}};
  const auto discard = [&](const fault& what) {
    std::error_code error;
    trial one{what};
    one.act([&] { backend::discard_copy_on_write_pages({}, run, error); });
    return error;
  };
  const fault both_refused{.call = 0, .code = EINVAL, .next_code = EINVAL};
  memory.writable_bytes()[0] = std::byte{'#'};
  CHECK(discard(both_refused) == std::errc::invalid_argument);  // locks were not the reason
  CHECK(memory.bytes()[0] == std::byte{'#'});
  CHECK(discard({.call = 0, .every = "msync", .code = EINVAL, .next_code = EINVAL}) == std::errc::invalid_argument);
  CHECK(memory.bytes()[0] == std::byte{'#'});
  std::error_code not_allowed;
  memory.lock(lock_flag::none, not_allowed);
  if (not_allowed) return;
  CHECK_FALSE(discard(both_refused));
  CHECK(memory.text() == pattern(page_size()));
  CHECK(::msync(memory.writable_bytes().data(), page_size(), MS_INVALIDATE) == -1);
  CHECK(errno == EBUSY);
  memory.writable_bytes()[0] = std::byte{'#'};
  // Where they cannot be unlocked either, the error is that of the discarding.
  CHECK(discard({.call = 0, .every = "munlock", .code = EINVAL, .next_code = EINVAL}) == std::errc::invalid_argument);
  CHECK(memory.bytes()[0] == std::byte{'#'});
}

TEST_CASE("a file of new elements is not made of one that cannot be looked at") {
  const scratch folder;
  const auto path = folder.file("data.bin", "");
  const file opened{path, support::open_read_write};
  auto one = without("statx", EIO);
  CHECK_FALSE(one.act([&] { static_cast<void>(typed_file<int>::create(opened, 10)); }));
  CHECK(one.told() == system_code(EIO));
  CHECK(support::read_file(path).empty());
}

TEST_CASE("where all of the process cannot be locked for another reason, the limit is not blamed") {
  const auto words = words_told(without("mlockall", EINVAL), [] { mlockall(mlockall_flag::current); });
  CHECK_FALSE(words.empty());
  CHECK_FALSE(tells(words, "limit of locked memory"));
}

TEST_CASE("a name that cannot be looked at is taken away with its memory, as the object's own") {
  const auto name = "/mmapkit-second-" + std::to_string(support::process_number());
  auto memory = shared_memory::create(name, page_size());
  auto one = without("shm_open", EMFILE);
  one.act([&] { memory = {}; });
  CHECK(were_made("shm_open"));
  std::error_code error;
  static_cast<void>(shared_memory::open(name, protection_flag::read, error));
  CHECK(error == std::errc::no_such_file_or_directory);
}

TEST_CASE("a refusal to write to a file is not blamed on seals that it has not") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto opened = open_file(path, support::open_read_write);
  const auto mapped =
      words_told(without("mmap MAP_SHARED_VALIDATE", EPERM), [&] { munmap(mmap(opened, support::shared_writable())); });
  CHECK_FALSE(mapped.empty());
  CHECK_FALSE(tells(mapped, "sealed"));
  mapping view{opened, support::shared_writable()};
  view.protect(protection_flag::read);
  const auto raised = words_told(without("mprotect", EACCES), [&] { view.protect(support::read_write); });
  CHECK_FALSE(raised.empty());
  CHECK_FALSE(tells(raised, "sealed"));
  CHECK(view.protection() == protection_flag::read);
  close_file(opened);
}
