#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <array>
#include <cstdlib>

#include "other_process.hpp"
#include "support.hpp"

namespace support {

namespace {

constexpr auto* body_variable = "MMAPKIT_TEST_BODY";
constexpr auto* argument_variable = "MMAPKIT_TEST_ARGUMENT";

HANDLE handle_of(long long id) { return reinterpret_cast<HANDLE>(static_cast<std::intptr_t>(id)); }

std::string variable(const char* name) {
  std::array<char, 512> text{};
  ::GetEnvironmentVariableA(name, text.data(), static_cast<DWORD>(text.size()));
  return text.data();
}

}  // namespace

other_process::other_process(const process_body& body, const std::string& argument) {
  std::array<char, MAX_PATH> program{};
  REQUIRE(::GetModuleFileNameA(nullptr, program.data(), static_cast<DWORD>(program.size())) != 0);
  std::string command = '"' + std::string{program.data()} + "\" --no-skip --no-intro --test-case=*runs_a_body*";
  ::SetEnvironmentVariableA(body_variable, body.name());
  ::SetEnvironmentVariableA(argument_variable, argument.c_str());
  STARTUPINFOA how{};
  how.cb = sizeof how;
  PROCESS_INFORMATION started{};
  // Under Wine one start in some thousands fails.
  bool has_begun = false;
  for (int attempt = 0; attempt != 3 && !has_begun; ++attempt)
    has_begun = ::CreateProcessA(program.data(), command.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &how,
                                 &started) != 0;
  REQUIRE_MESSAGE(has_begun, "GetLastError() is ", ::GetLastError());
  ::CloseHandle(started.hThread);
  id_ = static_cast<long long>(reinterpret_cast<std::intptr_t>(started.hProcess));
}

other_process::~other_process() { kill(); }

void other_process::kill() {
  if (id_ == 0) return;
  ::TerminateProcess(handle_of(id_), 1);
  wait();
}

int other_process::wait() {
  DWORD code = 0;
  ::WaitForSingleObject(handle_of(id_), INFINITE);
  ::GetExitCodeProcess(handle_of(id_), &code);
  ::CloseHandle(handle_of(id_));
  id_ = 0;
  return static_cast<int>(code);
}

}  // namespace support

TEST_CASE("runs_a_body: only in a process that was started for it" * doctest::skip()) {
  const auto* const body = support::process_body::find(support::variable(support::body_variable));
  if (body == nullptr) return;  // all cases are run, skipped ones too
  int code = 125;
  try {
    code = body->run(support::variable(support::argument_variable));
  } catch (...) {
  }
  std::_Exit(code);
}
