// Access to a file that is cut short.
#include <atomic>
#include <thread>
#include <vector>

#include "fault_support.hpp"

using namespace mmapkit;
using support::caught;
using support::chunk;
using support::cut;
using support::load;
using support::load_all;
using support::scratch;
using support::shows_pattern;
using support::shows_zeros;

namespace {

struct counted {
  static inline std::atomic<int> living{0};
  counted() { ++living; }
  ~counted() { --living; }
};

}  // namespace

TEST_CASE("a copy from a file that was cut short is an error with the first byte that is gone" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  const mapping file{path};
  cut(path, 2 * page_size());
  std::vector<std::byte> to(4 * page_size());
  for (const auto offset : {std::size_t{0}, std::size_t{5}, 2 * page_size() - 1}) {
    const auto error = caught([&] { guarded_copy(std::span{to}.first(2 * page_size() + 1), file, offset); });
    CHECK(error.fault() == fault_kind::truncated);
    CHECK(error.file_offset() == 2 * page_size());
  }
  CHECK(caught([&] { guarded_copy(std::span{to}.first(10), file, 3 * page_size() + 7); }).file_offset() ==
        3 * page_size() + 7);
  guarded_copy(std::span{to}.first(2 * page_size()), file, 0);
  CHECK(support::text(to.data(), 2 * page_size()) == support::pattern(2 * page_size()));
}

TEST_CASE("why a page of a file is gone is found out by its name, whatever that is" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder / "data.bin";
  const auto named = std::filesystem::path{path}.replace_filename(L"\u03b1\u00e4\u4e2d.bin");
  std::filesystem::rename(folder.file("data.bin", support::pattern(2 * page_size())), named);
  const mapping file{named};
  std::filesystem::rename(named, path);
  cut(path, page_size());
  std::filesystem::rename(path, named);
  std::byte byte{};
  CHECK(caught([&] { guarded_copy({&byte, 1}, file, page_size()); }).fault() == fault_kind::truncated);
}

TEST_CASE("a copy into a file that was cut short is an error, and one within it arrives" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  mapping file{path, support::shared_writable()};
  cut(path, page_size());
  const std::string text = "stored";
  guarded_copy(file, 3, std::as_bytes(std::span{text}));
  CHECK(support::read_file(path).substr(3, 6) == text);
  const auto error = caught([&] { guarded_copy(file, page_size() - 2, std::as_bytes(std::span{text})); });
  CHECK(error.file_offset() == page_size());
  CHECK(error.fault() == fault_kind::truncated);
  CHECK(support::read_file(path).substr(page_size() - 2) == "st");
}

TEST_CASE("a body that reads a file that is cut short ends as always, and its caller gets the error" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * chunk + 100));
  const mapping file{path, support::read_with_file()};
  bool ended = false;
  const auto error = caught([&] {
    guarded(file, [&] {
      const counted object;
      cut(path, page_size());
      load_all(file);
      ended = true;
    });
  });
  CHECK(ended);
  CHECK(counted::living == 0);
  CHECK(error.fault() == fault_kind::truncated);
  CHECK(error.file_offset() == page_size());
  CHECK(shows_pattern(file, 0, page_size()));
  CHECK(shows_zeros(file, page_size(), file.size() - page_size()));
  CHECK(caught([&] { guarded(file, [] {}); }).file_offset() == page_size());
  std::byte byte{};
  CHECK(caught([&] { guarded_copy({&byte, 1}, file, page_size()); }).file_offset() == page_size());
}

TEST_CASE("around a page that is gone the memory stays the file's" * doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(5 * chunk));
  mapping file{path, support::shared_writable()};
  auto* const data = file.data();
  const auto lost = 2 * chunk + 3 * page_size();
  CHECK(caught([&] {
          guarded(file, [&] {
            cut(path, 2 * chunk + 2 * page_size());
            data[lost + 9] = std::byte{'x'};
          });
        }).file_offset() == 2 * chunk + 2 * page_size());  // the first of the pages that became zeros with it
  CHECK(data[lost + 9] == std::byte{'x'});
  CHECK(shows_pattern(file, 0, 2 * chunk + 2 * page_size()));
  CHECK(shows_zeros(file, 2 * chunk + 2 * page_size(), page_size()));
  data[chunk + 1] = std::byte{'!'};
  CHECK(support::read_file(path)[chunk + 1] == '!');
  // It grows again, and what lies behind is the file still.
  std::filesystem::resize_file(path, 5 * chunk);
  data[3 * chunk] = std::byte{'?'};
  CHECK(support::read_file(path)[3 * chunk] == '?');
  CHECK(caught([&] { file.sync(); }).code() == std::errc::io_error);
}

