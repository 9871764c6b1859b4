// What not every Windows supports, or Wine accepts and ignores. Tried once, on memory of its own.
#pragma once

#include "api.hpp"

namespace mmapkit::backend {

bool supports_no_cache() noexcept;
bool supports_write_combine() noexcept;
bool has_control_flow_guard() noexcept;  // in this process
bool supports_revert_to_file() noexcept;

bool supports_image_no_execute() noexcept;
bool accepts_section_flag(DWORD bit) noexcept;
// Whether views of such a section have the page modifier.
bool supports_section_modifier(DWORD bit, DWORD modifier) noexcept;
bool supports_sealed_sections() noexcept;

// Whether VirtualQuery reports that a copy-on-write page was stored to. Wine 8 does not.
bool reports_copied_pages() noexcept;

bool has_placeholders() noexcept;
bool has_large_pages() noexcept;  // to this user
bool has_64kb_pages() noexcept;
bool supports_physical_pages() noexcept;
// Whether unknown attributes of an allocation are refused. Wine 8 accepts all of them and ignores them.
bool refuses_unknown_attributes() noexcept;
bool accepts_attribute(DWORD attribute) noexcept;
bool has_nonpaged_memory() noexcept;  // to this user
bool supports_undo_reset() noexcept;

bool supports_sparse_files() noexcept;  // on file systems that can

}  // namespace mmapkit::backend
