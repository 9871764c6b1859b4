/// \file
/// Where indirect calls may land, in processes that guard them (Control Flow Guard).
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/call_target.hpp>

namespace mmapkit {

/// `BOOL SetProcessValidCallTargets(HANDLE, PVOID, SIZE_T, ULONG, PCFG_CALL_TARGET_INFO);`
/// Says which places of executable memory are targets of indirect calls and which are not; every other place stays what
/// it was. `addr` is a multiple of page_size(), `length` in bytes; the targets are sorted by their offsets. On failure
/// some of them may be set already.
///
/// \throws mmap_error function_not_supported before Windows 10, and in a process whose calls are not guarded.
/// \par Platforms
/// Windows 10.
/// \par Example
/// \code{.cpp}
/// mapping code{{.protection = read_exec | protection_flag::cfg_targets_invalid, .size = 4096}};
/// const call_target entries[] = {{.offset = 0}, {.offset = 64}};
/// set_valid_call_targets(code.data(), code.size(), entries);
/// \endcode
/// \sa \win32{memoryapi,SetProcessValidCallTargets}
MMAPKIT_EXPORT void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets);
MMAPKIT_EXPORT void set_valid_call_targets(void* addr, std::size_t length, std::span<const call_target> targets,
                                           std::error_code& error) noexcept;

}  // namespace mmapkit
