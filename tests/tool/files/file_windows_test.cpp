#include "files/file_windows.hpp"

#include <doctest/doctest.h>

#include <mmapkit/flags/error.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "scratch_file.hpp"

namespace mmapkit::tool {

namespace {

using windows = std::vector<std::pair<std::uint64_t, std::string>>;

windows windows_of(std::string_view content, std::size_t window, window_end end) {
  const scratch_file file{content};
  windows seen;
  for_each_window(file.path(), window, end, [&](std::uint64_t offset, std::string_view text) {
    seen.emplace_back(offset, text);
    return true;
  });
  return seen;
}

}  // namespace

TEST_CASE("a file that fits one window is one window") {
  CHECK(windows_of("abcd\nef", 7, window_end::anywhere) == windows{{0, "abcd\nef"}});
  CHECK(windows_of("abcd\nef", 7, window_end::after_line) == windows{{0, "abcd\nef"}});
}

TEST_CASE("an empty file is one empty window") {
  CHECK(windows_of("", 4, window_end::anywhere) == windows{{0, ""}});
  CHECK(windows_of("", 4, window_end::after_line) == windows{{0, ""}});
}

TEST_CASE("windows follow each other without gap or overlap") {
  CHECK(windows_of("abcdefgh", 3, window_end::anywhere) == windows{{0, "abc"}, {3, "def"}, {6, "gh"}});
}

TEST_CASE("a window of lines ends after its last newline") {
  CHECK(windows_of("a\nb\ncd\nefg", 4, window_end::after_line) == windows{{0, "a\nb\n"}, {4, "cd\n"}, {7, "efg"}});
}

TEST_CASE("a line longer than the window makes the window grow") {
  CHECK(windows_of("a\nbcdefghij\nkl\nm\n", 3, window_end::after_line) ==
        windows{{0, "a\n"}, {2, "bcdefghij\n"}, {12, "kl\n"}, {15, "m\n"}});
}

TEST_CASE("a file without any newline is seen whole, whatever the window") {
  CHECK(windows_of("abcdefghij", 1, window_end::after_line) == windows{{0, "abcdefghij"}});
}

TEST_CASE("windows of any size together are the file") {
  std::string content;
  for (int i = 0; i < 100; ++i) content += std::string(static_cast<std::size_t>(i * i % 70), 'x') + '\n';
  content += "without a newline";
  for (const auto end : {window_end::anywhere, window_end::after_line}) {
    for (const std::size_t window : {1U, 2U, 3U, 64U, 100U, 2047U, 2048U, 2049U, 4096U}) {
      std::string together;
      for (const auto& [offset, text] : windows_of(content, window, end)) {
        CHECK(offset == together.size());
        together += text;
        CHECK((end == window_end::anywhere || text.ends_with('\n') || together.size() == content.size()));
      }
      CHECK(together == content);
    }
  }
}

TEST_CASE("a file that cannot be opened, and a folder, is an error, and no window") {
  bool called = false;
  const auto body = [&](std::uint64_t, std::string_view) { return called = true; };
  CHECK_THROWS_AS(for_each_window("no such file", 4, window_end::anywhere, body), mmap_error);
  CHECK_THROWS_AS(for_each_window(std::filesystem::temp_directory_path(), 4, window_end::anywhere, body),
                  std::runtime_error);
  CHECK_FALSE(called);
}

TEST_CASE("what the body throws comes through") {
  const scratch_file file{"abcdef"};
  const auto body = [](std::uint64_t, std::string_view) -> bool { throw std::runtime_error{"enough"}; };
  CHECK_THROWS_WITH_AS(for_each_window(file.path(), 3, window_end::anywhere, body), "enough", std::runtime_error);
}

TEST_CASE("no window follows where no more is wanted") {
  const scratch_file file{"abcdef"};
  int calls = 0;
  for_each_window(file.path(), 3, window_end::anywhere, [&](std::uint64_t, std::string_view) { return ++calls < 1; });
  CHECK(calls == 1);
}

}  // namespace mmapkit::tool
