// Blocks and holes of files. Wine's have no holes to give.
#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;
using support::file_access;

TEST_CASE("a hole takes no room, and ends with the file; or it is refused and nothing is lost") {
  const support::scratch folder;
  const auto content = support::pattern(1 << 20);
  const auto path = folder.file("data.bin", content);
  const support::plain_file file{path, file_access::write};
  std::error_code error;
  fallocate(file.get(), fallocate_mode::punch_hole, 1 << 18, std::uint64_t{1} << 40, error);
  const auto now = support::read_file(path);
  CHECK(now.size() == content.size());
  if (error) {
    CHECK(error == std::errc::operation_not_supported);
    CHECK(now == content);
    return;
  }
  CHECK(now == content.substr(0, 1 << 18) + std::string((1 << 20) - (1 << 18), '\0'));
  CHECK(support::allocated_bytes(path) < content.size());
}

TEST_CASE("a hole beyond the end of a file does nothing to it") {
  const support::scratch folder;
  const auto path = folder.file("data.bin", "content");
  const support::plain_file file{path, file_access::write};
  const auto punch = [&] { fallocate(file.get(), fallocate_mode::punch_hole, 100, 100); };
  if (support::offered_or_refused(fallocate_mode::punch_hole, punch)) punch();
  CHECK(support::read_file(path) == "content");
  CHECK((::GetFileAttributesW(path.c_str()) & FILE_ATTRIBUTE_SPARSE_FILE) == 0);
}

TEST_CASE("allocating within a file finds its blocks there") {
  const support::scratch folder;
  const auto path = folder.file("data.bin", support::pattern(100'000));
  const support::plain_file file{path, file_access::write};
  fallocate(file.get(), fallocate_mode::allocate, 10, 1000);
  CHECK(support::read_file(path) == support::pattern(100'000));
}

TEST_CASE("a handle that is no file has no space") {
  HANDLE const event = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
  CHECK(caught([&] { fallocate(native_handle{event}, fallocate_mode::allocate, 0, 1); }).operation() == "fallocate");
  ::CloseHandle(event);
}
