// mmap_options::section, and unmap_view.
#include <cstring>

#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;
using support::offered_or_refused;
using support::region_at;
using support::scratch;

namespace {

mmap_options section_memory(section_flag flags, std::size_t size = allocation_granularity()) {
  auto options = support::anonymous(size, mmap_flag::shared);
  options.section = flags;
  return options;
}

std::filesystem::path this_program() {
  std::wstring path(32'768, L'\0');
  path.resize(::GetModuleFileNameW(nullptr, path.data(), 32'768));
  return path;
}

// Its headers alone: the whole program has another size than its file.
mmap_options program(section_flag flags) { return {.size = 4096, .section = flags}; }

std::uint32_t number_at(const void* addr, std::size_t offset) {
  std::uint32_t number = 0;
  std::memcpy(&number, static_cast<const char*>(addr) + offset, sizeof number);
  return number;
}

constexpr std::size_t entry_point = 0x28;  // in the program's second header
constexpr std::size_t size_of_image = 0x50;

std::uint32_t header_field(const void* image, std::size_t offset) {
  return number_at(image, number_at(image, 0x3c) + offset);
}

constexpr DWORD executable = PAGE_EXECUTE | PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;

}  // namespace

TEST_CASE("a reserved section has no memory until virtual_alloc gives it some") {
  const auto memory = mmap(section_memory(section_flag::reserve, 4 * page_size()));
  auto* const data = support::bytes(memory);
  CHECK(region_at(data).State == MEM_RESERVE);
  virtual_alloc(data + page_size(), page_size(), allocation_flag::commit, support::read_write);
  CHECK(region_at(data + page_size()).State == MEM_COMMIT);
  data[page_size()] = std::byte{1};
  munmap(memory);
  CHECK(region_at(data).State == MEM_FREE);
}

TEST_CASE("commit is what a section does anyway") {
  const mapping memory{section_memory(section_flag::commit)};
  CHECK(region_at(memory.data()).State == MEM_COMMIT);
}

TEST_CASE("a program is laid out as for running, and unmapped whatever the length") {
  const auto memory = mmap(this_program(), program(section_flag::image));
  CHECK(support::text(memory.addr, 2) == "MZ");
  CHECK(region_at(memory.addr).Type == MEM_IMAGE);
  const auto entry = header_field(memory.addr, entry_point);
  CHECK((region_at(support::bytes(memory) + entry).Protect & executable) != 0);
  munmap(memory);
  CHECK(region_at(memory.addr).State == MEM_FREE);
}

TEST_CASE("a program without the right to run has no page that could, or is refused by name") {
  const auto use = [] { return mmap(this_program(), program(section_flag::image_no_execute)); };
  if (!offered_or_refused(section_flag::image_no_execute, use)) return;
  const auto memory = use();
  const auto entry = header_field(memory.addr, entry_point);
  CHECK((region_at(support::bytes(memory) + entry).Protect & executable) == 0);
  munmap(memory);
}

TEST_CASE("a program ends where it says, however long its file is") {
  const scratch folder;
  const auto path = folder / "program.exe";
  std::filesystem::copy_file(this_program(), path);
  const auto header = mmap(path, program(section_flag::image));
  const auto image_size = header_field(header.addr, size_of_image);
  munmap(header);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) + image_size);
  const auto regions_before = support::mapped_regions();
  CHECK(caught([&] { return mmap(path, {.section = section_flag::image}); }).code().value() == ERROR_HANDLE_EOF);
  CHECK(support::mapped_regions() == regions_before);
}

TEST_CASE("a program keeps its own protection: write is refused, and so is shared") {
  auto options = program(section_flag::image);
  options.protection = support::read_write;
  CHECK(caught([&] { return mmap(this_program(), options); }).code() == std::errc::operation_not_supported);
  options = program(section_flag::image);
  options.mmap = mmap_flag::shared;
  CHECK(caught([&] { return mmap(this_program(), options); }).code() == std::errc::operation_not_supported);
}

TEST_CASE("what is no program is not mapped as one") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(8192));
  CHECK(caught([&] { return mmap(path, program(section_flag::image)); }).code().value() == ERROR_BAD_EXE_FORMAT);
}

