// /proc/self/smaps.
#include <algorithm>
#include <array>
#include <string_view>

#include "backend/regions.hpp"
#include "lines.hpp"

namespace mmapkit::backend {

namespace {

// "Rss:                  12 kB", to bytes.
void read_amount(std::string_view line, region_usage& usage) noexcept {
  struct amount {
    std::string_view label;
    std::size_t region_usage::*member;
  };
  constexpr std::array amounts{
      amount{"Rss:", &region_usage::resident},        amount{"Pss:", &region_usage::proportional},
      amount{"Anonymous:", &region_usage::anonymous}, amount{"AnonHugePages:", &region_usage::huge},
      amount{"ShmemPmdMapped:", &region_usage::huge}, amount{"FilePmdMapped:", &region_usage::huge},
      amount{"Swap:", &region_usage::swapped},        amount{"Locked:", &region_usage::locked},
      amount{"Shared_Dirty:", &region_usage::dirty},  amount{"Private_Dirty:", &region_usage::dirty}};
  for (const auto& [label, member] : amounts) {
    if (!line.starts_with(label)) continue;
    line.remove_prefix(label.size());
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    usage.*member += static_cast<std::size_t>(take_number(line, 10).value_or(0)) * 1024;
  }
}

constexpr std::string_view flags_label = "VmFlags: ";

void read_line(std::string_view line, usage_entry& found) noexcept {
  if (!line.starts_with(flags_label)) return read_amount(line, found.usage);
  line.remove_prefix(flags_label.size());
  while (line.ends_with(' ')) line.remove_suffix(1);
  line = line.substr(0, found.kernel_flags.size() - 1);
  *std::copy(line.begin(), line.end(), found.kernel_flags.begin()) = '\0';
}

}  // namespace

bool region_usage_at(const void* addr, usage_entry& found, std::error_code& error) noexcept {
  proc_lines smaps{"/proc/self/smaps", error};
  if (error) return false;
  bool inside = false;
  std::string_view line;
  while (smaps.next(line, error)) {
    region_entry entry;
    if (!parse_region(line, entry)) {
      if (inside) read_line(line, found);
    } else if (inside || entry.addr > addr) {
      return inside;
    } else {
      inside = entry.addr + entry.size > addr;
    }
  }
  return inside && !error;
}

}  // namespace mmapkit::backend
