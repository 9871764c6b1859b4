#include <cstring>
#include <fstream>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

namespace {

const std::string sixteen = "0123456789abcdef";

mmap_options followed() { return {.keep_file = true}; }

// An x, and zeros behind it.
std::string x_and_zeros(std::size_t size) {
  std::string text(size, '\0');
  text.front() = 'x';
  return text;
}

void check_unchanged(mapping& file, std::string_view content, const std::byte* data) {
  CHECK(file.data() == data);
  CHECK(file.text() == content);
}

}  // namespace

TEST_CASE("a shared, writable mapping grows, and its file with it") {
  const support::scratch folder;
  const auto path = folder.file("data", sixteen);
  mapping file{path, support::shared_writable()};
  file.resize(1 << 20);
  CHECK(file.size() == 1 << 20);
  CHECK(std::filesystem::file_size(path) == 1 << 20);
  CHECK(file.text().substr(0, 16) == sixteen);
  file.writable_bytes().back() = std::byte{'z'};
  file.unmap();
  CHECK(support::read_file(path).back() == 'z');
}

TEST_CASE("anonymous memory grows by zeros, also where it was longer before") {
  for (const auto size : {page_size(), std::size_t{1} << 20}) {
    mapping memory{support::anonymous(size)};
    std::memset(memory.data(), 'x', size);
    memory.resize(1);
    memory.resize(size);
    CHECK(memory.text() == x_and_zeros(size));
  }
}

TEST_CASE("what cannot be written grows by zeros too, and stays so") {
  for (const auto protection : {protection_flag::read, protection_flag::none}) {
    mapping memory{support::anonymous(page_size())};
    std::memset(memory.data(), 'x', page_size());
    memory.resize(1);
    memory.protect(protection);
    memory.resize(page_size());
    CHECK_FALSE(support::writable(memory.data()));
    CHECK(support::readable(memory.data()) == has(protection, protection_flag::read));
    memory.protect(protection_flag::read);
    CHECK(memory.text() == x_and_zeros(page_size()));
  }
}

TEST_CASE("the blocks of what a file grew by are allocated") {
  const support::scratch folder;
  const auto path = folder.file("data", sixteen);
  mapping file{path, support::shared_writable()};
  file.resize(1 << 20);
  CHECK((support::allocated_bytes(path) >= 1 << 20) == support::growth_has_blocks());
}

TEST_CASE("a mapping made for sparse growth leaves a hole when it is resized") {
  const support::scratch folder;
  const auto path = folder.file("data", sixteen);
  auto options = support::shared_writable();
  options.growth = file_growth::sparse;
  mapping file{path, options};
  file.resize(1 << 20);
  CHECK(std::filesystem::file_size(path) == 1 << 20);
  CHECK(support::allocated_bytes(path) < 1 << 20);
}

TEST_CASE("an unaligned offset stays the same when the mapping grows") {
  const support::scratch folder;
  const auto content = support::pattern(3 * allocation_granularity());
  const auto path = folder.file("data", content);
  auto options = support::shared_writable(100);
  options.offset = allocation_granularity() + 7;
  mapping file{path, options};
  file.resize(4 * allocation_granularity());
  CHECK(file.text().substr(0, 1000) == content.substr(allocation_granularity() + 7, 1000));
  CHECK(std::filesystem::file_size(path) == 5 * allocation_granularity() + 7);
}

TEST_CASE("shrinking a mapping leaves its file alone") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(1 << 20));
  mapping file{path, support::shared_writable()};
  file.resize(100);
  CHECK(file.size() == 100);
  CHECK(std::filesystem::file_size(path) == 1 << 20);
  CHECK(file.text() == support::pattern(100));
}

TEST_CASE("what was shrunk grows again without touching the file") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(1 << 20));
  mapping file{path, support::shared_writable()};
  file.resize(100);
  file.resize(1 << 20);
  CHECK(std::filesystem::file_size(path) == 1 << 20);
  CHECK(file.text() == support::pattern(1 << 20));
}

TEST_CASE("a mapping that keeps its file follows it when it has grown") {
  const support::scratch folder;
  const auto path = folder.file("log", sixteen);
  mapping log{path, followed()};
  std::ofstream{path, std::ios::binary | std::ios::app} << support::pattern(1 << 18);
  log.resize(16 + (1 << 18));
  CHECK(log.text() == sixteen + support::pattern(1 << 18));
}

TEST_CASE("an empty mapping that keeps its file follows it") {
  const support::scratch folder;
  const auto path = folder.file("log", "");
  mapping log{path, followed()};
  support::write_file(path, sixteen);
  log.resize(16);
  CHECK(log.text() == sixteen);
}

TEST_CASE("an empty shared, writable mapping grows from nothing") {
  const support::scratch folder;
  const auto path = folder.file("data", "");
  mapping file{path, support::shared_writable()};
  file.resize(5000);
  CHECK(std::filesystem::file_size(path) == 5000);
  file.as_writable<char>()[4999] = 'x';
  file.sync();
  CHECK(support::read_file(path).back() == 'x');
}

