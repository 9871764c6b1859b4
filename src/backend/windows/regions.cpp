// What is mapped in this process.
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/regions.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "page_protection.hpp"

#include <array>
#include <string_view>

namespace mmapkit::backend {
namespace {

// Converts "\Device\HarddiskVolume3\folder\file", a name of the object manager, to "C:\folder\file".
class path_buffer {
 public:
  // Empty where no file is mapped there.
  std::string_view name_at(void* base) noexcept {
    std::array<wchar_t, 1024> device{};
    const DWORD length =
        os::GetMappedFileNameW(GetCurrentProcess(), base, device.data(), static_cast<DWORD>(device.size()));
    return length == 0 ? std::string_view{} : name_of({device.data(), length});
  }

 private:
  std::string_view name_of(std::wstring_view path) noexcept {
    constexpr std::wstring_view dos_devices = L"\\??\\";
    constexpr std::wstring_view network = L"\\Device\\Mup\\";
    if (path.starts_with(dos_devices)) return utf8(L"", path.substr(dos_devices.size()));
    if (path.starts_with(network)) return utf8(L"\\\\", path.substr(network.size()));
    std::array<wchar_t, 3> drive{L'A', L':', L'\0'};
    for (DWORD drives = GetLogicalDrives(); drives != 0; drives >>= 1, ++drive[0]) {
      if ((drives & 1U) == 0) continue;
      const auto device = device_of(drive.data());
      if (!device.empty() && path.starts_with(device) && path.substr(device.size()).starts_with(L'\\'))
        return utf8(drive.data(), path.substr(device.size()));
    }
    return utf8(L"\\\\?\\GLOBALROOT", path);
  }

  std::wstring_view device_of(const wchar_t* drive) noexcept {
    if (QueryDosDeviceW(drive, device_.data(), static_cast<DWORD>(device_.size())) == 0) return {};
    return device_.data();
  }

  std::string_view utf8(std::wstring_view prefix, std::wstring_view path) noexcept {
    const auto append = [this](std::wstring_view part, int at) noexcept {
      if (part.empty()) return at;
      return at + WideCharToMultiByte(CP_UTF8, 0, part.data(), static_cast<int>(part.size()), text_.data() + at,
                                      static_cast<int>(text_.size()) - at, nullptr, nullptr);
    };
    return {text_.data(), static_cast<std::size_t>(append(path, append(prefix, 0)))};
  }

  std::array<wchar_t, 1024> device_{};
  std::array<char, 4096> text_{};
};

std::size_t page_size_of(const MEMORY_BASIC_INFORMATION& region) noexcept {
  PSAPI_WORKING_SET_EX_INFORMATION page;
  const bool large = region.State == MEM_COMMIT && query_pages(region.BaseAddress, {&page, 1}) &&
                     page.VirtualAttributes.Valid != 0 && page.VirtualAttributes.LargePage != 0;
  return large ? huge_page_size() : page_size();
}

bool is_shared(const MEMORY_BASIC_INFORMATION& region) noexcept {
  return region.Type == MEM_MAPPED && (region.AllocationProtect & copy_on_write) == 0;
}

// For an address within a region, VirtualQuery reports only the part from its page on.
const void* start_for(const void* from) noexcept {
  MEMORY_BASIC_INFORMATION region;
  return query(from, region) && region.State != MEM_FREE ? region.AllocationBase : from;
}

}  // namespace

// The offset in the file is 0: there is no documented function for it.
void regions(const void* from, bool (*visit)(void* context, const region_entry& entry), void* context,
             std::error_code&) noexcept {
  path_buffer path;
  MEMORY_BASIC_INFORMATION region;
  for (const void* at = start_for(from); query(at, region); at = end_of(region)) {
    if (region.State == MEM_FREE || end_of(region) <= from) continue;
    const bool reserved = region.State == MEM_RESERVE;
    const bool has_file = region.Type == MEM_MAPPED || region.Type == MEM_IMAGE;
    const region_entry entry{.addr = static_cast<std::byte*>(region.BaseAddress),
                             .size = region.RegionSize,
                             .protection = reserved ? protection_flag::none : protection_of(region.Protect),
                             .shared = is_shared(region),
                             .page_size = page_size_of(region),
                             .name = has_file ? path.name_at(region.BaseAddress) : std::string_view{}};
    if (!visit(context, entry)) return;
  }
}

}  // namespace mmapkit::backend
