// Where indirect calls may land, in processes that guard them (Control Flow Guard).
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/export.hpp>

namespace mmapkit {

struct call_target {
  std::size_t offset = 0;  // bytes from the start of the range, a multiple of 16
  bool valid = true;       // or else calls to it end the process
};

// BOOL SetProcessValidCallTargets(HANDLE, PVOID, SIZE_T, ULONG, PCFG_CALL_TARGET_INFO);
//
// Says which places of executable memory are targets of indirect calls and which are not; every other place stays what
// it was. `addr` is a multiple of page_size(), `length` in bytes; the targets are sorted by their offsets. On failure
// some of them may be set already.
// Throws: mmap_error; function_not_supported before Windows 10, and in a process whose calls are not guarded.
// Platforms: Windows 10. Source: SetProcessValidCallTargets.
//
//     mapping code{{.protection = read_exec | protection_flag::cfg_targets_invalid, .size = 4096}};
//     const call_target entries[] = {{.offset = 0}, {.offset = 64}};
//     set_valid_call_targets(code.data(), code.size(), entries);
MMAPKIT_EXPORT void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets);
MMAPKIT_EXPORT void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets,
                                           std::error_code& error) noexcept;

}  // namespace mmapkit
