// What Windows does with files and page protections, seen in what it says of them.
#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#include <winternl.h>

#include <vector>

#include "../everywhere/content.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

constexpr ULONG write_through = 0x2;
constexpr ULONG no_intermediate_buffering = 0x8;

// FileModeInformation of a file that the library has opened.
ULONG mode_opened_with(open_flag flag) {
  using query_function = NTSTATUS(NTAPI*)(HANDLE, IO_STATUS_BLOCK*, void*, ULONG, ULONG);
  const auto query = reinterpret_cast<query_function>(
      reinterpret_cast<void*>(::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryInformationFile")));
  const scratch folder;
  const auto file = open_file(folder.file("data.bin", support::pattern(4096)), open_flag::read | flag);
  IO_STATUS_BLOCK status{};
  ULONG mode = 0;
  REQUIRE(query(file.get(), &status, &mode, sizeof mode, 16) == 0);
  mmapkit::close_file(file);
  return mode;
}

// Memory that is made with the flags, seen as the system sees it.
DWORD protection_with(protection_flag flags) {
  auto options = support::anonymous(page_size());
  options.protection = flags;
  const mapping memory{options};
  MEMORY_BASIC_INFORMATION info{};
  ::VirtualQuery(memory.data(), &info, sizeof info);
  return info.Protect;
}

}  // namespace

PROOF(open_flag, direct) {
  CHECK((mode_opened_with(open_flag::direct) & no_intermediate_buffering) != 0);
  CHECK((mode_opened_with({}) & no_intermediate_buffering) == 0);
}

PROOF(open_flag, file_sync) { CHECK((mode_opened_with(open_flag::file_sync) & write_through) != 0); }
PROOF(open_flag, data_sync) { CHECK((mode_opened_with(open_flag::data_sync) & write_through) != 0); }

PROOF(protection_flag, guard) {
  CHECK((protection_with(support::read_write | protection_flag::guard) & PAGE_GUARD) != 0);
}

PROOF(protection_flag, no_cache) {
  CHECK((protection_with(support::read_write | protection_flag::no_cache) & PAGE_NOCACHE) != 0);
}

PROOF(protection_flag, write_combine) {
  CHECK((protection_with(support::read_write | protection_flag::write_combine) & PAGE_WRITECOMBINE) != 0);
}

// Which places are valid targets cannot be asked: what is asked for is granted, and the memory can run.
PROOF(protection_flag, cfg_targets_invalid) {
  CHECK((protection_with(protection_flag::read | protection_flag::exec | protection_flag::cfg_targets_invalid) &
         PAGE_EXECUTE_READ) != 0);
}

PROOF(protection_flag, cfg_targets_no_update) {
  const auto memory = mmap(support::anonymous(page_size()));
  mprotect(memory.addr, memory.size,
           protection_flag::read | protection_flag::exec | protection_flag::cfg_targets_no_update);
  CHECK(support::readable(memory.addr));
  CHECK_FALSE(support::writable(memory.addr));
  munmap(memory);
}

PROOF(protection_flag, revert_to_file) {
  const scratch folder;
  mapping copy{folder.file("data.bin", "content"), support::private_writable()};
  copy.writable_bytes()[0] = std::byte{'C'};
  copy.protect(support::read_write | protection_flag::revert_to_file);
  CHECK(copy.text() == "content");
}

PROOF(msync_flag, sync) { truth::check_written(msync_flag::sync); }
PROOF(msync_flag, async) { truth::check_written(msync_flag::async); }

PROOF(advice, normal) {
  truth::check_harmless([](void* addr, std::size_t size) { madvise(addr, size, advice::normal); });
}

PROOF(advice, will_need) {
  truth::check_harmless([](void* addr, std::size_t size) { madvise(addr, size, advice::will_need); });
}

PROOF(posix_advice, normal) {
  truth::check_harmless([](void* addr, std::size_t size) { posix_madvise(addr, size, posix_advice::normal); });
}

PROOF(posix_advice, will_need) {
  truth::check_harmless([](void* addr, std::size_t size) { posix_madvise(addr, size, posix_advice::will_need); });
}

PROOF(advice, dont_need) {
  mapping memory{support::anonymous(2 * page_size())};
  std::ranges::fill(memory.writable_bytes(), std::byte{1});
  madvise(memory.data(), page_size(), discarding{advice::dont_need});
  CHECK(memory.text().substr(0, page_size()) == std::string(page_size(), '\0'));
  CHECK(memory.text().substr(page_size()) == std::string(page_size(), '\1'));
}

// Locked pages are there, and cannot be locked away twice: the second unlock of a page finds none locked.
PROOF(lock_flag, none) {
  const mapping memory{support::anonymous(2 * page_size())};
  mlock2(memory.data(), memory.size(), lock_flag::none);
  std::vector<unsigned char> pages(2);
  mincore(memory.data(), memory.size(), pages);
  for (const auto page : pages) CHECK(has(state_of(page), page_state::in_core));
  CHECK(::VirtualUnlock(const_cast<std::byte*>(memory.data()), memory.size()) != 0);
}

PROOF(fallocate_mode, punch_hole) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(1 << 20));
  const support::plain_file file{path, support::file_access::write};
  std::error_code error;
  fallocate(file.get(), fallocate_mode::punch_hole, 0, 1 << 19, error);
  if (error) {
    MESSAGE("the file system has no holes: asserted that it says so and changes nothing");
    CHECK(support::read_file(path) == support::pattern(1 << 20));
    return;
  }
  CHECK(support::read_file(path) == std::string(1 << 19, '\0') + support::pattern(1 << 20).substr(1 << 19));
}
