#include <mmapkit/fault.hpp>

#include <string>

#include <mmapkit/error.hpp>

#include "backing.hpp"
#include "core.hpp"
#include "fault_record.hpp"
#include "formatted.hpp"
#include "mapping_access.hpp"
#include "native_path.hpp"
#include "offered.hpp"
#include "part.hpp"

namespace mmapkit {

using detail::backing_access;

namespace {

// The file behind the mapping, where it is closed: found by the name that the system shows. The page that faulted may
// be a file's no more, but another one of the mapping.
native_handle open_again(const backing_access::parts& of) noexcept {
  struct search {
    const std::byte* last;
    native_handle found;
  } file{static_cast<const std::byte*>(of.base) + of.length, no_handle};
  const auto open_named = [](void* context, const backend::region_entry& entry) {
    auto& search = *static_cast<struct search*>(context);
    if (entry.addr >= search.last) return false;
    if (entry.name.empty()) return true;
    const std::u8string text{entry.name.begin(), entry.name.end()};
    failure unseen;
    const native_path name{text, unseen};
    if (!unseen) search.found = backend::open_file(name.c_str(), open_flag::read, protection_flag::read, unseen.code);
    return search.found == no_handle;
  };
  std::error_code unseen;
  if (has(row_of(call::regions)->where, backend::system())) backend::regions(of.base, open_named, &file, unseen);
  return file.found;
}

fault_kind kind_of(fault_kind told, const backing_access::parts& of, std::uint64_t offset) {
  if (told != fault_kind::unknown) return told;
  // Zeroed memory that cannot be had: the pool of huge pages is empty.
  if (has(of.flags, mmap_flag::anonymous)) return fault_kind::no_space;
  if (of.file != no_handle) return backend::judge_fault(of.file, offset);
  const auto file = open_again(of);
  if (file == no_handle) return told;
  const auto kind = backend::judge_fault(file, offset);
  std::error_code unseen;
  backend::close_file(file, unseen);
  return kind;
}

std::string_view words(fault_kind kind) noexcept {
  switch (kind) {
    case fault_kind::none: break;
    case fault_kind::truncated: return "the file has become shorter";
    case fault_kind::no_space: return "there is no space for it";
    case fault_kind::input_output: return "its device failed";
    case fault_kind::hardware: return "the memory failed";
    case fault_kind::unknown: return "it was shorter for a time, or its device failed";
  }
  return {};
}

// `first` is the first byte of the mapping that could not be accessed.
[[noreturn]] void raise_fault(const mapped& memory, std::size_t first, fault_kind told) {
  const auto of = backing_access::take_apart(memory);
  const auto offset = of.start +
                      static_cast<std::uint64_t>(static_cast<std::byte*>(of.addr) - static_cast<std::byte*>(of.base)) +
                      first;
  const auto kind = kind_of(told, of, offset);
  throw mmap_error(backend::refusal(std::errc::io_error), "access",
                   formatted("cannot access byte {} of the {}: {}", offset,
                             has(of.flags, mmap_flag::anonymous) ? "memory" : "file", words(kind)),
                   kind, offset);
}

[[noreturn]] void refuse_guard(const mapping& memory, std::error_code error) {
  failure why;
  why.code = error;
  why.failed(operation::view);
  if (error == std::errc::bad_file_descriptor) why.reason = "the file is needed, and closed";
  raise(why, core::describe(memory.data(), memory.size()) + " under guard");
}

void begin_catching(const mapping& memory) {
  if (backend::catches_faults()) return;
  std::error_code error;
  backend::catch_faults(error);
  if (error) refuse_guard(memory, error);
}

void check_faults(const mapping& memory) {
  auto& faults = mapping_access::faults(memory);
  if (has_faulted(faults) && memory)
    raise_fault(mapping_access::memory(memory), atomic_of(faults.offset), atomic_of(faults.kind));
}

detail::guarded_range range_of(const mapping& memory) noexcept {
  const auto& fd = mapping_access::memory(memory).fd;
  return {.first = static_cast<const std::byte*>(backing_access::base(fd)),
          .length = backing_access::length(fd),
          .page = backing_access::unit(fd),
          .data = memory.data(),
          .file = backing_access::file(fd),
          .start = backing_access::start(fd),
          .faults = &mapping_access::faults(memory)};
}

}  // namespace

namespace detail {

fault_guard::fault_guard(const mapping& memory) : memory_{memory}, range_{range_of(memory)} {
  finish();
  if (backend::open_guard(range_)) return;
  std::error_code error;
  backend::open_guard(range_, error);
  if (error) refuse_guard(memory, error);
}

fault_guard::~fault_guard() { backend::close_guard(range_); }

void fault_guard::finish() const {
  if (has_faulted(*range_.faults)) check_faults(memory_);
}

}  // namespace detail

namespace {

// A page that was lost is zeros from its start on, wherever in it the access was: what was read may be such.
void check_faults_before(const mapping& memory, const std::byte* end) {
  const auto unit = backing_access::unit(mapping_access::memory(memory).fd);
  const auto page = unit == 0 ? backend::page_size() : unit;
  const auto past = reinterpret_cast<std::uintptr_t>(end) % page;
  const auto reaches = static_cast<std::size_t>(end - memory.data()) + (past == 0 ? 0 : page - past);
  if (atomic_of(mapping_access::faults(memory).offset).load() < reaches) check_faults(memory);
}

// `guarded` is the part of the mapping, and one of the two.
void copy(const mapping& memory, std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded) {
  if (length == 0) return;
  if (!backend::copy_at_once(to, from, length, guarded)) {
    begin_catching(memory);
    auto kind = fault_kind::unknown;
    const auto done = backend::copy_guarded(to, from, length, guarded, kind);
    if (done != length)
      raise_fault(mapping_access::memory(memory), static_cast<std::size_t>(guarded - memory.data()) + done, kind);
  }
  if (has_faulted(mapping_access::faults(memory))) check_faults_before(memory, guarded + length);
}

void check_part(const mapping& memory, std::size_t offset, std::size_t length) {
  if (memory && offset <= memory.size() && length <= memory.size() - offset) return;
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
