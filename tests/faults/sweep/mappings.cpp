// What is done with files that are mapped.
#include <algorithm>
#include <cerrno>
#include <exception>
#include <mmapkit/fault.hpp>
#include <thread>

#include "../../support/child.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using support::shared_writable;
using sweep::every_call;
using sweep::every_call_up_to_refusal;
using sweep::trial;

namespace {

// The mapping is whole: what is stored in it reaches the file.
void check_usable(mapping& file, const std::filesystem::path& path) {
  REQUIRE(file);
  file.writable_bytes()[0] = std::byte{'#'};
  file.sync();
  CHECK(support::read_file(path)[0] == '#');
}

// Two pages of a file, mapped shared and writable, for an operation on it.
template <class Act>
void on_shared_file(trial& one, Act act) {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(2 * page_size()));
  mapping file{path, shared_writable()};
  one.act([&] { act(file); });
  CHECK(file.size() == 2 * page_size());
  CHECK(file.text().substr(1) == pattern(2 * page_size()).substr(1));
}

using call_names = std::vector<std::string>;

template <class Act>
call_names calls_of(Act act) {
  trial one{sweep::nowhere, 0};
  CHECK(one.act(act));
  return one.calls();
}

}  // namespace

TEST_CASE("mapping a file to read") {
  // The file is closed when it is mapped: what that says is nobody's loss.
  every_call({{"close"}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(5000));
    mapping file;
    const bool done = one.act([&] { file = mapping{path}; });
    CHECK(static_cast<bool>(file) == done);
    if (done) CHECK(file.text() == pattern(5000));
  });
}

TEST_CASE("mapping a file to write, which grows") {
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    auto options = shared_writable();
    options.size = 3 * page_size();
    mapping file;
    const bool done = one.act([&] { file = mapping{path, options}; });
    CHECK(support::read_file(path).substr(0, 100) == pattern(100));
    if (done)
      check_usable(file, path);
    else
      CHECK(std::filesystem::file_size(path) == 100);
  });
}

TEST_CASE("mapping a file to write, which grows by a hole") {
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    auto options = shared_writable();
    options.size = 3 * page_size();
    options.growth = file_growth::sparse;
    mapping file;
    const bool done = one.act([&] { file = mapping{path, options}; });
    if (done)
      check_usable(file, path);
    else
      CHECK(std::filesystem::file_size(path) == 100);
  });
}

TEST_CASE("making a file durably") {
  every_call({{"close"}, {"munmap"}}, [](trial& one) {
    const scratch folder;
    const auto path = folder / "new";
    auto options = shared_writable();
    options.open |= open_flag::create;
    options.size = 100;
    options.durable = true;
    mapping file;
    if (one.act([&] { file = mapping{path, options}; })) {
      CHECK(std::ranges::count(one.calls(), "fsync") >= 2);  // of the file, and of its folder
      CHECK(one.calls().back() == "close");
      check_usable(file, path);
    }
    CHECK(static_cast<bool>(file) != static_cast<bool>(one.told()));
  });
}

TEST_CASE("unmapping a file") {
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    mapping file{path, shared_writable()};
    const bool done = one.act([&] { file.unmap(); });
    if (done) CHECK_FALSE(file);
    if (file) check_usable(file, path);
  });
}

TEST_CASE("with_mmap") {
  // On its way out nothing is thrown over what the body did.
  every_call({{"close"}, {"munmap"}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    if (std::string read;
        one.act([&] { read = with_mmap(path, {}, [](mapping& m) { return std::string{m.text()}; }); }))
      CHECK(read == pattern(100));
  });
}

TEST_CASE("protecting") {
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    mapping file{path, shared_writable()};
    const bool done = one.act([&] { file.protect(protection_flag::read); });
    CHECK(support::writable(file.data()) != done);
    CHECK((file.protection() == protection_flag::read) == done);
  });
}

