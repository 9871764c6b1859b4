/// \file
/// What memory may be used for: mprotect().
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/protection_flag.hpp>

namespace mmapkit {

/// `int mprotect(void *addr, size_t len, int prot);`
/// Changes what the memory may be used for. The range is rounded outwards to whole pages: two bytes across a border
/// change two pages. Size 0 changes nothing. write adds read.
///
/// \throws mmap_error permission_denied where the file was not opened for what a shared mapping asks.
/// \par Platforms
/// Every. On Windows write can be gained by shared mappings of a file opened for writing, by private mappings made with
/// write, and by anonymous memory; exec by anonymous private memory and by what was mapped with exec. Map with all that
/// you will need, then take away.
/// \par Example
/// \code{.cpp}
/// mmapkit::mprotect(m.addr, m.size, protection_flag::read);
/// \endcode
/// \sa POSIX.1-2024 \posix{mprotect}; \win32{memoryapi,VirtualProtect}
MMAPKIT_EXPORT void mprotect(void* addr, std::size_t size, protection_flag protection);
MMAPKIT_EXPORT void mprotect(void* addr, std::size_t size, protection_flag protection, std::error_code& error) noexcept;

}  // namespace mmapkit
