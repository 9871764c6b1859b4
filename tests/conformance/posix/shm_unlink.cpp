#include "../system.hpp"
#include "child.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;
using support::open_read_write;

TEST_CASE("shm_unlink 1-1: the name is gone") {
  const object_name name;
  object_handle{name, create_exclusively}.close();
  CHECK_FALSE(opening(name));
  shm_unlink(name);
  CHECK(opening(name) == std::errc::no_such_file_or_directory);
}

TEST_CASE("shm_unlink 2-1: the name is gone when the call returns, though the memory is open and mapped") {
  const shared_object object{page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  shm_unlink(object.name);
  CHECK(opening(object.name) == std::errc::no_such_file_or_directory);
}

TEST_CASE("shm_unlink 3-1: the content stays until the last handle and the last mapping are gone") {
  shared_object object{page_size()};
  pages memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  memory[0] = 'a';
  shm_unlink(object.name);
  CHECK(memory[0] == 'a');
  const pages from_handle{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  CHECK(from_handle[0] == 'a');
  object.handle.close();
  memory.unmap();
  CHECK(from_handle[0] == 'a');
  from_handle[0] = 'b';
  CHECK(from_handle[0] == 'b');
}

TEST_CASE("shm_unlink 4-1: without create the name cannot be opened, though the memory lives on") {
  const shared_object object{page_size()};
  shm_unlink(object.name);
  CHECK(caught([&] { return shm_open(object.name, open_flag::read); }).code() == std::errc::no_such_file_or_directory);
  CHECK(in_other_process("store in object", object.name.text()) != 0);
}

TEST_CASE("shm_unlink 5-1: with create the name becomes that of new memory, though the old lives on") {
  const shared_object object{page_size()};
  const pages old_memory{page_size(), support::read_write, mmap_flag::shared, object.handle.get()};
  old_memory[0] = 'a';
  shm_unlink(object.name);
  const object_handle next{object.name, create_exclusively, 0600, page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, next.get()};
  CHECK(memory[0] == '\0');
  memory[0] = 'b';
  CHECK(old_memory[0] == 'a');
}

TEST_CASE("shm_unlink 6-1: success clears the error") {
  const object_name name;
  object_handle{name, create_exclusively}.close();
  CHECK_FALSE(code_of([&](std::error_code& error) { shm_unlink(name, error); }));
}

TEST_CASE("shm_unlink 7-1: failure sets the error, and is thrown with the call's name") {
  const object_name name;
  CHECK(code_of([&](std::error_code& error) { shm_unlink(name, error); }));
  CHECK(caught([&] { shm_unlink(name); }).operation() == "shm_unlink");
}

TEST_CASE("shm_unlink 10-1: a name longer than any path is too long") {
  CHECK(caught([] { shm_unlink("/" + std::string(10'000, 'a')); }).code() == std::errc::filename_too_long);
}

TEST_CASE("shm_unlink 10-2: a name longer than any file's is too long") {
  CHECK(caught([] { shm_unlink("/" + std::string(256, 'a')); }).code() == std::errc::filename_too_long);
}

TEST_CASE("shm_unlink 11-1: a name that nothing has is not found, and neither is one that is gone") {
  const object_name name;
  CHECK(caught([&] { shm_unlink(name); }).code() == std::errc::no_such_file_or_directory);
  object_handle{name, create_exclusively}.close();
  shm_unlink(name);
  CHECK(caught([&] { shm_unlink(name); }).code() == std::errc::no_such_file_or_directory);
}