TEST_CASE("syncing: a failure that may have lost something is told again each time") {
  for (const auto level : {durability::scheduled, durability::data, durability::all})
    every_call({{"sync_file_range", EBADF},
                {"sync_file_range", EINVAL},
                {"sync_file_range", ENOSYS},
                {"sync_file_range", ESPIPE}},
               [&](trial& one) {
                 const scratch folder;
                 const auto path = folder.file("data.bin", pattern(100));
                 mapping file{path, shared_writable()};
                 const bool done = one.act([&] { file.sync(level); });
                 std::error_code again;
                 file.sync(level, again);
                 const auto harmless = {EBADF, EBUSY};
                 const bool lost = !done && std::ranges::find(harmless, one.told().value()) == harmless.end();
                 CHECK(again == (lost ? one.told() : std::error_code{}));
               });
}

TEST_CASE("a mapping that is moved knows what was lost") {
  const scratch folder;
  mapping file{folder.file("data.bin", pattern(100)), shared_writable()};
  trial one{0, EIO};
  REQUIRE_FALSE(one.act([&] { file.sync(); }));
  mapping moved{std::move(file)};
  CHECK(support::caught([&] { moved.sync(); }).code() == std::errc::io_error);
  file = std::move(moved);
  CHECK(support::caught([&] { file.sync(); }).code() == std::errc::io_error);
}

TEST_CASE("each level of durability makes the calls that it promises, in their order") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  mapping file{path, shared_writable()};
  CHECK(calls_of([&] { file.sync(durability::scheduled); }) == call_names{"sync_file_range"});
  CHECK(calls_of([&] { file.sync(durability::data); }) == call_names{"msync"});
  CHECK(calls_of([&] { file.sync(durability::all); }) == call_names{"msync", "fsync"});
  CHECK(calls_of([&] { sync_entry(path); }) == call_names{"open", "fsync", "close"});
  std::filesystem::create_directory(folder / "other");
  std::filesystem::create_symlink(path, folder / "other" / "link");
  CHECK(calls_of([&] { sync_entry(folder / "other" / "link"); }) ==
        call_names{"open", "fsync", "close", "open", "fsync", "close"});
  growable_file<char> elements{folder / "elements.bin", 100};
  elements.push_back('x');
  CHECK(calls_of([&] { elements.sync(durability::scheduled); }) == call_names{"sync_file_range"});
  CHECK(calls_of([&] { elements.sync(durability::data); }) == call_names{"msync"});
  CHECK(calls_of([&] { elements.sync(durability::all); }) == call_names{"msync", "fsync"});
}

TEST_CASE("writing through makes the data durable, by one call or by two") {
  const scratch folder;
  mapping file{folder.file("data.bin", pattern(100)), shared_writable()};
  const auto write = [&] { file.write_through(0, std::as_bytes(std::span{"text"})); };
  CHECK(calls_of(write) == call_names{"fcntl", "getrlimit", "pwritev2"});
  trial older{2, EOPNOTSUPP};
  CHECK(older.act(write));
  CHECK(older.calls() == call_names{"fcntl", "getrlimit", "pwritev2", "pwrite", "fdatasync"});
}

TEST_CASE("syncing by flags") {
  every_call([](trial& one) { on_shared_file(one, [](mapping& file) { file.sync(1, 1); }); });
}

TEST_CASE("writing through") {
  // What may not be written may be stored.
  every_call({{"fcntl"}, {"getrlimit"}, {"pwritev2", EPERM}, {"pwritev2", EFBIG}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    mapping file{path, shared_writable()};
    const std::string text = "through";
    const bool done = one.act([&] { file.write_through(10, std::as_bytes(std::span{text})); });
    if (done) CHECK(support::read_file(path).substr(10, 7) == text);
    std::error_code again;
    file.write_through(10, std::as_bytes(std::span{text}), again);
    if (done) CHECK_FALSE(again);
    const auto harmless = {EBADF, EFAULT};
    const bool lost = !done && std::ranges::find(harmless, one.told().value()) == harmless.end();
    CHECK(again == (lost ? one.told() : std::error_code{}));
  });
}