TEST_CASE("what the loader has mapped is not unmapped") {
  void* const library = ::GetModuleHandleW(L"kernel32.dll");
  CHECK(caught([&] { munmap(library, 4096); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { unmap_view(library); }).code() == std::errc::invalid_argument);
  CHECK(support::is_mapped(library));
}

TEST_CASE("section flags that do not suit are refused") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto code = [](auto map) { return caught(map).code(); };
  auto private_memory = support::anonymous(100);
  private_memory.section = section_flag::commit;
  CHECK(code([&] { return mmap(private_memory); }) == std::errc::invalid_argument);
  CHECK(code([&] { return mmap(path, {.section = section_flag::reserve}); }) == std::errc::invalid_argument);
  CHECK(code([&] { return mmap(section_memory(section_flag::commit | section_flag::reserve)); }) ==
        std::errc::invalid_argument);
  CHECK(code([&] { return mmap(section_memory(section_flag::image)); }) == std::errc::invalid_argument);
}

TEST_CASE("views of a section for devices are not cached, or refused by name") {
  for (const auto flag : {section_flag::no_cache, section_flag::write_combine}) {
    const auto use = [flag] { return mmap(section_memory(flag)); };
    if (!offered_or_refused(flag, use)) continue;
    const auto memory = use();
    const DWORD modifier = flag == section_flag::no_cache ? PAGE_NOCACHE : PAGE_WRITECOMBINE;
    CHECK((region_at(memory.addr).Protect & modifier) != 0);
    munmap(memory);
  }
}

TEST_CASE("a sealed section's views keep their protection, or it is refused by name") {
  const auto use = [] { return mmap(section_memory(section_flag::sealed)); };
  if (!offered_or_refused(section_flag::sealed, use)) return;
  const auto memory = use();
  CHECK(caught([&] { mprotect(memory.addr, memory.size, protection_flag::read); }).operation() == "mprotect");
  *support::bytes(memory) = std::byte{1};
  munmap(memory);
}

TEST_CASE("sections of large pages and of 64 KiB pages are had, or refused by name") {
  for (const auto flag : {section_flag::large_pages, section_flag::pages_64kb}) {
    const auto use = [flag] { return mmap(section_memory(flag, 4 << 20)); };
    if (!offered_or_refused(flag, use)) continue;
    std::error_code error;
    const auto memory = mmap(section_memory(flag, 4 << 20), error);
    if (error) {
      CHECK(error.value() == ERROR_NO_SYSTEM_RESOURCES);  // none to spare at this moment
      continue;
    }
    *support::bytes(memory) = std::byte{1};
    munmap(memory);
  }
}

TEST_CASE("a view is unmapped by its address alone, which is that of its start") {
  const auto memory = mmap(support::anonymous(4 * page_size(), mmap_flag::shared));
  CHECK(caught([&] { unmap_view(support::bytes(memory) + page_size()); }).code() == std::errc::invalid_argument);
  CHECK(support::is_mapped(memory.addr));
  unmap_view(memory.addr);
  CHECK(region_at(memory.addr).State == MEM_FREE);
  CHECK(caught([&] { unmap_view(memory.addr); }).code() == std::errc::invalid_argument);
}

TEST_CASE("a view is unmapped with a boost for its pages") {
  const auto memory = mmap(support::anonymous(page_size(), mmap_flag::shared));
  unmap_view(memory.addr, if_supported(unmap_flag::transient_boost));
  CHECK(region_at(memory.addr).State == MEM_FREE);
  CHECK(supported(unmap_flag::transient_boost) == support::has_function("UnmapViewOfFileEx"));
}

TEST_CASE("unmapping leaves a placeholder, or that is refused by name and the view stays") {
  const auto memory = mmap(support::anonymous(page_size(), mmap_flag::shared));
  const auto use = [&] { unmap_view(memory.addr, unmap_flag::preserve_placeholder); };
  if (!offered_or_refused(unmap_flag::preserve_placeholder, use)) CHECK(support::is_mapped(memory.addr));
  munmap(memory);
}

TEST_CASE("private memory is no view") {
  mapping memory{support::anonymous(page_size())};
  CHECK(caught([&] { unmap_view(memory.data()); }).code() == std::errc::invalid_argument);
}
