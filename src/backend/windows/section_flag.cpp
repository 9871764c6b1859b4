#include <optional>

#include <mmapkit/flags/section_flag.hpp>

#include "api.hpp"
#include "backend/native_value.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(section_flag flag) noexcept {
  switch (flag) {
    case section_flag::none: return 0;
    case section_flag::commit: return SEC_COMMIT;
    case section_flag::reserve: return SEC_RESERVE;
    case section_flag::image: return SEC_IMAGE;
    case section_flag::image_no_execute: return SEC_IMAGE_NO_EXECUTE;
    case section_flag::large_pages: return SEC_LARGE_PAGES;
    case section_flag::pages_64kb: return SEC_64K_PAGES;
    case section_flag::no_cache: return SEC_NOCACHE;
    case section_flag::write_combine: return SEC_WRITECOMBINE;
    case section_flag::sealed: return SEC_NO_CHANGE;
  }
  return std::nullopt;
}

bool available(section_flag flag) noexcept {
  switch (flag) {
    case section_flag::none:
    case section_flag::commit:
    case section_flag::reserve:
    case section_flag::image: return true;
    case section_flag::image_no_execute: return supports_image_no_execute();
    case section_flag::large_pages: return has_large_pages();
    case section_flag::pages_64kb: return accepts_section_flag(SEC_64K_PAGES);
    case section_flag::no_cache: return supports_section_modifier(SEC_NOCACHE, PAGE_NOCACHE);
    case section_flag::write_combine: return supports_section_modifier(SEC_WRITECOMBINE, PAGE_WRITECOMBINE);
    case section_flag::sealed: return supports_sealed_sections();
  }
  return false;
}

}  // namespace mmapkit::backend