TEST_CASE("writing many pieces through") {
  every_call({{"fcntl"}, {"getrlimit"}, {"pwrite", EINVAL}, {"pwrite", EPERM}, {"pwrite", EFBIG}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    mapping file{path, shared_writable()};
    const std::string text = "through";
    const write_request requests[] = {{10, std::as_bytes(std::span{text})}, {50, std::as_bytes(std::span{text})}};
    if (one.act([&] { file.write_through(requests); })) {
      CHECK(support::read_file(path).substr(10, 7) == text);
      CHECK(support::read_file(path).substr(50, 7) == text);
    }
  });
}

TEST_CASE("making an entry durable") {
  every_call({{"close"}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", "content");
    one.act([&] { sync_entry(path); });
  });
}

TEST_CASE("advice") {
  every_call([](trial& one) { on_shared_file(one, [](mapping& file) { file.advise(advice::sequential); }); });
}

TEST_CASE("locking and unlocking") {
  every_call([](trial& one) { on_shared_file(one, [](mapping& file) { file.lock(); }); });
  every_call([](trial& one) {
    on_shared_file(one, [](mapping& file) {
      file.lock(lock_flag::on_fault);
      file.unlock();
    });
  });
}

TEST_CASE("residency") {
  // Whether the answer can be believed is not known then, and the answer says so.
  every_call({{"fstat"}, {"faccessat"}, {"uname"}, {"open"}, {"read"}},
             [](trial& one) { on_shared_file(one, [](mapping& file) { static_cast<void>(file.residency()); }); });
}

TEST_CASE("growing and shrinking a mapping") {
  every_call([](trial& one) {
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

// The page is told as lost whatever else fails; why it is may stay unknown then.
TEST_CASE("a guarded copy from a file that was cut short") {
  if (support::handlers_run_blocked) return;  // and stay so where the mask of signals cannot be set
  for (const auto length : {std::size_t{10}, std::size_t{5000}})
    every_call_up_to_refusal({}, [length](trial& one) {
      const scratch folder;
      const auto path = folder.file("data.bin", pattern(4 * page_size()));
      const mapping file{path};
      std::filesystem::resize_file(path, page_size());
      std::vector<std::byte> to(length);
      one.act([&] { guarded_copy(to, file, page_size()); });
      CHECK(one.told() == std::errc::io_error);
    });
  every_call_up_to_refusal({}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(2 * page_size()));
    mapping file{path, shared_writable()};
    std::filesystem::resize_file(path, 1);
    const std::byte byte{1};
    one.act([&] { guarded_copy(file, page_size(), {&byte, 1}); });
    CHECK(one.told() == std::errc::io_error);
  });
}

TEST_CASE("alone: the first guarded access whose handler cannot be asked for" * doctest::skip()) {
  const scratch folder;
  const mapping file{folder.file("data.bin", pattern(100))};
  for (const int call : {0, 1}) {
    trial one{call, EINVAL};
    CHECK_FALSE(one.act([&] { guarded(file, [] {}); }));
    CHECK(one.calls().back() == "sigaction");
    CHECK(one.told() == std::error_code{EINVAL, std::system_category()});
  }
  guarded(file, [] {});
}

TEST_CASE("a handler that could not be installed is tried again at the next guarded access") {
  CHECK(support::alone("alone: the first guarded access whose handler cannot be asked for").code == 0);
}

TEST_CASE("guarded access") {
  every_call([](trial& one) {
    const scratch folder;
    const mapping file{folder.file("data.bin", pattern(100))};
    std::string to(10, ' ');
    one.act([&] {  // each thread is asked once
      std::exception_ptr thrown;
      std::thread{[&] {
        try {
          guarded_copy(std::as_writable_bytes(std::span{to}), file, 5);
        } catch (...) {
          thrown = std::current_exception();
        }
      }}.join();
      if (thrown) std::rethrow_exception(thrown);
    });
    CHECK(guarded(file, [&] { return file.text().size(); }) == 100);
  });
}
