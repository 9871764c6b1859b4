// What Windows does in its own way: how files are opened, and what it refuses.
#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#include <winternl.h>

#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

constexpr ULONG write_through = 0x2;
constexpr ULONG no_intermediate_buffering = 0x8;

// The handle of this process that is open on the path.
HANDLE handle_of(const std::filesystem::path& path) {
  const auto wanted = path.filename().wstring();
  for (std::uintptr_t value = 4; value < 65'536; value += 4) {
    auto* const handle = reinterpret_cast<HANDLE>(value);
    wchar_t name[1024];
    if (::GetFileType(handle) != FILE_TYPE_DISK) continue;
    const DWORD length = ::GetFinalPathNameByHandleW(handle, name, 1024, 0);
    if (length != 0 && length < 1024 && std::wstring_view{name, length}.ends_with(wanted)) return handle;
  }
  FAIL("the file is not open");
  return nullptr;
}

// FileModeInformation: how the file was opened.
ULONG mode_of(HANDLE file) {
  using query_function = NTSTATUS(NTAPI*)(HANDLE, IO_STATUS_BLOCK*, void*, ULONG, ULONG);
  const auto query = reinterpret_cast<query_function>(
      reinterpret_cast<void*>(::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQueryInformationFile")));
  IO_STATUS_BLOCK status{};
  ULONG mode = 0;
  REQUIRE(query(file, &status, &mode, sizeof mode, 16) == 0);
  return mode;
}

ULONG mode_while_mapped(open_flag flag) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4096));
  const auto memory = mmap(path, {.open = open_flag::read | flag});
  const auto mode = mode_of(handle_of(path));
  munmap(memory);
  return mode;
}

}  // namespace

TEST_CASE("direct bypasses the system's buffers") {
  CHECK((mode_while_mapped(open_flag::direct) & no_intermediate_buffering) != 0);
  CHECK((mode_while_mapped(open_flag{}) & no_intermediate_buffering) == 0);
}

TEST_CASE("file_sync and data_sync write through") {
  CHECK((mode_while_mapped(open_flag::file_sync) & write_through) != 0);
  CHECK((mode_while_mapped(open_flag::data_sync) & write_through) != 0);
  CHECK((mode_while_mapped(open_flag{}) & write_through) == 0);
}

TEST_CASE("handles are not inherited") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto memory = mmap(path);
  DWORD flags = 0;
  REQUIRE(::GetHandleInformation(handle_of(path), &flags) != 0);
  CHECK((flags & HANDLE_FLAG_INHERIT) == 0);
  munmap(memory);
}

TEST_CASE("native open bits reach the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  munmap(mmap(path, {.open = open_flag::read | native_bits<open_flag>(FILE_FLAG_DELETE_ON_CLOSE)}));
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("native msync bits are refused: Windows has none") {
  mapping memory{support::anonymous(100)};
  CHECK(caught([&] { memory.sync(msync_flag::sync | native_bits<msync_flag>(1)); }).code() ==
        std::errc::operation_not_supported);
}

TEST_CASE("directory refuses what is not one") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  CHECK(caught([&] { return mmap(path, {.open = open_flag::read | open_flag::directory}); }).code() ==
        std::errc::not_a_directory);
  CHECK(caught([&] { return mmap(folder / ".", {.open = open_flag::read | open_flag::directory}); }).code() ==
        std::errc::no_such_device);
}

TEST_CASE("no_follow opens a plain file and refuses a link, where links can be made") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  munmap(mmap(path, {.open = open_flag::read | open_flag::no_follow}));
  const auto link = folder / "link";
  ::CreateSymbolicLinkW(link.c_str(), path.c_str(), 0);
  const auto attributes = ::GetFileAttributesW(link.c_str());
  const bool made = attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
  if (!made) MESSAGE("this system makes no links: asserted that there is nothing to follow");
  const auto error = caught([&] { return mmap(link, {.open = open_flag::read | open_flag::no_follow}); });
  CHECK(error.code() == (made ? std::errc::too_many_symbolic_link_levels : std::errc::no_such_file_or_directory));
}

TEST_CASE("a mapped file cannot be cut, and can be renamed") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(10'000));
  const mapping file{path};
  const support::plain_file writer{path, support::file_access::write};
  ::SetFilePointer(writer.get().get(), 100, nullptr, FILE_BEGIN);
  CHECK(::SetEndOfFile(writer.get().get()) == 0);
  CHECK(::GetLastError() == ERROR_USER_MAPPED_FILE);
  std::filesystem::rename(path, folder / "moved.bin");
  CHECK(file.bytes().size() == 10'000);
}

TEST_CASE("a private mapping made read-only cannot be raised to write") {
  const scratch folder;
  mapping file{folder.file("data.bin", "hello")};
  CHECK(caught([&] { file.protect(support::read_write); }).code() == std::errc::permission_denied);
  CHECK(file.text() == "hello");
}

TEST_CASE("a file mapped without exec cannot gain it") {
  const scratch folder;
  mapping file{folder.file("data.bin", "hello")};
  CHECK(caught([&] { file.protect(protection_flag::read | protection_flag::exec); }).code() ==
        std::errc::permission_denied);
}

TEST_CASE("the POSIX signature of msync needs the file, and says so") {
  const scratch folder;
  const support::plain_file file{folder.file("data.bin", "hello"), support::file_access::write};
  void* const memory = mmap(nullptr, 5, support::read_write, mmap_flag::shared, file.get(), 0);
  CHECK(caught([&] { msync(memory, 5, msync_flag::sync); }).code() == std::errc::operation_not_supported);
  munmap(memory, 5);
}

TEST_CASE("a second munmap is refused") {
  const auto memory = mmap(support::anonymous(allocation_granularity()));
  munmap(memory);
  CHECK(caught([&] { munmap(memory); }).operation() == "munmap");
}
