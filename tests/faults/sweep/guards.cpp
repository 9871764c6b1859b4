// Guarded access to files that were cut short.
#include <algorithm>
#include <cerrno>
#include <exception>
#include <mmapkit/guarded.hpp>
#include <thread>

#include "../../support/child.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using support::shared_writable;
using sweep::any_call;
using sweep::every_call;
using sweep::every_call_up_to_refusal;
using sweep::trial;

// The page is told as lost whatever else fails; why it is may stay unknown then.
TEST_CASE("a guarded copy from a file that was cut short") {
  if (support::handlers_run_blocked) return;  // and stay so where the mask of signals cannot be set
  for (const auto length : {std::size_t{10}, std::size_t{5000}})
    every_call_up_to_refusal({{any_call}}, [length](trial& one) {
      const scratch folder;
      const auto path = folder.file("data.bin", pattern(4 * page_size()));
      const mapping file{path};
      std::filesystem::resize_file(path, page_size());
      std::vector<std::byte> to(length);
      one.act([&] { guarded_copy(to, file, page_size()); });
      if (!one.lacks_memory()) CHECK(one.told() == std::errc::io_error);
    });
  every_call_up_to_refusal({{any_call}}, [](trial& one) {
    const scratch folder;
    const auto path = folder.file("data.bin", pattern(2 * page_size()));
    mapping file{path, shared_writable()};
    std::filesystem::resize_file(path, 1);
    const std::byte byte{1};
    one.act([&] { guarded_copy(file, page_size(), {&byte, 1}); });
    if (!one.lacks_memory()) CHECK(one.told() == std::errc::io_error);
  });
}

TEST_CASE("a guarded body whose file was cut short, where memory runs out") {
  const auto lost = std::error_code{EIO, std::system_category()};
  for (const bool keeps : {false, true})
    sweep::every_allocation(lost, [keeps, lost](trial& one) {
      const scratch folder;
      const auto path = folder.file("data.bin", pattern(2 * page_size()));
      mapping file{path, {.keep_file = keeps}};
      std::filesystem::resize_file(path, 1);
      volatile auto read = std::byte{};
      bool was_read = false;  // or there was no memory to open the guard
      one.act([&] {
        guarded(file, [&] {
          read = file.bytes()[page_size()];
          was_read = true;
        });
      });
      if (was_read) CHECK(support::caught([&] { guarded(file, [] {}); }).code() == lost);
    });
}

TEST_CASE("the end of a guard after a fault looks for its reason once") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(2 * page_size()));
  const mapping file{path};
  std::filesystem::resize_file(path, 1);
  volatile auto read = std::byte{};
  trial one{sweep::nowhere, 0};
  CHECK_FALSE(one.act([&] { guarded(file, [&] { read = file.bytes()[page_size()]; }); }));
  CHECK(std::ranges::count(sweep::names_of_calls(), "open O_NONBLOCK") == 1);
}

namespace {

// How often pages were replaced while a body read those of a file that was cut to one page.
template <class Read>
std::ptrdiff_t replacements(std::size_t pages, Read read) {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(pages * page_size()));
  const mapping file{path};
  trial one{sweep::nowhere, 0};
  CHECK_FALSE(
      one.act([&] { guarded(file, [&] { read(path, static_cast<const volatile std::byte*>(file.data())); }); }));
  return std::ranges::count(sweep::names_of_calls(), "mmap");
}

}  // namespace

TEST_CASE("pages that are lost are replaced at once, in whatever order they are read") {
  constexpr std::size_t pages = 256;
  const auto cut = [](const std::filesystem::path& path, std::size_t left) {
    std::filesystem::resize_file(path, left * page_size());
  };
  CHECK(replacements(pages, [&](const auto& path, const volatile std::byte* at) {
          cut(path, 1);
          for (std::size_t i = 1; i < pages; ++i) static_cast<void>(at[i * page_size()]);
        }) == 1);
  CHECK(replacements(pages, [&](const auto& path, const volatile std::byte* at) {
          cut(path, 1);
          for (std::size_t i = pages; --i != 0;) static_cast<void>(at[i * page_size()]);
        }) == 1);
  CHECK(replacements(pages, [&](const auto& path, const volatile std::byte* at) {
          cut(path, 1);
          for (std::size_t i = 0; i < pages; ++i) static_cast<void>(at[i * 97 % pages * page_size()]);
        }) == 1);
}

TEST_CASE("a file that is cut shorter step by step has each page replaced once") {
  constexpr std::size_t pages = 64;
  CHECK(replacements(pages, [&](const auto& path, const volatile std::byte* at) {
          for (std::size_t left = pages; left > 8; left -= 8) {
            std::filesystem::resize_file(path, (left - 8) * page_size());
            for (std::size_t i = pages; --i != 0;) static_cast<void>(at[i * page_size()]);
          }
        }) == 7);
}

TEST_CASE("alone: the first guarded access whose handler cannot be asked for" * doctest::skip()) {
  const scratch folder;
  const mapping file{folder.file("data.bin", pattern(100))};
  static_cast<void>(freezable{1});  // which asks for the process: that is not what is to fail
  for (const int call : {0, 1}) {
    trial one{call, EINVAL};
    CHECK_FALSE(one.act([&] { guarded(file, [] {}); }));
    CHECK(sweep::names_of_calls().back() == "sigaction");
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
