// /proc/self/maps, and PROCMAP_QUERY on it since Linux 6.11.
#include <algorithm>
#include <array>
#include <climits>
#include <span>
#include <string_view>

#include <mmapkit/flags/protection_flag.hpp>

#include "backend/regions.hpp"
#include "kernel.hpp"
#include "lines.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

protection_flag protection_of(std::string_view permissions) noexcept {
  auto protection = protection_flag::none;
  if (permissions[0] == 'r') protection |= protection_flag::read;
  if (permissions[1] == 'w') protection |= protection_flag::write;
  if (permissions[2] == 'x') protection |= protection_flag::exec;
  return protection;
}

// One region by PROCMAP_QUERY. Returns false where the kernel does not have it.
bool query_region(int maps, const void* from, region_entry& entry, std::span<char> name, bool& found) noexcept {
  region_query query{};
  query.size = sizeof query;
  query.flags = query_covering_or_next;
  query.address = reinterpret_cast<std::uintptr_t>(from);
  query.name = reinterpret_cast<std::uintptr_t>(name.data());
  query.name_size = static_cast<std::uint32_t>(name.size());
  found = os::syscall(SYS_ioctl, maps, procmap_query, &query) == 0;
  if (!found) return errno == ENOENT;
  entry.addr = reinterpret_cast<std::byte*>(static_cast<std::uintptr_t>(query.start));
  entry.size = static_cast<std::size_t>(query.end - query.start);
  if ((query.vma_flags & query_readable) != 0) entry.protection |= protection_flag::read;
  if ((query.vma_flags & query_writable) != 0) entry.protection |= protection_flag::write;
  if ((query.vma_flags & query_executable) != 0) entry.protection |= protection_flag::exec;
  entry.shared = (query.vma_flags & query_shared) != 0;
  entry.offset = query.offset;
  entry.page_size = static_cast<std::size_t>(query.page_size);
  entry.inode = query.inode;
  if (query.name_size > 0) entry.name = {name.data(), query.name_size - 1U};
  return true;
}

}  // namespace

bool parse_region(std::string_view line, region_entry& entry) noexcept {
  const auto start = take_number(line, 16);
  if (!start || !take(line, '-')) return false;
  const auto end = take_number(line, 16);
  if (!end || !take(line, ' ') || line.size() < 5) return false;
  entry = {};
  entry.addr = reinterpret_cast<std::byte*>(static_cast<std::uintptr_t>(*start));
  entry.size = static_cast<std::size_t>(*end - *start);
  entry.protection = protection_of(line);
  entry.shared = line[3] == 's';
  line.remove_prefix(5);
  entry.offset = take_number(line, 16).value_or(0);
  line.remove_prefix(std::min(line.find(' ', 1), line.size()));  // the device
  take(line, ' ');
  entry.inode = take_number(line, 10).value_or(0);
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  entry.name = line;
  return true;
}

void regions(const void* from, bool (*visit)(void* context, const region_entry& entry), void* context,
             std::error_code& error) noexcept {
  proc_lines maps{"/proc/self/maps", error};
  if (error) return;
  region_entry entry;
  std::array<char, PATH_MAX> name;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  for (bool found = true; query_region(maps.file(), from, entry = {}, name, found);) {
    if (!found || !visit(context, entry)) return;
    from = entry.addr + entry.size;
  }
  std::string_view line;
  while (maps.next(line, error)) {
    const bool wanted = parse_region(line, entry) && entry.addr + entry.size > from;
    if (wanted && !visit(context, entry)) return;
  }
}

}  // namespace mmapkit::backend
