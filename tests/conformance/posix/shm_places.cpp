// What needs a place of its own for shared memory.
#include "child.hpp"
#include "private_shm.hpp"

using namespace mmapkit;
using namespace conformance;
using support::open_read_write;

namespace {

constexpr auto condition = "a file system for shared memory of the test's own";

// Memory that holds 'a'.
void make_object(std::string_view name) {
  const object_handle handle{name, create_exclusively, 0644, page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, handle.get()};
  memory[0] = 'a';
}

bool holds_a(std::string_view name) {
  const object_handle handle{name, open_flag::read};
  const pages memory{page_size(), protection_flag::read, mmap_flag::shared, handle.get()};
  return memory[0] == 'a';
}

}  // namespace

TEST_CASE("shm_open 33-1: where no name may be added, memory that does not exist is denied") {
  holds_in_child(condition, [] {
    if (!enter_private_shm("size=1m,mode=0777") || !close_private_shm()) return untried;
    return opening("/new", open_read_write | open_flag::create) == std::errc::permission_denied ? 0 : 1;
  });
}

TEST_CASE("shm_open 42-1: where no space is left, new memory is the error that says so, and is not there") {
  holds_in_child(condition, [] {
    if (!enter_private_shm("size=64k,nr_inodes=3,mode=0777")) return untried;
    const auto full = std::errc::no_space_on_device;
    if (opening("/too-large", create_exclusively, 0600, 1 << 20) != full) return 1;
    if (opening("/too-large") != std::errc::no_such_file_or_directory) return 2;
    if (opening("/first", create_exclusively, 0600, page_size())) return 3;
    if (opening("/second", create_exclusively)) return 4;
    return opening("/third", create_exclusively) == full ? 0 : 5;
  });
}

TEST_CASE("shm_unlink 8-1: a failure changes nothing of the memory") {
  holds_in_child(condition, [] {
    if (!enter_private_shm("size=1m,mode=0777")) return untried;
    make_object("/kept");
    if (!close_private_shm()) return untried;
    std::error_code error;
    shm_unlink("/kept", error);
    return error && holds_a("/kept") ? 0 : 1;
  });
}

TEST_CASE("shm_unlink 9-1: where no name may be removed it is denied") {
  holds_in_child(condition, [] {
    if (!enter_private_shm("size=1m,mode=0777")) return untried;
    make_object("/kept");
    if (!close_private_shm()) return untried;
    std::error_code error;
    shm_unlink("/kept", error);
    return error == std::errc::permission_denied ? 0 : 1;
  });
}