TEST_CASE("private memory keeps what was stored when it grows") {
  mapping memory{support::anonymous(1000)};
  std::memset(memory.data(), 'a', 1000);
  memory.resize(10 * allocation_granularity());
  CHECK(memory.text().substr(0, 1000) == std::string(1000, 'a'));
  CHECK(memory.text().back() == '\0');
  memory.writable_bytes().back() = std::byte{1};
}

TEST_CASE("a private file mapping keeps its stores, and the file's other bytes, when it grows") {
  const support::scratch folder;
  const auto content = support::pattern(4 * allocation_granularity());
  const auto path = folder.file("data", content);
  auto options = support::private_writable();
  options.size = allocation_granularity();
  options.keep_file = true;
  mapping file{path, options};
  file.writable_bytes()[5] = std::byte{'!'};
  file.resize(content.size());
  CHECK(file.text()[5] == '!');
  CHECK(file.text().substr(6) == content.substr(6));
  CHECK(support::read_file(path) == content);
}

TEST_CASE("a mapping stays protected as it was when it grows") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(1 << 20));
  auto options = followed();
  options.size = 100;
  mapping file{path, options};
  file.resize(1 << 20);
  CHECK(support::readable(file.data() + (1 << 19)));
  CHECK_FALSE(support::writable(file.data() + (1 << 19)));
}

TEST_CASE("growing beyond the end of a file that is only read is refused, and nothing changes") {
  const support::scratch folder;
  const auto path = folder.file("data", sixteen);
  mapping file{path, followed()};
  const auto* const data = file.data();
  const auto error = caught([&] { file.resize(1 << 20); });
  CHECK(error.code() == std::errc::invalid_argument);
  check_unchanged(file, sixteen, data);
  CHECK(std::filesystem::file_size(path) == 16);
}

TEST_CASE("growing needs the file, and one that was closed is told so") {
  const support::scratch folder;
  mapping file{folder.file("data", sixteen)};
  const auto* const data = file.data();
  const auto error = caught([&] { file.resize(17); });
  CHECK(error.code() == std::errc::bad_file_descriptor);
  CHECK(std::string_view{error.what()}.find("keep_file") != std::string_view::npos);
  check_unchanged(file, sixteen, data);
}

TEST_CASE("a mapping whose file was closed can be shrunk") {
  const support::scratch folder;
  mapping file{folder.file("data", support::pattern(1 << 20))};
  file.resize(10);
  CHECK(file.text() == support::pattern(10));
}

TEST_CASE("a size that no file can have is refused, and nothing changes") {
  const support::scratch folder;
  const auto path = folder.file("data", sixteen);
  mapping file{path, support::shared_writable()};
  const auto* const data = file.data();
  std::error_code error;
  file.resize(static_cast<std::size_t>(-1), error);
  CHECK(error == std::errc::value_too_large);
  check_unchanged(file, sixteen, data);
  CHECK(std::filesystem::file_size(path) == 16);
}

TEST_CASE("shared anonymous memory does not grow, for it has its size for ever") {
  mapping memory{support::anonymous(1000, mmap_flag::shared)};
  memory.as_writable<char>()[0] = 'a';
  const auto error = caught([&] { memory.resize(1 << 20); });
  CHECK(error.code() == std::errc::operation_not_supported);
  CHECK(memory.size() == 1000);
  CHECK(memory.text()[0] == 'a');
}

TEST_CASE("shared anonymous memory can be shrunk") {
  mapping memory{support::anonymous(1 << 20, mmap_flag::shared)};
  memory.as_writable<char>()[0] = 'a';
  memory.resize(1);
  CHECK(memory.text() == "a");
}

TEST_CASE("size 0 is refused, and so is an object that maps nothing") {
  mapping memory{support::anonymous(1000)};
  CHECK(caught([&] { memory.resize(0); }).code() == std::errc::invalid_argument);
  CHECK(memory.size() == 1000);
  mapping nothing;
  CHECK(caught([&] { nothing.resize(1); }).code() == std::errc::invalid_argument);
  CHECK_FALSE(nothing);
}

TEST_CASE("a resized mapping is unmapped whole, and leaves nothing open") {
  const support::scratch folder;
  const auto path = folder.file("data", sixteen);
  const auto files = support::open_files();
  const auto regions = support::mapped_regions();
  for (int i = 0; i < 100; ++i) {
    mapping file{path, support::shared_writable()};
    for (std::size_t size = 1; size < (1U << 20); size *= 4) file.resize(size);
    for (std::size_t size = 1U << 20; size > 1; size /= 8) file.resize(size);
  }
  CHECK(support::open_files() == files);
  CHECK(support::mapped_regions() <= regions + 1 + support::region_noise);
}

TEST_CASE("a mapping taken over from mmap can be resized too") {
  const support::scratch folder;
  const auto path = folder.file("data", sixteen);
  mapping file{mmap(path, support::shared_writable()), support::read_write};
  file.resize(100000);
  CHECK(std::filesystem::file_size(path) == 100000);
}

TEST_CASE("a file that was opened elsewhere grows with the mapping that borrows it") {
  const support::scratch folder;
  const auto path = folder.file("data", sixteen);
  const support::plain_file file{path, support::file_access::write};
  mapping borrowed{file.get(), {.protection = support::read_write, .mmap = mmap_flag::shared}};
  borrowed.resize(100000);
  CHECK(std::filesystem::file_size(path) == 100000);
  CHECK(file.is_open());
}
