// The flags that Windows alone has.
#include "../backend.hpp"
#include "late_functions.hpp"
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

// These are two kinds of number, which must not be joined: types of allocation, and from nonpaged on the attributes of
// an extended parameter.
std::optional<std::uint32_t> native_value(allocation_flag flag) noexcept {
  switch (flag) {
    case allocation_flag::none: return 0;
    case allocation_flag::commit: return MEM_COMMIT;
    case allocation_flag::reserve: return MEM_RESERVE;
    case allocation_flag::placeholder: return MEM_RESERVE_PLACEHOLDER;
    case allocation_flag::replace_placeholder: return MEM_REPLACE_PLACEHOLDER;
    case allocation_flag::top_down: return MEM_TOP_DOWN;
    case allocation_flag::write_watch: return MEM_WRITE_WATCH;
    case allocation_flag::large_pages: return MEM_LARGE_PAGES;
    case allocation_flag::pages_64kb: return MEM_64K_PAGES;
    case allocation_flag::physical: return MEM_PHYSICAL;
    case allocation_flag::nonpaged: return MEM_EXTENDED_PARAMETER_NONPAGED;
    case allocation_flag::zero_pages_optional: return MEM_EXTENDED_PARAMETER_ZERO_PAGES_OPTIONAL;
    case allocation_flag::nonpaged_large: return MEM_EXTENDED_PARAMETER_NONPAGED_LARGE;
    case allocation_flag::nonpaged_huge: return MEM_EXTENDED_PARAMETER_NONPAGED_HUGE;
    case allocation_flag::ec_code: return MEM_EXTENDED_PARAMETER_EC_CODE;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(free_flag flag) noexcept {
  switch (flag) {
    case free_flag::decommit: return MEM_DECOMMIT;
    case free_flag::release: return MEM_RELEASE;
    case free_flag::preserve_placeholder: return MEM_PRESERVE_PLACEHOLDER;
    case free_flag::coalesce_placeholders: return MEM_COALESCE_PLACEHOLDERS;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(unmap_flag flag) noexcept {
  switch (flag) {
    case unmap_flag::none: return 0;
    case unmap_flag::transient_boost: return MEM_UNMAP_WITH_TRANSIENT_BOOST;
    case unmap_flag::preserve_placeholder: return MEM_PRESERVE_PLACEHOLDER;
  }
  return std::nullopt;
}

// OFFER_PRIORITY.
std::optional<std::uint32_t> native_value(offer_priority priority) noexcept {
  switch (priority) {
    case offer_priority::very_low: return 1;
    case offer_priority::low: return 2;
    case offer_priority::below_normal: return 3;
    case offer_priority::normal: return 4;
  }
  return std::nullopt;
}

bool available(section_flag flag) noexcept {
  switch (flag) {
    case section_flag::none:
    case section_flag::commit:
    case section_flag::reserve:
    case section_flag::image: return true;
    case section_flag::image_no_execute: return keeps_image_from_running();
    case section_flag::large_pages: return gives_large_pages();
    case section_flag::pages_64kb: return takes_section(SEC_64K_PAGES);
    case section_flag::no_cache: return keeps_section_modifier(SEC_NOCACHE, PAGE_NOCACHE);
    case section_flag::write_combine: return keeps_section_modifier(SEC_WRITECOMBINE, PAGE_WRITECOMBINE);
    case section_flag::sealed: return seals_sections();
  }
  return false;
}

bool available(allocation_flag flag) noexcept {
  switch (flag) {
    case allocation_flag::none:
    case allocation_flag::commit:
    case allocation_flag::reserve:
    case allocation_flag::top_down:
    case allocation_flag::write_watch: return true;
    case allocation_flag::placeholder:
    case allocation_flag::replace_placeholder: return has_placeholders();
    case allocation_flag::large_pages: return gives_large_pages();
    case allocation_flag::pages_64kb: return gives_64kb_pages();
    case allocation_flag::physical: return reserves_physical();
    case allocation_flag::nonpaged: return gives_nonpaged();
    case allocation_flag::zero_pages_optional: return takes_attribute(MEM_EXTENDED_PARAMETER_ZERO_PAGES_OPTIONAL);
    // Not tried: a page of 1 GiB takes the system long to find.
    case allocation_flag::nonpaged_large:
    case allocation_flag::nonpaged_huge: return heeds_attributes() && gives_large_pages();
    case allocation_flag::ec_code: return takes_attribute(MEM_EXTENDED_PARAMETER_EC_CODE);
  }
  return false;
}

bool available(free_flag flag) noexcept {
  switch (flag) {
    case free_flag::decommit:
    case free_flag::release: return true;
    case free_flag::preserve_placeholder:
    case free_flag::coalesce_placeholders: return has_placeholders();
  }
  return false;
}

bool available(unmap_flag flag) noexcept {
  switch (flag) {
    case unmap_flag::none: return true;
    case unmap_flag::transient_boost:
      return late().unmap_view_of_file2 != nullptr || late().unmap_view_of_file_ex != nullptr;
    case unmap_flag::preserve_placeholder: return late().unmap_view_of_file2 != nullptr && has_placeholders();
  }
  return false;
}

bool available(offer_priority) noexcept { return late().offer_virtual_memory != nullptr; }

}  // namespace mmapkit::backend