TEST_CASE("what a page was protected for stays, also beside one that is gone" * doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(3 * chunk));
  mapping file{path, support::shared_writable()};
  file.protect(page_size(), page_size(), protection_flag::read);
  file.protect(chunk, page_size(), protection_flag::none);
  file.protect(2 * chunk, page_size(), protection_flag::read);
  caught([&] {
    guarded(file, [&] {
      cut(path, chunk + 2 * page_size());
      load(file, chunk + 5 * page_size());
    });
  });
  auto* const data = file.data();
  CHECK(support::region_at(data + page_size()).Protect == PAGE_READONLY);
  CHECK(support::region_at(data + chunk).Protect == PAGE_NOACCESS);
  CHECK(support::region_at(data + chunk + page_size()).Protect == PAGE_READWRITE);
  CHECK(support::region_at(data + 2 * chunk).Protect == PAGE_READONLY);
  CHECK(support::region_at(data + 2 * chunk + page_size()).Protect == PAGE_READWRITE);
  DWORD before = 0;
  REQUIRE(::VirtualProtect(data + chunk, page_size(), PAGE_READONLY, &before));
  CHECK(shows_pattern(file, chunk, page_size()));
}

TEST_CASE("a mapping whose pages have faulted is unmapped as a whole, and leaves nothing" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(5 * chunk));
  mapping file{path, support::read_with_file()};
  auto* const data = file.data();
  caught([&] {
    guarded(file, [&] {
      cut(path, chunk);
      load_all(file);
    });
  });
  for (std::size_t at = 1; at < 5; ++at) CHECK(support::region_at(data + at * chunk).Type == MEM_PRIVATE);
  std::filesystem::resize_file(path, 5 * chunk);
  file.unmap();
  for (std::size_t at = 0; at < 5; ++at) CHECK(support::region_at(data + at * chunk).State == MEM_FREE);
  mapping again{path, {.mmap = mmap_flag::shared, .address = data, .keep_file = true}};
  CHECK(guarded(again, [&] { return load(again, 0); }) == support::pattern(1)[0]);
}

TEST_CASE("a fault in a file mapped from an odd place is told by its place in the file" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * chunk));
  auto options = support::read_with_file();
  options.offset = chunk + 100;
  const mapping file{path, options};
  CHECK(caught([&] {
          guarded(file, [&] {
            cut(path, 2 * chunk);
            load(file, 2 * chunk);
          });
        }).file_offset() == 3 * chunk + 100);
  CHECK(file.text().substr(0, 10) == support::pattern(2 * chunk).substr(chunk + 100, 10));
  CHECK(shows_zeros(file, 2 * chunk - 100, chunk));
}

TEST_CASE("a guard on a file that is shorter already is an error before its body is called" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  const mapping file{path, support::read_with_file()};
  cut(path, page_size());
  bool called = false;
  CHECK(caught([&] { guarded(file, [&] { called = true; }); }).code().value() == ERROR_HANDLE_EOF);
  CHECK_FALSE(called);
}

TEST_CASE("threads that use a mapping while another one's fault in it is mended see what is there" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  for (int round = 0; round < 5; ++round) {
    const auto path = folder.file("data.bin", support::pattern(20 * chunk));
    const mapping file{path, support::read_with_file()};
    const auto expected = support::pattern(chunk);
    std::atomic<bool> is_cut{false};
    std::atomic<bool> stop{false};
    std::atomic<int> wrong{0};
    std::atomic<int> errors{0};
    std::atomic<int> guards{0};
    std::vector<std::thread> readers;
    for (std::size_t i = 0; i < 2; ++i)
      readers.emplace_back([&] {
        for (std::size_t at = 0; !stop; at = (at + 4099) % chunk)
          if (load(file, at) != expected[at]) ++wrong;
      });
    for (std::size_t i = 0; i < 3; ++i)
      readers.emplace_back([&] {
        try {
          guarded(file, [&] {
            ++guards;
            while (!is_cut) std::this_thread::yield();
            load_all(file);
          });
        } catch (const mmap_error& error) {
          if (error.fault() == fault_kind::truncated && error.file_offset() == chunk) ++errors;
        }
      });
    while (guards != 3) std::this_thread::yield();
    cut(path, chunk);
    is_cut = true;
    for (std::size_t i = 2; i < readers.size(); ++i) readers[i].join();
    stop = true;
    readers[0].join();
    readers[1].join();
    CHECK(wrong == 0);
    CHECK(errors == 3);
  }
}
