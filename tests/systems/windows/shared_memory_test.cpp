// Named sections: the limits that Windows sets to shared memory.
#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;

namespace {

constexpr auto opened_both = open_flag::read | open_flag::write;

std::string fresh_name() {
  static int count = 0;
  return "/mmapkit-section-" + std::to_string(support::process_number()) + "-" + std::to_string(++count);
}

std::error_code failure(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size) {
  return caught([&] { static_cast<void>(shm_open(name, flags, mode, size)); }).code();
}

mmap_options view(std::optional<std::size_t> size = std::nullopt) {
  return {.protection = support::read_write, .mmap = mmap_flag::shared, .size = size};
}

}  // namespace

TEST_CASE("shared memory is a section of this session, in the name's own letters") {
  const auto object = shm_open("/mmapkit-\xC3\xA4", opened_both | open_flag::create, 0600, 4096);
  HANDLE const same = ::OpenFileMappingW(FILE_MAP_READ, FALSE, L"Local\\mmapkit-\u00e4");
  CHECK(same != nullptr);
  ::CloseHandle(same);
  close_file(object);
}

TEST_CASE("without a size all of the object is mapped, in whole pages") {
  const auto object = shm_open(fresh_name(), opened_both | open_flag::create, 0600, 10'000);
  const mapping memory{object, view()};
  CHECK(memory.size() == (10'000 + page_size() - 1) / page_size() * page_size());
  close_file(object);
}

TEST_CASE("an object opened for reading gives no writable view, and one that cannot become so") {
  const auto name = fresh_name();
  const auto owner = shm_open(name, opened_both | open_flag::create, 0600, 4096);
  const auto reader = shm_open(name, open_flag::read);
  CHECK(caught([&] { return mmap(reader, view(4096)); }).code() == std::errc::permission_denied);
  mapping seen{reader, {.mmap = mmap_flag::shared}};
  CHECK(caught([&] { seen.protect(support::read_write); }).code() == std::errc::permission_denied);
  mapping written{owner, view(4096)};
  written.writable_bytes()[1] = std::byte{42};
  CHECK(seen.bytes()[1] == std::byte{42});
  close_file(reader);
  close_file(owner);
}

TEST_CASE("a private view keeps its stores to itself") {
  const auto object = shm_open(fresh_name(), opened_both | open_flag::create, 0600, 4096);
  mapping own{object, {.protection = support::read_write}};
  const mapping all{object, view()};
  own.writable_bytes()[0] = std::byte{1};
  CHECK(all.bytes()[0] == std::byte{0});
  close_file(object);
}

TEST_CASE("an object has its size for ever") {
  const auto name = fresh_name();
  const auto object = shm_open(name, opened_both | open_flag::create, 0600, 4096);
  CHECK(failure(name, opened_both, 0600, 1 << 20) == std::errc::operation_not_supported);
  CHECK(failure(name, opened_both | open_flag::create, 0600, 1 << 20) == std::errc::operation_not_supported);
  CHECK(caught([&] { return mmap(object, view(1 << 20)); }).code() == std::errc::operation_not_supported);
  auto sparse = view(1 << 20);
  sparse.growth = file_growth::sparse;
  CHECK(caught([&] { return mmap(object, sparse); }).code() == std::errc::operation_not_supported);
  CHECK(caught([&] { fallocate(object, fallocate_mode::allocate, 0, 1 << 20); }).code() ==
        std::errc::operation_not_supported);
  CHECK(caught([&] { fallocate(object, fallocate_mode::punch_hole, 0, 4096); }).code() ==
        std::errc::operation_not_supported);
  const auto again = shm_open(name, opened_both | open_flag::create, 0600, 100);
  CHECK(mapping{again, view()}.size() == page_size());
  close_file(again);
  close_file(object);
}

TEST_CASE("what a section cannot promise is refused") {
  const auto name = fresh_name();
  CHECK(failure(name, opened_both | open_flag::create, 0600, 0) == std::errc::invalid_argument);
  CHECK(failure(name, opened_both | open_flag::ensure_create, 0600, 0) == std::errc::invalid_argument);
  CHECK(failure(name, opened_both | open_flag::create, 0644, 4096) == std::errc::operation_not_supported);
  CHECK(failure(name, opened_both | open_flag::truncate, 0600, 0) == std::errc::operation_not_supported);
  CHECK(failure("/a\\b", opened_both | open_flag::create, 0600, 4096) == std::errc::invalid_argument);
  CHECK(failure("/\xff", opened_both | open_flag::create, 0600, 4096) == std::errc::invalid_argument);
  CHECK(failure(name, open_flag::read, 0600, 0) == std::errc::no_such_file_or_directory);
}

TEST_CASE("create without a size opens what is there") {
  const auto name = fresh_name();
  const auto object = shm_open(name, opened_both | open_flag::create, 0600, 4096);
  const auto again = shm_open(name, opened_both | open_flag::create);
  CHECK(mapping{again, view()}.size() == page_size());
  close_file(again);
  close_file(object);
}

TEST_CASE("the name is gone with the last handle, the memory with the last view") {
  const auto name = fresh_name();
  const auto object = shm_open(name, opened_both | open_flag::create, 0600, 4096);
  mapping memory{object, view()};
  close_file(object);
  CHECK(failure(name, open_flag::read, 0600, 0) == std::errc::no_such_file_or_directory);
  memory.writable_bytes()[0] = std::byte{7};
  const auto another = shm_open(name, opened_both | open_flag::create, 0600, 4096);
  CHECK(*mapping{another, view()}.data() == std::byte{0});
  CHECK(memory.bytes()[0] == std::byte{7});
  close_file(another);
}

TEST_CASE("failed openings leave no handle behind") {
  const auto name = fresh_name();
  const auto object = shm_open(name, opened_both | open_flag::create, 0600, 4096);
  const auto before = support::open_files();
  CHECK(failure(name, opened_both | open_flag::ensure_create, 0600, 4096) == std::errc::file_exists);
  CHECK(failure(name, opened_both, 0600, 1 << 20) == std::errc::operation_not_supported);
  CHECK(support::open_files() == before);
  close_file(object);
}

TEST_CASE("stores to shared memory need no device: sync succeeds") {
  const auto object = shm_open(fresh_name(), opened_both | open_flag::create, 0600, 4096);
  const auto memory = mmap(object, view());
  msync(memory.addr, memory.fd, memory.size);
  munmap(memory);
  close_file(object);
}

TEST_CASE("a section that was made of a file is mapped by its handle too") {
  const support::scratch folder;
  const support::plain_file file{folder.file("data.bin", "hello"), support::file_access::read};
  HANDLE const section = ::CreateFileMappingW(file.get().get(), nullptr, PAGE_READONLY, 0, 0, nullptr);
  REQUIRE(section != nullptr);
  CHECK(support::text(mapping{section, {.mmap = mmap_flag::shared}}) == "hello");
  CHECK(support::text(mapping{section, {}}) == "hello");
  CHECK(caught([&] { return mmap(section, {.section = section_flag::commit}); }).code() == std::errc::invalid_argument);
  ::CloseHandle(section);
}
