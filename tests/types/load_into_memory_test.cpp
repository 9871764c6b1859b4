// The whole of a file in memory of its own.
#include <fstream>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::pattern;
using support::scratch;

namespace {

std::string text_of(const allocation& memory) { return std::string{memory.text()}; }

}  // namespace

TEST_CASE("the memory has all of the file, whatever its size and however many threads read") {
  const scratch folder;
  for (const std::size_t size : {std::size_t{1}, page_size() + 1, std::size_t{5} << 20, (std::size_t{7} << 20) + 3}) {
    const auto text = pattern(size);
    const auto path = folder.file("data", text);
    for (const unsigned threads : {0U, 1U, 3U, 64U}) {
      CAPTURE(size);
      CAPTURE(threads);
      const auto memory = load_into_memory(path, {.prefault_threads = threads});
      REQUIRE(memory.size() == size);
      CHECK(text_of(memory) == text);
    }
  }
}

TEST_CASE("what was loaded may be stored to, and the file keeps what it has") {
  const scratch folder;
  const auto path = folder.file("data", "content");
  auto memory = load_into_memory(path);
  memory.writable_bytes()[0] = std::byte{'C'};
  CHECK(text_of(memory) == "Content");
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("what becomes of the file afterwards cannot be seen") {
  const scratch folder;
  const auto path = folder.file("data", pattern(10'000));
  const auto memory = load_into_memory(path);
  std::filesystem::resize_file(path, 0);
  CHECK(text_of(memory) == pattern(10'000));
}

TEST_CASE("a file that is open is loaded from its beginning, and stays open") {
  const scratch folder;
  const file opened{folder.file("data", "content"), open_flag::read};
  CHECK(text_of(load_into_memory(opened)) == "content");
  CHECK(opened.size() == 7);
}

TEST_CASE("an empty file gives nothing, and is no error") {
  const scratch folder;
  const auto memory = load_into_memory(folder.file("empty", ""));
  CHECK_FALSE(memory);
  CHECK(memory.size() == 0);
}

TEST_CASE("a file that is not there is named, by either form") {
  const scratch folder;
  const auto error = caught([&] { static_cast<void>(load_into_memory(folder / "none")); });
  CHECK(error.code() == std::errc::no_such_file_or_directory);
  CHECK(std::string_view{error.what()}.find("none") != std::string_view::npos);
  std::error_code same;
  CHECK_FALSE(load_into_memory(folder / "none", {}, same));
  CHECK(same == error.code());
}

TEST_CASE("a folder cannot be loaded, and the options are those of allocate") {
  const scratch folder;
  std::filesystem::create_directory(folder / "inner");
  std::error_code refused;
  CHECK_FALSE(load_into_memory(folder / "inner", {}, refused));
  CHECK(refused);
  const auto path = folder.file("data", "content");
  const auto error = caught([&] { static_cast<void>(load_into_memory(path, {.page_size = 1 << 21})); });
  CHECK(error.code() == std::errc::invalid_argument);
}
