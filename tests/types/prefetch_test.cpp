// prefetch, random_access and the advice of mmap_options. That pages come in: tests/systems/linux/prefetch_test.cpp.
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::pattern;
using support::scratch;

namespace {

using part = std::span<const std::byte>;

}  // namespace

TEST_CASE("the content is the same after a prefetch of parts of any size, alignment and order") {
  const scratch folder;
  const auto text = pattern(20 * page_size() + 5);
  const mapping file{folder.file("data", text)};
  const auto all = file.bytes();
  const std::vector<part> parts{all.subspan(3 * page_size() + 1, 10), all.subspan(1, 1), {}, all.last(3), all};
  file.prefetch(parts);
  file.prefetch();
  file.prefetch(page_size() - 1, 2);
  mmapkit::prefetch({all.first(1), all.last(1)});
  CHECK(file.text() == text);
}

TEST_CASE("more parts than one call of the system takes are all prefetched") {
  const scratch folder;
  const mapping file{folder.file("data", pattern(400 * page_size()))};
  std::vector<part> parts;
  for (std::size_t page = 0; page < 400; page += 2) parts.push_back(file.bytes().subspan(page * page_size(), 1));
  std::error_code error;
  file.prefetch(parts, error);
  CHECK_FALSE(error);
}

TEST_CASE("a part outside of the mapping is refused, by its number, before anything is read") {
  const scratch folder;
  const mapping file{folder.file("data", pattern(2 * page_size()))};
  const auto text = pattern(10);
  const std::vector<part> parts{file.bytes().first(1), std::as_bytes(std::span{text})};
  const auto error = caught([&] { file.prefetch(parts); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string_view{error.what()}.find("part 1, of 10 bytes") != std::string_view::npos);
  CHECK(std::string_view{error.what()}.find("data") != std::string_view::npos);
  CHECK(caught([&] { file.prefetch(page_size(), 2 * page_size()); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { static_cast<void>(file.residency(parts)); }).code() == std::errc::invalid_argument);
}

TEST_CASE("a mapping that holds nothing prefetches nothing, and an empty one needs nothing") {
  const scratch folder;
  const mapping nothing;
  CHECK(caught([&] { nothing.prefetch(); }).code() == std::errc::invalid_argument);
  const mapping empty{folder.file("empty", "")};
  empty.prefetch();
  CHECK(empty.residency(std::vector<part>{}).pages == 0);
}

TEST_CASE("memory that is not mapped cannot be prefetched") {
  if (support::emulated) return;  // QEMU judges no range for advice
  mapping memory{support::anonymous(4 * page_size())};
  const std::span<const std::byte> gone{memory.data(), memory.size()};
  memory.unmap();
  const auto error = caught([&] { mmapkit::prefetch({gone}); });
  CHECK(error.code() == std::errc::not_enough_memory);
  CHECK(std::string_view{error.what()}.find("prefetch") != std::string_view::npos);
  std::error_code same;
  mmapkit::prefetch({gone}, same);
  CHECK(same == std::errc::not_enough_memory);
}

TEST_CASE("a range that goes beyond the end of the addresses is not mapped, and the others are prefetched") {
  mapping memory{support::anonymous(page_size())};
  const std::span<const std::byte> beyond{reinterpret_cast<const std::byte*>(std::uintptr_t{0} - page_size()),
                                          2 * page_size()};
  std::error_code error;
  mmapkit::prefetch({beyond, memory.bytes()}, error);
  CHECK(error == std::errc::not_enough_memory);
}

TEST_CASE("a page counts for each part that touches it") {
  mapping memory{support::anonymous(8 * page_size())};
  memory.writable_bytes()[3 * page_size()] = std::byte{1};
  const std::vector<part> parts{memory.bytes().subspan(3 * page_size() - 1, 2),
                                memory.bytes().subspan(3 * page_size(), 1)};
  const auto counted = memory.residency(parts);
  CHECK(counted.known);
  CHECK(counted.pages == 3);
  CHECK(counted.resident == 2);
}

TEST_CASE("random access is read and written as any other") {
  const scratch folder;
  const auto path = folder.file("data", pattern(3 * page_size()));
  const mapping index{path, random_access()};
  CHECK(index.text() == pattern(3 * page_size()));
  mapping table{path, random_access(read_write())};
  table.writable_bytes()[0] = std::byte{'x'};
  CHECK(support::read_file(path)[0] == 'x');
}

TEST_CASE("advice without a meaning is refused before a file is made") {
  const scratch folder;
  auto options = read_write_or_create(1);
  options.advice = static_cast<posix_advice>(77);
  const auto error = caught([&] { const mapping file{folder / "new", options}; });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string_view{error.what()}.find("posix_advice has no value 77") != std::string_view::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "new"));
}
