// Files, memory files and their names.
#include <cerrno>

#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using sweep::every_call;
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
  every_call([](trial& one) {
    on_open_file(one, [](native_handle file) { fallocate(file, space_flag::keep_size, 0, 100); });
  });
  if (supported(call::cachestat))
    every_call([](trial& one) { on_open_file(one, [](native_handle file) { static_cast<void>(cachestat(file)); }); });
}

TEST_CASE("files in memory") {
  every_call([](trial& one) {
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
  every_call([&](trial& one) {
    native_handle file = no_handle;
    const bool done = one.act([&] { file = shm_open(name, make, 0600, page_size()); });
    if (done) close_file(file);
    std::error_code left;
    shm_unlink(name, left);
    if (!done) CHECK(left == std::errc::no_such_file_or_directory);
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
  for (const auto copied_up_to : {std::size_t{0}, most_copied}) {
    every_call({{"close"}}, [&](trial& one) {
      file_content content;
      if (one.act([&] { content = load(path, copied_up_to); }))
        CHECK(content.text() == pattern(2 * page_size()));
      else
        CHECK(content.data() == nullptr);
    });
  }
  every_call({{"close"}}, [](trial& one) {
    file_content content;
    one.act([&] { content = load("/proc/self/status"); });
    CHECK(content.empty() == static_cast<bool>(one.told()));
  });
}
