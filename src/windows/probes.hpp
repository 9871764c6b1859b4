// Whether the running Windows keeps a promise that not every one does, or that Wine takes without keeping it: found out
// once, by trying on a page of its own.
#pragma once

#include "api.hpp"

namespace mmapkit::backend {

bool keeps_no_cache() noexcept;
bool keeps_write_combine() noexcept;
bool guards_control_flow() noexcept;  // in this process
bool reverts_to_file() noexcept;

bool keeps_image_from_running() noexcept;
bool takes_section(DWORD bit) noexcept;
// Whether views of such a section have the page modifier.
bool keeps_section_modifier(DWORD bit, DWORD modifier) noexcept;
bool seals_sections() noexcept;

// Whether a page of a copy-on-write view that was stored to has another protection; Wine 8 does not say so.
bool tells_copied_pages() noexcept;

bool has_placeholders() noexcept;
bool gives_large_pages() noexcept;  // to this user
bool gives_64kb_pages() noexcept;
bool reserves_physical() noexcept;
// Whether an attribute that nobody knows is refused: Wine 8 takes all of them, and does nothing.
bool heeds_attributes() noexcept;
bool takes_attribute(DWORD attribute) noexcept;
bool gives_nonpaged() noexcept;  // to this user
bool undoes_reset() noexcept;

bool punches_holes() noexcept;  // on file systems that can

}  // namespace mmapkit::backend
