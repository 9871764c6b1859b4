#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include "../system.hpp"

#include <windows.h>

#include <string>

#include "../conformance.hpp"

namespace conformance {

namespace {

// An access that may fault is made between these two; the exception leads back to `before`. No thread of its own: its
// stack would take the place of memory that was unmapped.
alignas(16) CONTEXT before;
volatile bool attempting = false;
volatile DWORD exception_code = 0;

LONG CALLBACK go_back(EXCEPTION_POINTERS* what) {
  if (!attempting) return EXCEPTION_CONTINUE_SEARCH;
  attempting = false;
  exception_code = what->ExceptionRecord->ExceptionCode;
  *what->ContextRecord = before;
  return EXCEPTION_CONTINUE_EXECUTION;
}

void read_byte(void* addr) { static_cast<void>(*static_cast<const volatile char*>(addr)); }

void write_byte(void* addr) {
  auto& byte = *static_cast<volatile char*>(addr);
  byte = byte;
}

fault fault_of(void (*access)(void*), void* addr) {
  static void* const handler = AddVectoredExceptionHandler(1, go_back);
  REQUIRE(handler != nullptr);
  exception_code = 0;
  RtlCaptureContext(&before);  // returns a second time after an exception
  if (exception_code == 0) {
    attempting = true;
    access(addr);
    attempting = false;
  }
  const DWORD code = exception_code;
  if (code == EXCEPTION_ACCESS_VIOLATION) return fault::access;
  if (code == EXCEPTION_IN_PAGE_ERROR) return fault::object;
  REQUIRE(code == 0);
  return fault::none;
}

std::wstring in_quotes(std::string_view text) { return L" \"" + std::wstring{text.begin(), text.end()} + L"\""; }

}  // namespace

fault reading(const void* addr) { return fault_of(read_byte, const_cast<void*>(addr)); }

fault writing(void* addr) { return fault_of(write_byte, addr); }

int in_other_process(std::string_view task, const std::string& argument) {
  std::wstring program(32'768, L'\0');
  program.resize(GetModuleFileNameW(nullptr, program.data(), static_cast<DWORD>(program.size())));
  auto command = L"\"" + program + L"\" --task" + in_quotes(task) + in_quotes(argument);
  STARTUPINFOW start{};
  start.cb = sizeof start;
  PROCESS_INFORMATION process{};
  // Under Wine one start in some thousands fails.
  bool started = false;
  for (int attempt = 0; attempt != 3 && !started; ++attempt)
    started = CreateProcessW(program.c_str(), command.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &start,
                             &process) != 0;
  REQUIRE_MESSAGE(started, "GetLastError() is ", GetLastError());
  WaitForSingleObject(process.hProcess, INFINITE);
  DWORD code = 0;
  GetExitCodeProcess(process.hProcess, &code);
  CloseHandle(process.hThread);
  CloseHandle(process.hProcess);
  return static_cast<int>(code);
}

unsigned long process_id() { return GetCurrentProcessId(); }

bool survives_exec(mmapkit::native_handle handle) {
  DWORD flags = 0;
  REQUIRE(GetHandleInformation(handle.get(), &flags) != 0);
  return (flags & HANDLE_FLAG_INHERIT) != 0;
}

mmapkit::native_handle open_write_only(const std::string& path) {
  const HANDLE file = CreateFileA(path.c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                  nullptr, OPEN_EXISTING, 0, nullptr);
  REQUIRE(file != INVALID_HANDLE_VALUE);
  return file;
}

mmapkit::native_handle open_pipe() {
  HANDLE read = nullptr;
  HANDLE write = nullptr;
  REQUIRE(CreatePipe(&read, &write, nullptr, 0) != 0);
  CloseHandle(write);
  return read;
}

}  // namespace conformance
