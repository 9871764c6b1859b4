// shm_open 1 to 15: names, handles and access. Then: shm_open_create.cpp.
#include "conformance.hpp"
#include "system.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;
using support::open_read_write;

namespace {

// The empty options: a file's own size, for reading.
std::size_t size_of(native_handle object) {
  const auto memory = mmap(object, {});
  munmap(memory);
  return memory.size;
}

}  // namespace

TEST_CASE("shm_open 1-1: the handle is a connection to the memory of that name") {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  memory[0] = 'a';
  const object_handle other{object.name};
  const pages same{page_size(), support::read_write, mmap_flag::shared, other.get()};
  CHECK(same[0] == 'a');
  same[1] = 'b';
  CHECK(memory[1] == 'b');
}

TEST_CASE("shm_open 2-1: the handle is open, and can be closed") {
  const auto before = support::open_files();
  const object_name name;
  const auto handle = shm_open(name, create_exclusively, 0600, page_size());
  CHECK(handle != no_handle);
  CHECK(support::open_files() == before + 1);
  close_file(handle);
  CHECK(support::open_files() == before);
}

TEST_CASE("shm_open 3-1: the name is no path for mmap, whether or not the memory is in the file system") {
  const shared_object object{page_size()};
  CHECK(caught([&] { return mmap(std::filesystem::path{object.name.text()}); }).code() ==
        std::errc::no_such_file_or_directory);
}

TEST_CASE("shm_open 4-1: the name may hold all that a file's name may") {
  const object_name base;
  for (const auto* const more : {"-ABCDEFGHIJKLM", "-nopqrstuvwxyz", "-0123456789._-", "- and spaces", "-\xc3\xbc"}) {
    const auto name = base.text() + more;
    CAPTURE(name);
    const object_handle object{name, create_exclusively, 0600, page_size()};
    CHECK(size_of(object.get()) >= page_size());
    std::error_code unseen;
    shm_unlink(name, unseen);
  }
}

TEST_CASE("shm_open 5-1: processes that use the same name have the same memory") {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  CHECK(memory[0] == '\0');
  CHECK(in_other_process("store in object", object.name.text()) == 0);
  CHECK(memory[0] == 'x');
}

TEST_CASE("shm_open 6-1: a name without a slash in front is the same as with one, on every system") {
  const object_name name;
  const object_handle made{name.text().substr(1), open_read_write | open_flag::create, 0600, page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, made.get()};
  memory[0] = 'x';
  const object_handle found{name, open_flag::read};
  const pages other{page_size(), protection_flag::read, mmap_flag::shared, found.get()};
  CHECK(other[0] == 'x');
}

TEST_CASE("shm_open 7-1: a name with another slash is an invalid argument, on every system") {
  const object_name name;
  for (const auto& other : {name.text() + "/more", "/" + name.text(), name.text() + "/"}) {
    CAPTURE(other);
    CHECK(caught([&] { return shm_open(other, open_read_write | open_flag::create, 0600, page_size()); }).code() ==
          std::errc::invalid_argument);
  }
}

TEST_CASE("shm_open 9-1: every call gives an open file of its own") {
  const shared_object object{page_size()};
  object_handle other{object.name, open_flag::read};
  CHECK(other.get() != object.handle.get());
  other.close();
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  CHECK(writing(memory.addr()) == fault::none);
}

TEST_CASE("shm_open 10-1: whatever the handle's position is, a mapping begins where its offset says") {
  const auto unit = allocation_granularity();
  const shared_object object{2 * unit};
  const pages whole{2 * unit, support::read_write, mmap_flag::shared, object.handle.get()};
  whole[0] = 'a';
  whole[unit] = 'b';
  const object_handle other{object.name};
  const pages start{unit, protection_flag::read, mmap_flag::shared, other.get()};
  const pages end{unit, protection_flag::read, mmap_flag::shared, other.get(), unit};
  CHECK(start[0] == 'a');
  CHECK(end[0] == 'b');
}

TEST_CASE("shm_open 11-1: the handle does not survive the start of another program") {
  const shared_object object{page_size()};
  CHECK_FALSE(survives_exec(object.handle.get()));
  const object_handle again{object.name};
  CHECK_FALSE(survives_exec(again.get()));
}

TEST_CASE("shm_open 12-1: one of read and write is needed, and only what suits memory is taken") {
  const object_name name;
  const auto code = [&](open_flag flags) {
    return caught([&] { return shm_open(name, flags, 0600, page_size()); }).code();
  };
  CHECK(code(open_flag::create) == std::errc::invalid_argument);
  CHECK(code({}) == std::errc::invalid_argument);
  CHECK(code(create_exclusively | open_flag::directory) == std::errc::invalid_argument);
}

