#include <mmapkit/fault.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>

#include <mmapkit/error.hpp>

#include "backing.hpp"
#include "core.hpp"
#include "faulted.hpp"
#include "formatted.hpp"
#include "part.hpp"

namespace mmapkit {

using detail::backing_access;

namespace {

struct fault_place {
  const std::byte* at = nullptr;  // the first byte that could not be accessed
  bool by_hardware = false;
};

// The file behind the mapping as it is now; nothing where it is closed and has no name any more.
std::optional<std::uint64_t> file_size(const backing_access::parts& of) {
  std::error_code unknown;
  if (of.file != no_handle) {
    const auto info = backend::examine(of.file, unknown);
    if (!unknown) return info.size;
  }
  std::string name;
  const auto first_region = [](void* context, const backend::region_entry& entry) {
    *static_cast<std::string*>(context) = entry.name;
    return false;
  };
  unknown.clear();
  if (has(rows<call>[static_cast<std::size_t>(call::regions)].where, backend::system()))
    backend::regions(of.base, first_region, &name, unknown);
  const auto size = std::filesystem::file_size(name, unknown);
  return unknown ? std::nullopt : std::optional{std::uint64_t{size}};
}

fault_kind kind_of(const fault_place& place, const backing_access::parts& of, std::uint64_t offset) {
  if (place.by_hardware) return fault_kind::hardware;
  const auto size = file_size(of);
  if (!size) return fault_kind::unknown;
  return *size <= offset ? fault_kind::truncated : fault_kind::input_output;
}

std::string_view words(fault_kind kind) noexcept {
  switch (kind) {
    case fault_kind::none: break;
    case fault_kind::truncated: return "the file has become shorter";
    case fault_kind::no_space: return "the disk is full";
    case fault_kind::input_output: return "its device failed, or is full";
    case fault_kind::hardware: return "the memory failed";
    case fault_kind::unknown: return "the file has become shorter, or its device failed";
  }
  return {};
}

[[noreturn]] void raise_fault(const mapped& memory, const fault_place& place) {
  const auto of = backing_access::take_apart(memory);
  const auto offset = of.start + static_cast<std::uint64_t>(place.at - static_cast<std::byte*>(of.base));
  const auto kind = kind_of(place, of, offset);
  throw mmap_error(backend::refusal(std::errc::io_error), "access",
                   formatted("cannot access byte {} of the file: {}", offset, words(kind)), kind, offset);
}

void begin_catching(const mapped& memory) {
  failure why;
  backend::catch_faults(why.code);
  if (why.failed(operation::view)) raise(why, core::describe(memory.addr, memory.size) + " under guard");
}

}  // namespace

struct mapping_access {
  static const mapped& memory(const mapping& of) noexcept { return of.memory_; }
};

namespace detail {

fault_guard::fault_guard(const mapping& memory)
    : memory_{memory}, range_{.first = memory.data(), .length = memory.size()} {
  begin_catching(mapping_access::memory(memory));
  if (faulted::ranges.load(std::memory_order_relaxed) != 0) {
    const auto known = faulted::find(range_.first, range_.length);
    if (known.first != nullptr)
      raise_fault(mapping_access::memory(memory), {std::max(known.first, range_.first), known.by_hardware});
  }
  faults_before_ = faulted::count.load();
  backend::open_guard(range_);
}

fault_guard::~fault_guard() { backend::close_guard(range_); }

void fault_guard::finish() const {
  if (faulted::count.load() == faults_before_) return;
  const auto found = faulted::find(range_.first, range_.length);
  if (found.first != nullptr)
    raise_fault(mapping_access::memory(memory_), {std::max(found.first, range_.first), found.by_hardware});
}

}  // namespace detail

namespace {

// `guarded` is the part of the mapping, and one of the two.
void copy(const mapping& mapped_file, std::byte* to, const std::byte* from, std::size_t length,
          const std::byte* guarded) {
  if (length == 0) return;
  const auto& memory = mapping_access::memory(mapped_file);
  begin_catching(memory);
  bool by_hardware = false;
  const auto done = backend::copy_guarded(to, from, length, guarded, by_hardware);
  if (done != length) raise_fault(memory, {guarded + done, by_hardware});
}

void check_part(const mapping& memory, std::size_t offset, std::size_t length) {
  if (const auto why = on_part(operation::view, mapping_access::memory(memory), offset, length,
                               [](part /*of*/) { return failure{}; }))
    raise(why, core::describe(memory.data(), length, offset));
}

}  // namespace

void guarded_copy(std::span<std::byte> to, const mapping& from, std::size_t offset) {
  check_part(from, offset, to.size());
  copy(from, to.data(), from.data() + offset, to.size(), from.data() + offset);
}

void guarded_copy(mapping& to, std::size_t offset, std::span<const std::byte> from) {
  check_part(to, offset, from.size());
  auto* const first = to.writable_bytes().data() + offset;
  copy(to, first, from.data(), from.size(), first);
}

}  // namespace mmapkit
