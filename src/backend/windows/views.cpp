#include "views.hpp"

#include <initializer_list>

#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "page_protection.hpp"
#include "placing.hpp"
#include "sections.hpp"

namespace mmapkit::backend {
namespace {

// The parameters of a section and of its view. `page` is the protection of a new view, and the maximum.
struct view_kind {
  DWORD section;
  DWORD access;
  DWORD page;
};

constexpr view_kind read_write{PAGE_READWRITE, FILE_MAP_READ | FILE_MAP_WRITE, PAGE_READWRITE};
constexpr view_kind read_only{PAGE_READONLY, FILE_MAP_READ, PAGE_READONLY};
// FILE_MAP_COPY charges the whole view to the commit limit: used only for views that will be written to.
constexpr view_kind copied{PAGE_WRITECOPY, FILE_MAP_COPY, PAGE_WRITECOPY};
constexpr view_kind copied_read_only{PAGE_WRITECOPY, FILE_MAP_READ, PAGE_READONLY};
constexpr view_kind with_execution(view_kind kind) noexcept {
  return {kind.section << execute_shift, kind.access | FILE_MAP_EXECUTE, kind.page << execute_shift};
}

bool is_image(const map_request& request) noexcept { return (section_bits(request) & SEC_IMAGE) != 0; }
bool is_sealed(const map_request& request) noexcept { return (section_bits(request) & SEC_NO_CHANGE) != 0; }

// As much as the handle allows, so that VirtualProtect can add access later; read-only if the handle allows no more, or
// if protections cannot change.
view_kind kind_of(const map_request& request, bool only_reading) noexcept {
  if (is_image(request)) return read_only;
  view_kind kind = only_reading ? read_only : read_write;
  if (has(request.flags, mmap_flag::private_))
    kind = has(request.protection, protection_flag::write) ? copied : copied_read_only;
  kind = has(request.protection, protection_flag::exec) ? with_execution(kind) : kind;
  if (has(request.protection, protection_flag::cfg_targets_invalid)) kind.access |= FILE_MAP_TARGETS_INVALID;
  if ((section_bits(request) & SEC_LARGE_PAGES) != 0) kind.access |= FILE_MAP_LARGE_PAGES;
  return kind;
}

class view_maker {
 public:
  view_maker(const map_request& request, HANDLE section, const view_kind& kind) noexcept
      : request_{request},
        section_{section},
        kind_{kind},
        offset_{has(request.flags, mmap_flag::anonymous) ? 0 : request.offset},
        length_{is_image(request) ? 0 : request.length} {}

  void* make(void* address) const noexcept {
    if (has(request_.allocation, allocation_flag::replace_placeholder))
      return map_newer(address, MEM_REPLACE_PLACEHOLDER, 0);
    return alignment_of(request_) != 0 ? map_aligned() : map_plain(address);
  }

 private:
  void* map_plain(void* address) const noexcept {
    if (request_.numa_node)
      return os::MapViewOfFileExNuma(section_, kind_.access, high_half(offset_), low_half(offset_), length_, address,
                                     *request_.numa_node);
    return os::MapViewOfFileEx(section_, kind_.access, high_half(offset_), low_half(offset_), length_, address);
  }

  void* map_newer(void* address, ULONG type, std::size_t alignment) const noexcept {
    if (dynamic().map_view_of_file3 == nullptr) {
      SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
      return nullptr;
    }
    extended_parameters more;
    more.add(address_limits{.alignment = alignment});
    more.add(request_.numa_node);
    // MapViewOfFile3 has other parameters for these two bits.
    const bool large = (kind_.access & FILE_MAP_LARGE_PAGES) != 0;
    const bool no_targets = (kind_.access & FILE_MAP_TARGETS_INVALID) != 0;
    const DWORD page = kind_.page | (no_targets ? DWORD{PAGE_TARGETS_INVALID} : DWORD{0});
    if (large) type |= MEM_LARGE_PAGES;
    const bool anonymous = has(request_.flags, mmap_flag::anonymous);
    return os::call("map_view_of_file3", dynamic().map_view_of_file3, section_, GetCurrentProcess(), address, offset_,
                    anonymous ? round_up(length_, page_size()) : length_, type, page, more.data(), more.count());
  }

  // MapViewOfFile3 where there is one. Wine 8 accepts the alignment and ignores it.
  void* map_aligned() const noexcept {
    const std::size_t alignment = request_.alignment;
    void* const base = map_newer(nullptr, 0, alignment);
    if (base != nullptr && is_aligned(base, alignment)) return base;
    if (base != nullptr) os::UnmapViewOfFile(base);
    return at_multiple_of(alignment, request_.length, [this](void* address) noexcept { return map_plain(address); });
  }

  const map_request& request_;
  HANDLE section_;
  const view_kind& kind_;
  std::uint64_t offset_;
  std::size_t length_;
};

// Sets the protection of the request. Images have their own, reserved memory has none yet.
std::error_code finish(void* base, const map_request& request, const view_kind& kind) noexcept {
  if (is_image(request)) {
    return rest_of_allocation(base) < request.length ? windows_error(ERROR_HANDLE_EOF) : std::error_code{};
  }
  if ((section_bits(request) & SEC_RESERVE) != 0) return {};
  const DWORD wanted = page_protection(request.protection, has(request.flags, mmap_flag::private_));
  DWORD before = 0;
  if (wanted == kind.page || os::VirtualProtect(base, request.length, wanted, &before)) return {};
  return last_error();
}

void* map_kind(const map_request& request, HANDLE section, const view_kind& kind, std::error_code& error) noexcept {
  const view_maker maker{request, section, kind};
  void* const base = place(request, [&](void* address) noexcept { return maker.make(address); });
  if (base == nullptr) {
    error = place_error(request, GetLastError());
    return nullptr;
  }
  if (const auto failure = finish(base, request, kind)) {
    os::UnmapViewOfFile(base);
    error = failure;
    return nullptr;
  }
  return base;
}

}  // namespace

void* map_view(const map_request& request, std::error_code& error) noexcept {
  const bool may_only_read = has(request.flags, mmap_flag::shared) && !has(request.protection, protection_flag::write);
  const bool sealed = is_sealed(request);
  std::error_code failure;
  for (const bool only_reading : {sealed && may_only_read, true}) {
    const view_kind kind = kind_of(request, only_reading);
    if (sealed && kind.page != page_protection(request.protection, has(request.flags, mmap_flag::private_))) {
      error = refusal(std::errc::operation_not_supported);
      return nullptr;
    }
    failure.clear();
    const request_section section{request, kind.section, failure};
    void* const base = section.handle() == nullptr ? nullptr : map_kind(request, section.handle(), kind, failure);
    if (base != nullptr) return base;
    // Tried again for a handle that cannot write: a file fails in CreateFileMapping, a section in MapViewOfFile.
    const bool too_much =
        section.handle() == nullptr || (section.given() && failure == windows_error(ERROR_ACCESS_DENIED));
    if (!may_only_read || only_reading || !too_much) break;
  }
  error = failure;
  return nullptr;
}

}  // namespace mmapkit::backend
