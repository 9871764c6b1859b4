// Limits of the process, children of it, and what others put into its way.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

// What a child is told that may make no file longer than 1 MiB.
std::string told_under_file_limit(const std::function<void()>& act) {
  return support::told_by_child([&] {
    const rlimit limit{1 << 20, 1 << 20};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      act();
    } catch (const mmap_error& error) {
      return std::string{error.code() == std::errc::file_too_large ? "too large" : error.what()};
    }
    return std::string{"no error"};
  });
}

}  // namespace

TEST_CASE("beyond the limit of file sizes everything that grows a file is an error, and nothing ends the process") {
  const scratch folder;
  constexpr std::size_t size = 4 << 20;
  const auto name = "/mmapkit-limit-" + std::to_string(support::process_number());
  auto options = support::shared_writable();
  options.open |= open_flag::create;
  const auto sparse = folder.file("resized.bin", "content");
  const std::vector<std::pair<std::string, std::function<void()>>> ways{
      {"dual_mapping", [] { const dual_mapping code{size}; }},
      {"mirrored_buffer", [] { const mirrored_buffer ring{size}; }},
      {"freezable", [] { const freezable table{size}; }},
      {"shared_memory::anonymous", [] { static_cast<void>(shared_memory::anonymous(size)); }},
      {"shared_memory::create", [&] { static_cast<void>(shared_memory::create(name, size)); }},
      {"mapping",
       [&] {
         options.size = size;
         const mapping file{folder / "mapped.bin", options};
       }},
      {"mapping::resize",
       [&] {
         mapping{sparse, support::shared_writable()}.resize(size);
       }},
      {"typed_file", [&] { static_cast<void>(typed_file<int>::create(folder / "typed.bin", size)); }},
      {"growable_file",
       [&] {
         growable_file<char> file{folder / "growable.bin", size};
         file.resize(size);
       }},
  };
  for (const auto& way : ways) {
    CAPTURE(way.first);
    CHECK(told_under_file_limit(way.second) == "too large");
  }
  std::error_code error;
  const auto left = shared_memory::open(name, protection_flag::read, error);
  CHECK(error == std::errc::no_such_file_or_directory);  // no name is left behind
}

TEST_CASE("the signal of a file that is too large does not wait for a thread that blocks it") {
  const scratch folder;
  const auto file = open_file(folder.file("data.bin", "content"), support::open_read_write);
  const auto end = support::in_child([&] {
    const rlimit limit{4096, 4096};
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0 || ::pthread_sigmask(SIG_SETMASK, &all, &before) != 0) return 2;
    std::error_code of_object;
    std::error_code of_file;
    static_cast<void>(shared_memory::anonymous(4 << 20, of_object));
    fallocate(file, fallocate_mode::allocate, 0, 4 << 20, of_file);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return of_object == std::errc::file_too_large && of_file == std::errc::file_too_large ? 0 : 1;
  });
  CHECK(end.signal == 0);
  CHECK(end.code == 0);
  close_file(file);
}

TEST_CASE("bytes written through to a part that forbids stores are an error, whatever the way to the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  const std::string bytes = "bytes";
  const int file = ::open(path.c_str(), O_RDWR | O_APPEND);
  mapping memory{file, support::shared_writable()};
  memory.protect(0, page_size(), protection_flag::read);
  const auto error = caught([&] { memory.write_through(3, std::as_bytes(std::span{bytes})); });
  CHECK(error.code() == std::errc::permission_denied);
  memory.write_through(page_size(), std::as_bytes(std::span{bytes}));
  CHECK(support::read_file(path).substr(0, page_size()) == support::pattern(page_size()));
  CHECK(support::read_file(path).substr(page_size(), 5) == bytes);
  ::close(file);
}

TEST_CASE("bytes written through beyond the end of a file that was cut short are an error, and the file stays short") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  const std::string bytes = "bytes";
  for (const auto flags : {O_RDWR, O_RDWR | O_APPEND}) {
    support::write_file(path, support::pattern(4 * page_size()));
    const int file = ::open(path.c_str(), flags);
    auto options = support::shared_writable();
    mapping memory{file, options};
    std::filesystem::resize_file(path, page_size());
    const auto error = caught([&] { memory.write_through(2 * page_size(), std::as_bytes(std::span{bytes})); });
    CHECK(error.code() == std::errc::io_error);
    CHECK(std::filesystem::file_size(path) == page_size());
    memory.write_through(3, std::as_bytes(std::span{bytes}));
    CHECK(support::read_file(path).substr(3, 5) == bytes);
    ::close(file);
  }
}

