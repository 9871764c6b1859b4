#include <algorithm>
#include <functional>

#include <mmapkit/mapping.hpp>

#include "calls/backing.hpp"
#include "calls/mincore.hpp"
#include "describe_part.hpp"
#include "part.hpp"
#include "prefetch.hpp"

namespace mmapkit {

namespace {

using part_list = std::span<const std::span<const std::byte>>;

// Whether all parts lie within the memory.
bool check_parts(operation what, const mapped& memory, part_list parts, failure& why) noexcept {
  const auto* const data = static_cast<const std::byte*>(memory.addr);
  why = check_part(what, memory, 0, 0);
  for (std::size_t i = 0; i < parts.size() && !why; ++i) {
    const auto& one = parts[i];
    if (one.empty()) continue;
    const bool begins_before = std::less<>{}(one.data(), data);
    if (begins_before || !lies_within(memory.size, static_cast<std::size_t>(one.data() - data), one.size()))
      refuse(why, what, std::errc::invalid_argument, "part {m}, of {n} bytes, does not lie within the mapping", i,
             one.size());
  }
  return !why;
}

failure prefetch_range(const mapped& memory, std::size_t offset, std::size_t length) noexcept {
  return on_part(operation::madvise, memory, offset, length, [](part of) {
    const std::span<const std::byte> bytes{of.addr, of.length};
    return prefetch_ranges({&bytes, 1});
  });
}

failure prefetch_parts(const mapped& memory, part_list parts) noexcept {
  failure why;
  return check_parts(operation::madvise, memory, parts, why) ? prefetch_ranges(parts) : why;
}

// A borrowed descriptor may be closed by now, and its number may name another file.
native_handle file_to_ask(const mapped& memory) noexcept {
  return detail::backing_access::owns_file(memory.fd) ? detail::backing_access::file(memory.fd) : no_handle;
}

residency count_touched(const mapped& memory, const std::byte* addr, std::size_t length, failure& why) noexcept {
  auto counted = calls::count_resident(addr, length, file_to_ask(memory), why);
  // mincore sees those huge pages that this process has touched; the file may have more of them in memory.
  const bool huge_file = detail::backing_access::unit(memory.fd) != 0 &&
                         !has(detail::backing_access::flags(memory.fd), mmap_flag::anonymous);
  if (huge_file && counted.resident < counted.pages) counted.known = false;
  return counted;
}

residency count_range(const mapped& memory, std::size_t offset, std::size_t length, failure& why) noexcept {
  residency counted;
  const auto refused = on_part(operation::mincore, memory, offset, length, [&](part of) {
    failure inner;
    counted = count_touched(memory, of.addr, of.length, inner);
    return inner;
  });
  if (refused) why = refused;
  return counted;
}

residency count_parts(const mapped& memory, part_list parts, failure& why) noexcept {
  residency all;
  all.known = true;
  if (!check_parts(operation::mincore, memory, parts, why)) return {};
  for (const auto& one : parts) {
    const auto counted = count_touched(memory, one.data(), one.size(), why);
    if (why) return {};
    all.pages += counted.pages;
    all.resident += counted.resident;
    all.known = all.known && (counted.known || one.empty());
  }
  return all;
}

std::string describe_parts(const mapped& memory, std::size_t count) {
  return std::to_string(count) + " parts of " + describe_all(memory);
}

}  // namespace

void mapping::prefetch() const { prefetch(0, memory_.size); }

void mapping::prefetch(std::error_code& error) const noexcept { prefetch(0, memory_.size, error); }

void mapping::prefetch(std::size_t offset, std::size_t length) const {
  if (const auto why = prefetch_range(memory_, offset, length))
    raise(why, describe_part(memory_, length, offset), "prefetch");
}

void mapping::prefetch(std::size_t offset, std::size_t length, std::error_code& error) const noexcept {
  report(prefetch_range(memory_, offset, length), error, "prefetch");
}

void mapping::prefetch(part_list parts) const {
  if (const auto why = prefetch_parts(memory_, parts)) raise(why, describe_parts(memory_, parts.size()), "prefetch");
}

void mapping::prefetch(part_list parts, std::error_code& error) const noexcept {
  report(prefetch_parts(memory_, parts), error, "prefetch");
}

mmapkit::residency mapping::residency() const { return residency(0, memory_.size); }

mmapkit::residency mapping::residency(std::error_code& error) const noexcept {
  return residency(0, memory_.size, error);
}

mmapkit::residency mapping::residency(std::size_t offset, std::size_t length) const {
  failure why;
  const auto counted = count_range(memory_, offset, length, why);
  if (why) raise(why, describe_part(memory_, length, offset));
  return counted;
}

mmapkit::residency mapping::residency(std::size_t offset, std::size_t length, std::error_code& error) const noexcept {
  return make_or_report(error, [&](failure& why) { return count_range(memory_, offset, length, why); });
}

mmapkit::residency mapping::residency(part_list parts) const {
  failure why;
  const auto counted = count_parts(memory_, parts, why);
  if (why) raise(why, describe_parts(memory_, parts.size()));
  return counted;
}

mmapkit::residency mapping::residency(part_list parts, std::error_code& error) const noexcept {
  return make_or_report(error, [&](failure& why) { return count_parts(memory_, parts, why); });
}

}  // namespace mmapkit
