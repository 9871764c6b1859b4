#include "../support/support.hpp"

using namespace mmapkit;
using support::can;
using support::caught;
using support::file_access;

TEST_CASE("allocating beyond the end makes the file longer, with its blocks") {
  const support::scratch folder;
  const auto path = folder.file("data", "abc");
  const support::plain_file file{path, file_access::write};
  if (!can(fallocate_mode::allocate, path, file.get())) return;
  fallocate(file.get(), fallocate_mode::allocate, 0, 1 << 20);
  CHECK(std::filesystem::file_size(path) == 1 << 20);
  CHECK((support::allocated_bytes(path) >= 1 << 20) == support::growth_has_blocks());
  CHECK(support::read_file(path).substr(0, 4) == std::string{"abc\0", 4});
}

TEST_CASE("allocating never makes a file shorter") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(1 << 18));
  const support::plain_file file{path, file_access::write};
  std::error_code may_be_refused;
  fallocate(file.get(), fallocate_mode::allocate, 0, 100, may_be_refused);
  CHECK(support::read_file(path) == support::pattern(1 << 18));
}

TEST_CASE("a hole reads as zeros, and what is around it stays") {
  const support::scratch folder;
  const auto content = support::pattern(1 << 20);
  const auto path = folder.file("data", content);
  const support::plain_file file{path, file_access::write};
  if (!can(fallocate_mode::punch_hole, path, file.get())) return;
  fallocate(file.get(), fallocate_mode::punch_hole, 1 << 18, 1 << 18);
  const auto now = support::read_file(path);
  CHECK(now.size() == content.size());
  CHECK(now.substr(0, 1 << 18) == content.substr(0, 1 << 18));
  CHECK(now.substr(1 << 18, 1 << 18) == std::string(1 << 18, '\0'));
  CHECK(now.substr(1 << 19) == content.substr(1 << 19));
}

TEST_CASE("a hole that is no multiple of a block is as long as it was asked for") {
  const support::scratch folder;
  const auto path = folder.file("data", std::string(100000, 'x'));
  const support::plain_file file{path, file_access::write};
  if (!can(fallocate_mode::punch_hole, path, file.get())) return;
  fallocate(file.get(), fallocate_mode::punch_hole, 10, 50000);
  std::string wanted(100000, 'x');
  wanted.replace(10, 50000, 50000, '\0');
  CHECK(support::read_file(path) == wanted);
}

TEST_CASE("a mapping sees the hole that is made under it") {
  const support::scratch folder;
  const auto path = folder.file("data", std::string(1 << 18, 'x'));
  const mapping view{path, support::shared_writable()};
  const support::plain_file file{path, file_access::write};
  if (!can(fallocate_mode::punch_hole, path, file.get())) return;
  fallocate(file.get(), fallocate_mode::punch_hole, 0, 1 << 16);
  CHECK(view.text().substr(0, 1 << 16) == std::string(1 << 16, '\0'));
  CHECK(view.text()[1 << 16] == 'x');
}

TEST_CASE("a length of 0, and two operations at once, are refused") {
  const support::scratch folder;
  const support::plain_file file{folder.file("data", "abc"), file_access::write};
  CHECK(caught([&] { fallocate(file.get(), fallocate_mode::allocate, 0, 0); }).code() == std::errc::invalid_argument);
  if (supported(fallocate_mode::zero_range))
    CHECK(caught([&] {
            fallocate(file.get(), fallocate_mode::punch_hole | fallocate_mode::zero_range, 0, 1);
          }).code() == std::errc::invalid_argument);
}

TEST_CASE("a range beyond what a file can hold is refused before any system call") {
  const support::scratch folder;
  const auto path = folder.file("data", "abc");
  const support::plain_file file{path, file_access::write};
  const auto most = static_cast<std::uint64_t>(-1);
  CHECK(caught([&] { fallocate(file.get(), fallocate_mode::allocate, most, 1); }).code() == std::errc::value_too_large);
  CHECK(caught([&] { fallocate(file.get(), fallocate_mode::allocate, 1, most); }).code() == std::errc::value_too_large);
  CHECK(support::read_file(path) == "abc");
}

TEST_CASE("advice on a file keeps its content, or is refused by name") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(100000));
  const support::plain_file file{path, file_access::read};
  for (const auto& row : rows<file_advice>) {
    CAPTURE(std::string{row.name});
    if (supported(row.flag))
      posix_fadvise(file.get(), 0, 0, row.flag);
    else
      CHECK(caught([&] { posix_fadvise(file.get(), 0, 0, row.flag); }).code() == std::errc::operation_not_supported);
  }
  CHECK(support::read_file(path) == support::pattern(100000));
}