TEST_CASE("durability of stores beyond the end of a file that was cut short is an error, of what is left it is not") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  mapping memory{path, support::shared_writable()};
  memory.writable_bytes()[3 * page_size()] = std::byte{1};
  std::filesystem::resize_file(path, 2 * page_size() - 1);
  for (const auto level : {durability::scheduled, durability::data, durability::all}) {
    const auto error = caught([&] { memory.sync(level); });
    CHECK(error.code() == std::errc::io_error);
    CHECK(std::string{error.what()}.find("has become shorter") != std::string::npos);
    CHECK(caught([&] { memory.sync(page_size(), page_size(), level); }).code() == std::errc::io_error);
    memory.sync(page_size(), page_size() - 1, level);
  }
  mapping{path, {.mmap = mmap_flag::shared}}.sync(durability::all);
  for (const auto flag : {msync_flag::sync, msync_flag::async}) {
    CHECK(caught([&] { memory.sync(flag); }).code() == std::errc::io_error);
    memory.sync(page_size(), page_size() - 1, flag);
  }
  msync(memory.data(), memory.size(), msync_flag::sync);  // as POSIX has it
}

TEST_CASE("elements beyond the end of a file that was cut short are not said to be durable") {
  const scratch folder;
  const auto path = folder / "elements.bin";
  growable_file<char> grown{path, 1 << 20};
  grown.resize(4 * page_size());
  auto typed = typed_file<char>::create(folder / "typed.bin", 4 * page_size());
  grown.sync(durability::all);
  typed.sync(durability::all);
  std::filesystem::resize_file(path, page_size());
  std::filesystem::resize_file(folder / "typed.bin", page_size());
  CHECK(caught([&] { grown.sync(durability::all); }).code() == std::errc::io_error);
  CHECK(caught([&] { typed.sync(durability::all); }).code() == std::errc::io_error);
  CHECK(caught([&] { grown.sync(); }).code() == std::errc::io_error);
  CHECK(caught([&] { typed.sync(); }).code() == std::errc::io_error);
}

TEST_CASE("a child of a fork does not wait for a freeze of another thread of its parent") {
  if (!supported(memfd_flag::close_on_exec)) return;
  freezable table{std::size_t{4} << 20};
  std::atomic<bool> stop{false};
  std::thread freezer{[&] {
    for (std::size_t i = 0; !stop; ++i) {
      table.writable_bytes()[i * page_size() % table.size()] = std::byte{1};
      static_cast<void>(table.freeze());
    }
  }};
  int hung = 0;
  for (int i = 0; i < 30; ++i) {
    const auto end = support::in_child([&] {
      ::alarm(20);
      table = {};
      return 0;
    });
    hung += end.signal != 0;
  }
  stop = true;
  freezer.join();
  CHECK(hung == 0);
}

TEST_CASE("a name that is other memory's by now stays when its old owner goes") {
  const auto name = "/mmapkit-taken-" + std::to_string(support::process_number());
  std::error_code error;
  const auto is_there = [&] {
    close_file(shm_open(name, open_flag::read, 0600, 0, error), error);
    return error != std::errc::bad_file_descriptor;
  };
  {
    const auto old = shared_memory::create(name, page_size());
    CHECK(shared_memory::remove(name));
    const auto other = shared_memory::open_or_create(name, page_size());
    CHECK(other.is_new());
  }
  CHECK(is_there());
  {
    auto first = shared_memory::create("/mmapkit-a" + name.substr(1), page_size());
    CHECK(shared_memory::remove(name));
    auto old = shared_memory::create(name, page_size());
    CHECK(shared_memory::remove(name));
    const auto other = shared_memory::open_or_create(name, page_size());
    old = std::move(first);  // ends the old one
    CHECK(is_there());
  }
  CHECK(shared_memory::remove(name));
  { const auto own = shared_memory::create(name, page_size()); }
  CHECK_FALSE(is_there());
}

TEST_CASE("a name is taken away with its object also where there is no descriptor left to look at it") {
  const auto name = "/mmapkit-full-" + std::to_string(support::process_number());
  auto memory = shared_memory::create(name, page_size());
  {
    const support::few_open_files none{1};
    memory = {};
  }
  std::error_code error;
  CHECK_FALSE(shared_memory::remove(name, error));
}
