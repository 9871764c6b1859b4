#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/mprotect.hpp>
#include <mmapkit/calls/msync.hpp>
#include <mmapkit/calls/munmap.hpp>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::file_access;
using support::plain_file;
using support::scratch;
using support::text;

TEST_CASE("a path is mapped whole, and its size is found") {
  const scratch folder;
  const auto content = support::pattern(10'000);
  const auto memory = mmap(folder.file("data.bin", content));
  CHECK(text(memory.addr, memory.size) == content);
  munmap(memory);
}

TEST_CASE("the three values can be taken apart and handed back") {
  const scratch folder;
  auto [addr, fd, size] = mmap(folder.file("data.bin", "abc"));
  CHECK(text(addr, size) == "abc");
  munmap(addr, fd, size);
  CHECK_FALSE(support::is_mapped(addr));
}

TEST_CASE("any offset works, and the rest of the file is mapped") {
  const scratch folder;
  const auto content = support::pattern(200'000);
  const auto path = folder.file("data.bin", content);
  for (const std::size_t offset : {1U, 100U, 4095U, 4096U, 4097U, 65'535U, 65'536U, 65'537U, 199'999U}) {
    CAPTURE(offset);
    const auto memory = mmap(path, {.offset = offset});
    CHECK(text(memory.addr, memory.size) == std::string_view{content}.substr(offset));
    munmap(memory);
    CHECK_FALSE(support::is_mapped(memory.addr));
  }
}

TEST_CASE("a size at an unaligned offset maps just those bytes, as the rest of the file does") {
  const scratch folder;
  const auto content = support::pattern(150'000);
  const auto path = folder.file("data.bin", content);
  const auto rest = mmap(path, {.offset = 70'001});
  const auto part = mmap(path, {.size = 150'000 - 70'001, .offset = 70'001});
  CHECK(text(part.addr, part.size) == text(rest.addr, rest.size));
  munmap(part);
  munmap(rest);
}

TEST_CASE("a borrowed file is mapped and left open") {
  const scratch folder;
  const plain_file file{folder.file("data.bin", "content"), file_access::read};
  const auto memory = mmap(file.get());
  CHECK(text(memory.addr, memory.size) == "content");
  munmap(memory);
  CHECK(file.is_open());
}

TEST_CASE("memory survives the closing of the file that it was borrowed from") {
  const scratch folder;
  plain_file file{folder.file("data.bin", "content"), file_access::read};
  const auto memory = mmap(file.get());
  file.close();
  CHECK(text(memory.addr, memory.size) == "content");
  munmap(memory);
}

TEST_CASE("stores to a shared mapping reach the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello world");
  const auto memory = mmap(path, support::shared_writable());
  support::bytes(memory)[0] = std::byte{'J'};
  msync(memory.addr, memory.fd, memory.size);
  munmap(memory);
  CHECK(support::read_file(path) == "Jello world");
}

TEST_CASE("stores to a shared mapping are seen by another mapping at once") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello world");
  const auto writer = mmap(path, support::shared_writable());
  const auto reader = mmap(path, {.mmap = mmap_flag::shared});
  support::bytes(writer)[0] = std::byte{'J'};
  CHECK(text(reader.addr, reader.size) == "Jello world");
  munmap(reader);
  munmap(writer);
}

TEST_CASE("stores to a private mapping reach neither the file nor another mapping") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello world");
  const auto writer = mmap(path, support::private_writable());
  const auto reader = mmap(path, support::private_writable());
  support::bytes(writer)[0] = std::byte{'J'};
  CHECK(text(writer.addr, writer.size) == "Jello world");
  CHECK(text(reader.addr, reader.size) == "hello world");
  msync(writer.addr, writer.fd, writer.size);
  munmap(reader);
  munmap(writer);
  CHECK(support::read_file(path) == "hello world");
}

TEST_CASE("anonymous memory is zeroed and writable") {
  const auto memory = mmap(support::anonymous(100'000));
  CHECK(memory.size == 100'000);
  CHECK(text(memory.addr, memory.size) == std::string(100'000, '\0'));
  support::bytes(memory)[99'999] = std::byte{1};
  CHECK(support::bytes(memory)[99'999] == std::byte{1});
  munmap(memory);
  CHECK_FALSE(support::is_mapped(memory.addr));
}

TEST_CASE("shared anonymous memory is zeroed and writable") {
  const auto memory = mmap(support::anonymous(100'000, mmap_flag::shared));
  CHECK(text(memory.addr, memory.size) == std::string(100'000, '\0'));
  support::bytes(memory)[99'999] = std::byte{1};
  msync(memory.addr, memory.fd, memory.size);
  munmap(memory);
  CHECK_FALSE(support::is_mapped(memory.addr));
}

TEST_CASE("memory without access is reserved and can be opened up") {
  const auto memory =
      mmap({.protection = protection_flag::none, .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 65'536});
  CHECK_FALSE(support::readable(memory.addr));
  mprotect(memory.addr, memory.size, support::read_write);
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

TEST_CASE("write alone brings read with it") {
  const auto memory =
      mmap({.protection = protection_flag::write, .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 4096});
  CHECK(support::readable(memory.addr));
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

TEST_CASE("opening for write alone opens for reading too") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const auto memory =
      mmap(path, {.open = open_flag::write, .protection = protection_flag::write, .mmap = mmap_flag::shared});
  CHECK(text(memory.addr, memory.size) == "hello");
  munmap(memory);
}

TEST_CASE("a shared, writable mapping grows its file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "abc");
  auto options = support::shared_writable();
  options.size = 100'000;
  options.offset = 10;
  const auto memory = mmap(path, options);
  support::bytes(memory)[99'999] = std::byte{'z'};
  munmap(memory);
  const auto content = support::read_file(path);
  CHECK(content.size() == 100'010);
  CHECK(content.starts_with(std::string_view{"abc\0\0", 5}));
  CHECK(content.back() == 'z');
}

TEST_CASE("a file that is long enough is not grown") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(10'000));
  auto options = support::shared_writable();
  options.size = 100;
  munmap(mmap(path, options));
  CHECK(std::filesystem::file_size(path) == 10'000);
}

TEST_CASE("a sparse growth makes the file as long") {
  const scratch folder;
  const auto path = folder.file("data.bin", "abc");
  auto options = support::shared_writable();
  options.size = 10'000'000;
  options.growth = file_growth::sparse;
  munmap(mmap(path, options));
  CHECK(std::filesystem::file_size(path) == 10'000'000);
  CHECK(support::allocated_bytes(path) < 1'000'000);
}

TEST_CASE("a created file is made, grown and written") {
  const scratch folder;
  const auto path = folder / "new.bin";
  auto options = support::shared_writable();
  options.open |= open_flag::create;
  options.size = 5;
  const auto memory = mmap(path, options);
  for (std::size_t i = 0; i < 5; ++i) support::bytes(memory)[i] = std::byte{'x'};
  munmap(memory);
  CHECK(support::read_file(path) == "xxxxx");
}

TEST_CASE("create leaves the content of a file that exists") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  auto options = support::shared_writable();
  options.open |= open_flag::create;
  munmap(mmap(path, options));
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("ensure_create refuses a file that exists, and leaves it alone") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  auto options = support::shared_writable();
  options.open |= open_flag::ensure_create;
  CHECK(caught([&] { return mmap(path, options); }).code() == std::errc::file_exists);
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("ensure_create makes a file that does not exist") {
  const scratch folder;
  auto options = support::shared_writable();
  options.open |= open_flag::ensure_create;
  options.size = 3;
  munmap(mmap(folder / "new.bin", options));
  CHECK(std::filesystem::file_size(folder / "new.bin") == 3);
}

TEST_CASE("truncate cuts the file before it is mapped") {
  const scratch folder;
  const auto path = folder.file("data.bin", "a long content");
  auto options = support::shared_writable();
  options.open |= open_flag::truncate;
  options.size = 3;
  munmap(mmap(path, options));
  CHECK(support::read_file(path) == std::string(3, '\0'));
}

TEST_CASE("truncate does not create") {
  const scratch folder;
  auto options = support::shared_writable();
  options.open |= open_flag::truncate;
  CHECK(caught([&] { return mmap(folder / "none", options); }).code() == std::errc::no_such_file_or_directory);
}

TEST_CASE("create and truncate together do both") {
  const scratch folder;
  auto options = support::shared_writable();
  options.open |= open_flag::create | open_flag::truncate;
  options.size = 4;
  munmap(mmap(folder / "new.bin", options));
  CHECK(std::filesystem::file_size(folder / "new.bin") == 4);
  support::write_file(folder / "new.bin", "a long content");
  munmap(mmap(folder / "new.bin", options));
  CHECK(support::read_file(folder / "new.bin") == std::string(4, '\0'));
}

TEST_CASE("a path with characters of any language is mapped") {
  const scratch folder;
  const auto path = folder.file(reinterpret_cast<const char*>(u8"\u00fcber \u65e5\u672c \U0001f409.bin"), "content");
  const auto memory = mmap(path);
  CHECK(text(memory.addr, memory.size) == "content");
  munmap(memory);
}

TEST_CASE("the error_code form gives an empty value and the same code") {
  std::error_code error;
  const auto memory = mmap("no-such-file", {}, error);
  CHECK(memory.addr == nullptr);
  CHECK(memory.size == 0);
  CHECK(error == caught([] { return mmap("no-such-file"); }).code());
}

TEST_CASE("the error_code form clears the error on success") {
  const scratch folder;
  const plain_file file{folder.file("data.bin", "content"), file_access::read};
  auto error = std::make_error_code(std::errc::io_error);
  munmap(mmap(folder / "data.bin", {}, error));
  CHECK_FALSE(error);
  error = std::make_error_code(std::errc::io_error);
  munmap(mmap(file.get(), {}, error));
  CHECK_FALSE(error);
  error = std::make_error_code(std::errc::io_error);
  munmap(mmap(support::anonymous(1), error));
  CHECK_FALSE(error);
}
