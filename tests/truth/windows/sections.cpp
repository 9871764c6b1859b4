// How sections are made.
#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include "../proof.hpp"

using namespace mmapkit;
using support::caught;

namespace {

MEMORY_BASIC_INFORMATION query(const void* addr) {
  MEMORY_BASIC_INFORMATION info{};
  ::VirtualQuery(addr, &info, sizeof info);
  return info;
}

mmap_options shared_with(section_flag flags, std::size_t size = 1 << 16) {
  auto options = support::anonymous(size, mmap_flag::shared);
  options.section = flags;
  return options;
}

// Memory of a section with the flag holds what is stored; the system's own protection is the answer.
DWORD protection_with(section_flag flag) {
  mapping memory{shared_with(flag)};
  memory.writable_bytes()[0] = std::byte{1};
  CHECK(memory.bytes()[0] == std::byte{1});
  return query(memory.data()).Protect;
}

std::filesystem::path this_program() {
  wchar_t path[1024];
  REQUIRE(::GetModuleFileNameW(nullptr, path, 1024) < 1024);
  return path;
}

// The headers of a program that is mapped as one, of which nothing is stored in the file.
void check_image(section_flag flag) {
  const mapping image{this_program(), {.size = 4096, .section = flag}};
  CHECK(image.text().starts_with("MZ"));
  CHECK(query(image.data()).Type == MEM_IMAGE);
}

}  // namespace

PROOF(section_flag, commit) {
  const mapping memory{shared_with(section_flag::commit)};
  CHECK(query(memory.data()).State == MEM_COMMIT);
}

PROOF(section_flag, reserve) {
  const mapping memory{shared_with(section_flag::reserve)};
  CHECK(query(memory.data()).State == MEM_RESERVE);
  virtual_alloc(const_cast<std::byte*>(memory.data()), page_size(), allocation_flag::commit, support::read_write);
  CHECK(query(memory.data()).State == MEM_COMMIT);
}

PROOF(section_flag, image) { check_image(section_flag::image); }
PROOF(section_flag, image_no_execute) { check_image(section_flag::image_no_execute); }

PROOF(section_flag, large_pages) {
  const mapping memory{shared_with(section_flag::large_pages, large_page_size())};
  CHECK(reinterpret_cast<std::uintptr_t>(memory.data()) % large_page_size() == 0);
}

PROOF(section_flag, pages_64kb) { CHECK((protection_with(section_flag::pages_64kb) & PAGE_READWRITE) != 0); }
PROOF(section_flag, no_cache) { CHECK((protection_with(section_flag::no_cache) & PAGE_NOCACHE) != 0); }
PROOF(section_flag, write_combine) { CHECK((protection_with(section_flag::write_combine) & PAGE_WRITECOMBINE) != 0); }

// Neither protected otherwise nor unmapped: it stays.
PROOF(section_flag, sealed) {
  const auto memory = mmap(shared_with(section_flag::sealed));
  CHECK(caught([&] { mprotect(memory.addr, memory.size, protection_flag::read); }).operation() == "mprotect");
  CHECK(support::writable(memory.addr));
}