TEST_CASE("shm_open 13-1: with read alone the memory can be read and not written") {
  const shared_object object{page_size()};
  const object_handle reader{object.name, open_flag::read};
  const pages memory{page_size(), protection_flag::read, mmap_flag::shared, reader.get()};
  CHECK(reading(memory.addr()) == fault::none);
  CHECK(writing(memory.addr()) == fault::access);
  CHECK(caught([&] {
          return mmap(nullptr, page_size(), support::read_write, mmap_flag::shared, reader.get(), 0);
        }).code() == std::errc::permission_denied);
  CHECK(caught([&] { mprotect(memory.addr(), page_size(), support::read_write); }).code() ==
        std::errc::permission_denied);
}

TEST_CASE("shm_open 14-2: with write the memory can be read and written") {
  const shared_object object{page_size()};
  for (const auto flags : {open_read_write, open_flag::write}) {
    const object_handle writer{object.name, flags};
    const pages memory{page_size(), support::read_write, mmap_flag::shared, writer.get()};
    memory[0] = 'a';
    CHECK(memory[0] == 'a');
  }
}

TEST_CASE("shm_open 15-1: with create memory that does not exist is made, and what exists is opened") {
  const object_name name;
  const object_handle first{name, open_read_write | open_flag::create, 0600, page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, first.get()};
  memory[0] = 'a';
  const object_handle second{name, open_read_write | open_flag::create, 0600, page_size()};
  const pages same{page_size(), support::read_write, mmap_flag::shared, second.get()};
  CHECK(same[0] == 'a');
}

TEST_CASE("shm_open 21-1: new memory has no size but the one that was asked for, and is zeros") {
  const object_name name;
  if (on_windows()) {
    CHECK(caught([&] { return shm_open(name, create_exclusively); }).code() == std::errc::invalid_argument);
    as_refused();
  } else {
    const object_handle empty{name, create_exclusively};
    CHECK(size_of(empty.get()) == 0);
  }
  const shared_object sized{3 * page_size()};
  const pages memory{3 * page_size(), protection_flag::read, mmap_flag::shared, sized.handle.get()};
  CHECK(memory.text(0, 3 * page_size()) == std::string(3 * page_size(), '\0'));
}

TEST_CASE("shm_open 22-1: ensure_create fails where the memory exists") {
  const shared_object object{page_size()};
  CHECK(code_of([&](std::error_code& error) {
    CHECK(shm_open(object.name, create_exclusively, 0600, page_size(), error) == no_handle);
  }));
}

TEST_CASE("shm_open 24-1: ensure_create is create with the demand that nothing exists: one flag for both") {
  const object_name name;
  const object_handle first{name, create_exclusively, 0600, page_size()};
  for (const auto flags : {create_exclusively, create_exclusively | open_flag::create})
    CHECK(caught([&] { return shm_open(name, flags, 0600, page_size()); }).code() == std::errc::file_exists);
}

TEST_CASE("shm_open 27-1: truncate without write is an invalid argument") {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  memory[0] = 'a';
  CHECK(caught([&] { return shm_open(object.name, open_flag::read | open_flag::truncate); }).code() ==
        std::errc::invalid_argument);
  CHECK(memory[0] == 'a');
}

TEST_CASE("shm_open 31-1: failure returns no handle and sets the error, and is thrown with the call's name") {
  const object_name name;
  CHECK(code_of([&](std::error_code& error) { CHECK(shm_open(name, open_read_write, 0600, 0, error) == no_handle); }));
  CHECK(caught([&] { return shm_open(name, open_read_write); }).operation() == "shm_open");
}

TEST_CASE("shm_open 35-1: memory that exists already is the error file_exists") {
  const shared_object object{page_size()};
  CHECK(caught([&] { return shm_open(object.name, create_exclusively, 0600, page_size()); }).code() ==
        std::errc::file_exists);
}

TEST_CASE("shm_open 37-1: names that no memory can have are an invalid argument") {
  using namespace std::string_view_literals;
  for (const auto name : {""sv, "/"sv, "//"sv, ".."sv, "/a/b"sv, "/a\0b"sv}) {
    CAPTURE(name);
    CHECK(caught([&] { return shm_open(name, open_read_write | open_flag::create, 0600, page_size()); }).code() ==
          std::errc::invalid_argument);
  }
  // Folders, where the names are those of files.
  if (on_windows()) return;
  for (const auto name : {"/."sv, "/.."sv})
    CHECK(opening(name, open_read_write | open_flag::create) == std::errc::invalid_argument);
}

TEST_CASE("shm_open 39-1: a name longer than any path is too long") {
  const auto name = "/" + std::string(10'000, 'a');
  CHECK(caught([&] { return shm_open(name, open_read_write | open_flag::create, 0600, page_size()); }).code() ==
        std::errc::filename_too_long);
}

TEST_CASE("shm_open 39-2: a name longer than any file's is too long") {
  const auto name = "/" + std::string(256, 'a');
  CHECK(caught([&] { return shm_open(name, open_read_write | open_flag::create, 0600, page_size()); }).code() ==
        std::errc::filename_too_long);
}

TEST_CASE("shm_open 41-1: without create, memory that does not exist is not found") {
  const object_name name;
  for (const auto flags : {open_read_write, open_flag::read})
    CHECK(caught([&] { return shm_open(name, flags); }).code() == std::errc::no_such_file_or_directory);
}
