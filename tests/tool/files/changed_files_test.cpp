// Files that are replaced, cut short or written while a command reads them, and what cannot be mapped.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <mmapkit/calls/file_space.hpp>
#include <mmapkit/calls/mincore.hpp>
#include <mmapkit/file.hpp>
#include <string>
#include <thread>

#include "../support/child.hpp"
#include "files/file_windows.hpp"

using namespace mmapkit;

namespace {

std::string content_seen(const std::filesystem::path& path, std::size_t window,
                         const std::function<void()>& meanwhile) {
  std::string seen;
  tool::for_each_window(path, window, tool::window_end::anywhere, [&](std::uint64_t, std::string_view text) {
    if (seen.empty()) meanwhile();
    seen += text;
    return true;
  });
  return seen;
}

// Where an error says that the file was cut short.
bool is_told(const std::filesystem::path& path, std::size_t window, std::size_t left) {
  try {
    content_seen(path, window, [&] { std::filesystem::resize_file(path, left); });
  } catch (const std::runtime_error& problem) {
    return std::string_view{problem.what()}.find("cut': it was cut short while it was read") != std::string_view::npos;
  }
  return false;
}

}  // namespace

TEST_CASE("a file that is replaced by rename while it is read is seen as it was opened") {
  const support::scratch folder;
  const std::string old(5 * page_size(), 'o');
  const auto path = folder.file("log", old);
  const auto other = folder.file("new", std::string(5 * page_size(), 'n'));
  CHECK(content_seen(path, page_size(), [&] { std::filesystem::rename(other, path); }) == old);
}

TEST_CASE("a file that is cut short while it is read is an error with its name, and not the end of the process") {
  const support::scratch folder;
  for (const std::size_t left : {std::size_t{0}, page_size(), 2 * page_size() + 1, 3 * page_size() - 1})
    for (const std::size_t window : {page_size(), std::size_t{1} << 30}) {
      const auto path = folder.file("cut", std::string(3 * page_size(), 'x'));
      const auto end = support::in_child_with_handlers([&] { return is_told(path, window, left) ? 0 : 1; });
      CAPTURE(left);
      CAPTURE(window);
      CHECK(end.signal == 0);
      CHECK(end.code == 0);
    }
}

// Where the folder is on a disk, and the system has the advice; else the file stays in memory.
TEST_CASE("a file that is not in memory is seen as it was when it was opened, and an error where it is cut short") {
  const support::scratch folder;
  std::string content;
  while (content.size() < (std::size_t{5} << 20)) content += std::to_string(content.size()) + ' ';
  const auto path = folder.file("cut", content);
  const auto drop = [&] {
    file opened{path, open_flag::read | open_flag::write};
    opened.sync();
    std::error_code unseen;
    mmapkit::posix_fadvise(opened.handle(), 0, content.size(), file_advice::dont_need, unseen);
  };
  drop();
  std::error_code unknown;
  const file opened{path};
  if (const auto state = cachestat(opened.handle(), 0, content.size(), unknown); unknown || state.cached != 0)
    MESSAGE("untried: the file stays in memory, or the system does not tell");
  CHECK(content_seen(path, content.size(), [] {}) == content);
  drop();
  CHECK(content_seen(path, content.size(), [&] { std::ofstream{path, std::ios::app} << "more"; }) == content);
  drop();
  CHECK(is_told(path, std::size_t{1} << 20, (std::size_t{2} << 20) + 1));
}

TEST_CASE("a line that is longer than a window is seen whole, in memory or not") {
  const support::scratch folder;
  constexpr std::size_t longer = std::size_t{3} << 20;
  std::string content(longer, 'x');
  content += "\nsecond\n";
  content.append(longer, 'y');
  const auto path = folder.file("lines", content);
  file opened{path, open_flag::read | open_flag::write};
  opened.sync();
  std::error_code unseen;
  mmapkit::posix_fadvise(opened.handle(), 0, content.size(), file_advice::dont_need, unseen);
  for (int round = 0; round < 2; ++round) {
    std::string seen;
    tool::for_each_window(path, 1 << 20, tool::window_end::after_line,
                          [&](std::uint64_t offset, std::string_view text) {
                            CHECK(offset == seen.size());
                            seen += text;
                            return true;
                          });
    CHECK(seen == content);
    static_cast<void>(support::read_file(path));
  }
}

TEST_CASE("a FIFO is read to the end, and a line may come in pieces") {
  const support::scratch folder;
  const auto path = folder / "fifo";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::thread writer{[&] {
    const int out = ::open(path.c_str(), O_WRONLY);
    for (const std::string_view piece : {"one\ntw", "o, and a long line", "\nthr", "ee"}) {
      if (::write(out, piece.data(), piece.size()) < 0) break;
      ::usleep(10'000);
    }
    ::close(out);
  }};
  std::string lines;
  tool::for_each_window(path, 4, tool::window_end::after_line, [&](std::uint64_t offset, std::string_view text) {
    CHECK(offset == lines.size());
    CHECK((text.ends_with('\n') || text == "three"));
    lines += text;
    return true;
  });
  writer.join();
  CHECK(lines == "one\ntwo, and a long line\nthree");
}

TEST_CASE("a file of /proc, which says that it is empty, is read") {
  if (!std::filesystem::exists("/proc/self/status")) return;
  CHECK(content_seen("/proc/self/status", 100, [] {}).find("\nPid:") != std::string::npos);
}
