// Files, memory files and their names.
#include <cerrno>

#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using sweep::any_error;
using sweep::as_without;
using sweep::every_call;
using sweep::the_error;
using sweep::trial;

namespace {

// An open file of two pages, for an operation on it.
template <class Act>
void on_open_file(trial& one, Act act) {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(2 * page_size()));
  const auto file = open_file(path, support::open_read_write);
  one.act([&] { act(file); });
  close_file(file);
  CHECK(support::read_file(path) == pattern(2 * page_size()));
}

template <class Act>
void on_memory_file(trial& one, Act act) {
  const auto file = memfd_create("memory", memfd_flag::allow_sealing);
  one.act([&] { act(file); });
  close_file(file);
}

}  // namespace

TEST_CASE("opening and closing a file") {
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", "content");
    native_handle file = no_handle;
    if (one.act([&] { file = open_file(path); })) close_file(file);
    CHECK((file == no_handle) == static_cast<bool>(one.told()));
  });
  every_call([](trial& one) {
    const scratch folder;
    const auto file = open_file(folder.file("data.bin", "content"));
    one.act([&] { close_file(file); });
  });
}

TEST_CASE("opening a file for signals") {
  every_call([](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", "content");
    native_handle file = no_handle;
    if (one.act([&] { file = open_file(path, open_flag::read | open_flag::async); })) close_file(file);
  });
}

TEST_CASE("file advice") {
  every_call([](trial& one) {
    on_open_file(one, [](native_handle file) { posix_fadvise(file, 0, 0, file_advice::sequential); });
  });
  every_call([](trial& one) { on_open_file(one, [](native_handle file) { read_ahead(file, 0, 0); }); });
  every_call([](trial& one) {
    on_open_file(one, [](native_handle file) { sync_file_range(file, 0, 0, range_sync_flag::write); });
  });
  every_call({{"fallocate", EOPNOTSUPP, the_error}, {"fallocate", ENOSYS, the_error}}, [](trial& one) {
    on_open_file(one, [](native_handle file) { fallocate(file, fallocate_mode::keep_size, 0, 100); });
  });
  if (supported(call::cachestat))
    every_call([](trial& one) { on_open_file(one, [](native_handle file) { static_cast<void>(cachestat(file)); }); });
}

TEST_CASE("files in memory") {
  every_call({{"memfd_create", ENOSYS, the_error}, {"memfd_create", EPERM, the_error}}, [](trial& one) {
    native_handle file = no_handle;
    if (one.act([&] { file = memfd_create("memory"); })) close_file(file);
  });
  every_call([](trial& one) { on_memory_file(one, [](native_handle file) { add_seals(file, seal_flag::shrink); }); });
  every_call([](trial& one) { on_memory_file(one, [](native_handle file) { static_cast<void>(get_seals(file)); }); });
  if (supported(call::memfd_secret))
    every_call([](trial& one) {
      native_handle file = no_handle;
      if (one.act([&] { file = memfd_secret(); })) close_file(file);
    });
}

TEST_CASE("named memory") {
  const auto name = "/mmapkit-sweep-" + std::to_string(support::process_number());
  constexpr auto make = support::open_read_write | open_flag::ensure_create;
  constexpr sweep::answer kind_is_unknown{"fstat", any_error, as_without, 1};
  every_call({kind_is_unknown}, [&](trial& one) {
    native_handle file = no_handle;
    const bool done = one.act([&] { file = shm_open(name, make, 0600, page_size()); });
    if (done) close_file(file);
    std::error_code left;
    shm_unlink(name, left);
    if (!done) CHECK(left == std::errc::no_such_file_or_directory);
  });
  // Made where it is not there: a name that was there before stays, and a new one goes, when the memory cannot be had.
  constexpr auto open_or_make = support::open_read_write | open_flag::create;
  for (const bool is_there : {false, true})
    every_call({kind_is_unknown, {"shm_open", EEXIST, as_without, 1}, {"shm_open", ENOENT, as_without, 2}},
               [&](trial& one) {
                 if (is_there) close_file(shm_open(name, make, 0600, 1));
                 native_handle file = no_handle;
                 const bool done = one.act([&] { file = shm_open(name, open_or_make, 0600, page_size()); });
                 if (done) close_file(file);
                 std::error_code left;
                 shm_unlink(name, left);
                 CHECK(static_cast<bool>(left) == (!done && !is_there));
               });
  every_call([&](trial& one) {
    close_file(shm_open(name, make, 0600, page_size()));
    std::error_code left;
    if (!one.act([&] { shm_unlink(name); })) shm_unlink(name, left);
    CHECK_FALSE(left);
  });
}

TEST_CASE("the whole content of a file") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(2 * page_size()));
  for (const auto copy_limit : {std::size_t{0}, default_copy_limit}) {
    every_call({{"close"}}, [&](trial& one) {
      file_content content;
      if (one.act([&] { content = load(path, copy_limit); }))
        CHECK(content.text() ==
              pattern(2 * page_size()).substr(0, one.ends_early() ? content.size() : std::string::npos));
      else
        CHECK(content.data() == nullptr);
    });
  }
  every_call({{"close"}}, [](trial& one) {
    file_content content;
    one.act([&] { content = load("/proc/self/status"); });
    if (!one.ends_early()) CHECK(content.empty() == static_cast<bool>(one.told()));
  });
}

TEST_CASE("a file that another process makes, or takes away, between two looks at it is opened all the same") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  constexpr auto flags = support::open_read_write | open_flag::create;
  trial made_meanwhile{sweep::fault{.call = 0, .code = ENOENT, .next_code = EACCES}};
  native_handle file = no_handle;
  REQUIRE(made_meanwhile.act([&] { file = open_file(path, flags); }));
  CHECK(sweep::names_of_calls().size() == 3);
  close_file(file);
  trial taken_away{sweep::fault{.call = 0, .code = ENOENT}};
  REQUIRE(taken_away.act([&] { file = open_file(path, flags); }));
  CHECK(sweep::names_of_calls().size() == 2);
  close_file(file);
}
