#include <mmapkit/with_mmap.hpp>

#include <memory>
#include <stdexcept>
#include <type_traits>

#include "../support/support.hpp"

using namespace mmapkit;
using support::file_access;
using support::plain_file;
using support::scratch;

static_assert(mmap_body<void (*)(mapping&)>);
static_assert(mmap_body<int (*)(void*, backing_file, std::size_t)>);
static_assert(!mmap_body<void (*)(int)>);
static_assert(!mmap_body<decltype(&mapping::size)>);

TEST_CASE("the body gets address, file and size, and its result comes back") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const auto length = with_mmap(
      path, {}, [](void* addr, backing_file, std::size_t size) { return std::string{support::text(addr, size)}; });
  CHECK(length == "hello");
}

TEST_CASE("the body gets a mapping") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  CHECK(with_mmap(path, {}, [](mapping& file) { return file.size(); }) == 5);
}

TEST_CASE("the options can be left out") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  CHECK(with_mmap(path, [](mapping& file) { return file.size(); }) == 5);
  const plain_file file{path, file_access::read};
  CHECK(with_mmap(file.get(), [](mapping& memory) { return memory.size(); }) == 5);
}

TEST_CASE("a file that is open, and anonymous memory, are sources too") {
  const scratch folder;
  const plain_file file{folder.file("data.bin", "hello"), file_access::read};
  CHECK(with_mmap(file.get(), {.offset = 1}, [](mapping& memory) { return std::string{memory.text()}; }) == "ello");
  CHECK(file.is_open());
  CHECK(with_mmap(support::anonymous(77), [](void*, backing_file, std::size_t size) { return size; }) == 77);
}

TEST_CASE("stores are synced from within the body by its three values") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  with_mmap(path, support::shared_writable(), [](void* addr, backing_file fd, std::size_t size) {
    *static_cast<char*>(addr) = 'J';
    msync(addr, fd, size);
  });
  CHECK(support::read_file(path) == "Jello");
}

TEST_CASE("the memory is gone, and the file closed, after the body returned") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const auto files = support::open_files();
  const void* by_values = with_mmap(path, [](void* addr, backing_file, std::size_t) { return addr; });
  CHECK_FALSE(support::is_mapped(by_values));
  const void* by_mapping = with_mmap(path, [](mapping& file) { return file.data(); });
  CHECK_FALSE(support::is_mapped(by_mapping));
  CHECK(support::open_files() == files);
}

TEST_CASE("an exception passes through, and the memory is gone") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  const auto files = support::open_files();
  const void* where = nullptr;
  CHECK_THROWS_AS(with_mmap(path,
                            [&](void* addr, backing_file, std::size_t) {
                              where = addr;
                              throw std::runtime_error{"stop"};
                            }),
                  std::runtime_error);
  CHECK_FALSE(support::is_mapped(where));
  CHECK_THROWS_AS(with_mmap(path,
                            [&](mapping& file) {
                              where = file.data();
                              throw std::runtime_error{"stop"};
                            }),
                  std::runtime_error);
  CHECK_FALSE(support::is_mapped(where));
  CHECK(support::open_files() == files);
}

TEST_CASE("results may be references, move-only or nothing") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  int outside = 1;
  static_assert(std::is_same_v<decltype(with_mmap(path, [&](mapping&) -> int& { return outside; })), int&>);
  with_mmap(path, [&](mapping&) -> int& { return outside; }) = 2;
  CHECK(outside == 2);
  CHECK(*with_mmap(path, [](mapping& file) { return std::make_unique<std::size_t>(file.size()); }) == 5);
  static_assert(std::is_void_v<decltype(with_mmap(path, [](mapping&) {}))>);
}

TEST_CASE("the body may unmap, or take the memory away") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  with_mmap(path, [](mapping& file) { file.unmap(); });
  auto kept = with_mmap(path, [](mapping& file) { return std::move(file); });
  CHECK(kept.text() == "hello");
}

TEST_CASE("a failure to map throws, and the body is not called") {
  bool called = false;
  CHECK_THROWS_AS(with_mmap("no-such-file", [&](mapping&) { called = true; }), mmap_error);
  CHECK_FALSE(called);
}
