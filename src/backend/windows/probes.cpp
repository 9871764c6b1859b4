#include "probes.hpp"

#include <array>

#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "placing.hpp"
#include "private_memory.hpp"

namespace mmapkit::backend {
namespace {

// Memory or a view for a trial, released by the destructor. Null if it could not be allocated.
class trial {
 public:
  explicit trial(void* base, bool is_view = false) noexcept : base_{base}, is_view_{is_view} {}
  ~trial() {
    if (base_ == nullptr) return;
    if (is_view_)
      os::UnmapViewOfFile(base_);
    else
      os::VirtualFree(base_, 0, MEM_RELEASE);
  }
  trial(const trial&) = delete;
  trial& operator=(const trial&) = delete;

  explicit operator bool() const noexcept { return base_ != nullptr; }
  char* get() const noexcept { return static_cast<char*>(base_); }

  bool has_page_bits(DWORD bits) const noexcept {
    MEMORY_BASIC_INFORMATION region;
    return base_ != nullptr && query(base_, region) && (region.Protect & bits) == bits;
  }

 private:
  void* base_;
  bool is_view_;
};

void* allocate_page(DWORD page) noexcept {
  return os::VirtualAlloc(nullptr, page_size(), MEM_RESERVE | MEM_COMMIT, page);
}

bool keeps_modifier(DWORD modifier) noexcept {
  return trial{allocate_page(PAGE_READWRITE | modifier)}.has_page_bits(modifier);
}

// A view of a section; the handle is closed.
void* view_and_close(HANDLE section, DWORD access) noexcept {
  if (section == nullptr) return nullptr;
  void* const view = os::MapViewOfFile(section, access, 0, 0, 0);
  os::CloseHandle(section);
  return view;
}

HANDLE make_anonymous(DWORD bits) noexcept {
  return os::CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE | SEC_COMMIT | bits, 0,
                                static_cast<DWORD>(granularity()), nullptr);
}

// A view of the file of this program, which is sure to exist.
void* view_program(DWORD page, DWORD access) noexcept {
  std::array<wchar_t, 1024> path{};
  const DWORD length = GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
  if (length == 0 || length == path.size()) return nullptr;
  const HANDLE file = os::CreateFileW(path.data(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                      nullptr, OPEN_EXISTING, 0, nullptr);
  if (file == INVALID_HANDLE_VALUE) return nullptr;
  const HANDLE section = os::CreateFileMappingW(file, nullptr, page, 0, 0, nullptr);
  os::CloseHandle(file);
  return view_and_close(section, access);
}

void* allocate_special(DWORD type, std::size_t length, DWORD page, DWORD attributes = 0) noexcept {
  if (dynamic().virtual_alloc2 == nullptr) return nullptr;
  extended_parameters more;
  more.add_attributes(attributes);
  return os::call("virtual_alloc2", dynamic().virtual_alloc2, nullptr, nullptr, length, type, page, more.data(),
                  more.count());
}

constexpr DWORD unknown_attribute = DWORD{1} << 31;

bool allocates_with(DWORD attribute) noexcept {
  const DWORD page = attribute == MEM_EXTENDED_PARAMETER_EC_CODE ? PAGE_EXECUTE_READ : PAGE_READWRITE;
  return static_cast<bool>(trial{allocate_special(MEM_RESERVE | MEM_COMMIT, page_size(), page, attribute)});
}

bool try_large_pages() noexcept {
  const auto size = GetLargePageMinimum();
  if (size == 0 || !enable_page_locking()) return false;
  const trial page{os::VirtualAlloc(nullptr, size, MEM_RESERVE | MEM_COMMIT | MEM_LARGE_PAGES, PAGE_READWRITE)};
  // Any other error means that no large page is free now, and not that there are none.
  return page || GetLastError() != ERROR_INVALID_PARAMETER;
}

bool try_revert() noexcept {
  const trial view{view_program(PAGE_WRITECOPY, FILE_MAP_COPY), true};
  if (!view) return false;
  volatile char& first = *view.get();
  const char before = first;
  first = static_cast<char>(before + 1);
  DWORD page = 0;
  return os::VirtualProtect(view.get(), page_size(), PAGE_WRITECOPY | PAGE_REVERT_TO_FILE_MAP, &page) &&
         first == before;
}

bool try_image_without_running() noexcept {
  constexpr DWORD executable = PAGE_EXECUTE | PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
  const trial view{view_program(PAGE_READONLY | SEC_IMAGE_NO_EXECUTE, FILE_MAP_READ), true};
  return view && all_regions(view.get(), rest_of_allocation(view.get()),
                             [](const MEMORY_BASIC_INFORMATION& region) { return (region.Protect & executable) == 0; });
}

// A sealed view can still be unmapped.
bool try_seal() noexcept {
  const trial view{view_and_close(make_anonymous(SEC_NO_CHANGE), FILE_MAP_READ | FILE_MAP_WRITE), true};
  DWORD page = 0;
  return view && !os::VirtualProtect(view.get(), page_size(), PAGE_READONLY, &page);
}

bool try_control_flow() noexcept {
  PROCESS_MITIGATION_CONTROL_FLOW_GUARD_POLICY policy{};
  return dynamic().get_process_mitigation_policy != nullptr &&
         os::call("get_process_mitigation_policy", dynamic().get_process_mitigation_policy, GetCurrentProcess(),
                  ProcessControlFlowGuardPolicy, &policy, sizeof policy) &&
         policy.EnableControlFlowGuard != 0;
}

bool try_undo_reset() noexcept {
  const trial page{allocate_page(PAGE_READWRITE)};
  return page && os::VirtualAlloc(page.get(), page_size(), MEM_RESET, PAGE_NOACCESS) != nullptr &&
         os::VirtualAlloc(page.get(), page_size(), MEM_RESET_UNDO, PAGE_NOACCESS) != nullptr;
}

// Whether the system volume supports sparse files. Of other volumes the call itself says so.
bool try_sparse_files() noexcept {
  std::array<wchar_t, MAX_PATH> path{};
  if (GetSystemWindowsDirectoryW(path.data(), MAX_PATH) < 3) return false;
  path[3] = L'\0';  // "C:\"
  DWORD flags = 0;
  return os::GetVolumeInformationW(path.data(), nullptr, 0, nullptr, nullptr, &flags, nullptr, 0) &&
         (flags & FILE_SUPPORTS_SPARSE_FILES) != 0;
}

}  // namespace

bool supports_no_cache() noexcept {
  static const bool kept = keeps_modifier(PAGE_NOCACHE);
  return kept;
}

bool supports_write_combine() noexcept {
  static const bool kept = keeps_modifier(PAGE_WRITECOMBINE);
  return kept;
}

bool has_control_flow_guard() noexcept {
  static const bool guarded = try_control_flow();
  return guarded;
}

bool supports_revert_to_file() noexcept {
  static const bool reverted = try_revert();
  return reverted;
}

bool supports_image_no_execute() noexcept {
  static const bool kept = try_image_without_running();
  return kept;
}

bool accepts_section_flag(DWORD bit) noexcept {
  const HANDLE section = make_anonymous(bit);
  if (section == nullptr) return false;
  os::CloseHandle(section);
  return true;
}

bool supports_section_modifier(DWORD bit, DWORD modifier) noexcept {
  const trial view{view_and_close(make_anonymous(bit), FILE_MAP_READ | FILE_MAP_WRITE), true};
  return view.has_page_bits(modifier);
}

bool supports_sealed_sections() noexcept {
  static const bool sealed = try_seal();
  return sealed;
}

bool reports_copied_pages() noexcept {
  static const bool tells = [] {
    const trial view{view_and_close(make_anonymous(0), FILE_MAP_COPY), true};
    if (!view) return false;
    *static_cast<volatile char*>(view.get()) = 1;
    return view.has_page_bits(PAGE_READWRITE);
  }();
  return tells;
}

bool has_placeholders() noexcept {
  static const bool kept{trial{allocate_special(MEM_RESERVE | MEM_RESERVE_PLACEHOLDER, granularity(), PAGE_NOACCESS)}};
  return kept;
}

bool has_large_pages() noexcept {
  static const bool given = try_large_pages();
  return given;
}

bool has_64kb_pages() noexcept {
  static const bool given{
      trial{allocate_special(MEM_RESERVE | MEM_COMMIT | MEM_64K_PAGES, std::size_t{1} << 16, PAGE_READWRITE)}};
  return given;
}

bool supports_physical_pages() noexcept {
  static const bool reserved{
      trial{os::VirtualAlloc(nullptr, granularity(), MEM_RESERVE | MEM_PHYSICAL, PAGE_READWRITE)}};
  return reserved;
}

bool refuses_unknown_attributes() noexcept {
  static const bool refused = dynamic().virtual_alloc2 != nullptr && !allocates_with(unknown_attribute);
  return refused;
}

bool accepts_attribute(DWORD attribute) noexcept { return refuses_unknown_attributes() && allocates_with(attribute); }

bool has_nonpaged_memory() noexcept {
  return enable_page_locking() && accepts_attribute(MEM_EXTENDED_PARAMETER_NONPAGED);
}

bool supports_undo_reset() noexcept {
  static const bool undone = try_undo_reset();
  return undone;
}

bool supports_sparse_files() noexcept {
  static const bool punched = try_sparse_files();
  return punched;
}

}  // namespace mmapkit::backend
