// What is done with files that are mapped.
#include <algorithm>
#include <array>
#include <cerrno>

#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using support::shared_writable;
using sweep::any_error;
using sweep::as_without;
using sweep::call_names;
using sweep::check_usable;
using sweep::every_call;
using sweep::the_error;
using sweep::trial;

namespace {

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

template <class Act>
call_names calls_of(Act act) {
  trial one{sweep::nowhere, 0};
  CHECK(one.act(act));
  return sweep::names_of_calls();
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
  every_call({{"munmap", any_error, the_error}}, [](trial& one) {
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
  every_call({{"munmap", any_error, the_error}}, [](trial& one) {
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
  // The file is looked for first, addresses before it is made, and whether it can be mapped is tried in two ways.
  every_call({{"close"},
              {"munmap", any_error, the_error, 1},
              {"munmap"},
              {"mmap", EINVAL, as_without, 2},
              {"open O_NONBLOCK", ENOENT, as_without, 1},
              {"open O_NONBLOCK", EEXIST, as_without, 2}},
             [](trial& one) {
               const scratch folder;
               const auto path = folder / "new";
               auto options = shared_writable();
               options.open |= open_flag::create;
               options.size = 100;
               options.durable = true;
               mapping file;
               if (one.act([&] { file = mapping{path, options}; })) {
                 CHECK(std::ranges::count(sweep::names_of_calls(), "fsync") >= 2);  // of the file, and of its folder
                 CHECK(sweep::names_of_calls().back() == "close");
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
  every_call({{"close"}, {"munmap", any_error, the_error}}, [](trial& one) {
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
    every_call({{"statx", EBADF},
                {"sync_file_range", EBADF},
                {"sync_file_range", EINVAL},
                {"sync_file_range", ENOSYS},
                {"sync_file_range", ESPIPE}},
               [&](trial& one) {
                 const scratch folder;
                 const auto path = folder.file("data.bin", pattern(100));
                 mapping file{path, shared_writable()};
                 const bool done = one.act([&] { file.sync(level); });
                 const bool ends_at_statx = sweep::names_of_calls().back() == "statx";  // before anything is written
                 std::error_code again;
                 file.sync(level, again);
                 const auto harmless = {EBADF, EBUSY};
                 const bool lost =
                     !done && !ends_at_statx && std::ranges::find(harmless, one.told().value()) == harmless.end();
                 if (!one.lacks_memory()) CHECK(again == (lost ? one.told() : std::error_code{}));
               });
}

// Also where no other mapping of a file knows it: memory without one.
TEST_CASE("a mapping that is moved knows what was lost") {
  const scratch folder;
  std::array<mapping, 2> memories{mapping{folder.file("data.bin", pattern(100)), shared_writable()},
                                  mapping{support::anonymous(100, mmap_flag::shared)}};
  for (auto& memory : memories) {
    trial one{&memory == &memories.front() ? 1 : 0, EIO};  // a file is looked at first
    REQUIRE_FALSE(one.act([&] { memory.sync(); }));
    mapping moved{std::move(memory)};
    CHECK(support::caught([&] { moved.sync(); }).code() == std::errc::io_error);
    memory = std::move(moved);
    CHECK(support::caught([&] { memory.sync(); }).code() == std::errc::io_error);
  }
}

TEST_CASE("each level of durability makes the calls that it promises, in their order") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  mapping file{path, shared_writable()};
  CHECK(calls_of([&] { file.sync(durability::scheduled); }) == call_names{"statx", "sync_file_range"});
  CHECK(calls_of([&] { file.sync(durability::data); }) == call_names{"statx", "msync"});
  CHECK(calls_of([&] { file.sync(durability::all); }) == call_names{"statx", "msync", "fsync"});
  CHECK(calls_of([&] { sync_directory_entry(path); }) == call_names{"open", "fsync", "close"});
  std::filesystem::create_directory(folder / "other");
  std::filesystem::create_symlink(path, folder / "other" / "link");
  CHECK(calls_of([&] { sync_directory_entry(folder / "other" / "link"); }) ==
        call_names{"open", "fsync", "close", "open", "fsync", "close"});
  growable_file<char> elements{folder / "elements.bin", 100};
  elements.push_back('x');
  CHECK(calls_of([&] { elements.sync(durability::scheduled); }) == call_names{"statx", "sync_file_range"});
  CHECK(calls_of([&] { elements.sync(durability::data); }) == call_names{"statx", "msync"});
  CHECK(calls_of([&] { elements.sync(durability::all); }) == call_names{"statx", "msync", "fsync"});
}

TEST_CASE("writing through makes the data durable, by one call or by two") {
  const scratch folder;
  mapping file{folder.file("data.bin", pattern(100)), shared_writable()};
  const auto write = [&] { file.write_through(0, std::as_bytes(std::span{"text"})); };
  CHECK(calls_of(write) == call_names{"statx", "fcntl", "getrlimit", "pwritev2"});
  trial older{3, EOPNOTSUPP};
  CHECK(older.act(write));
  CHECK(sweep::names_of_calls() == call_names{"statx", "fcntl", "getrlimit", "pwritev2", "pwrite", "fdatasync"});
}

TEST_CASE("syncing by flags") {
  every_call({{"statx", EBADF}}, [](trial& one) { on_shared_file(one, [](mapping& file) { file.sync(1, 1); }); });
}

TEST_CASE("writing through") {
  // What may not be written may be stored.
  every_call({{"fcntl"}, {"getrlimit"}, {"pwritev2", EPERM}, {"pwritev2", EFBIG}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(100));
    mapping file{path, shared_writable()};
    const std::string text = "through";
    const bool done = one.act([&] { file.write_through(10, std::as_bytes(std::span{text})); });
    const bool ends_at_statx = sweep::names_of_calls().back() == "statx";  // before anything is written
    if (done) CHECK(support::read_file(path).substr(10, 7) == text);
    std::error_code again;
    file.write_through(10, std::as_bytes(std::span{text}), again);
    if (done) CHECK_FALSE(again);
    const auto harmless = {EBADF, EFAULT};
    const bool lost = !done && !ends_at_statx && std::ranges::find(harmless, one.told().value()) == harmless.end();
    if (!one.lacks_memory()) CHECK(again == (lost ? one.told() : std::error_code{}));
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
    one.act([&] { sync_directory_entry(path); });
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
  every_call({{"statx"}, {"fstat"}, {"faccessat"}, {"uname"}, {"open"}, {"read"}},
             [](trial& one) { on_shared_file(one, [](mapping& file) { static_cast<void>(file.residency()); }); });
}
