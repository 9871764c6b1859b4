#include <mmapkit/mapping.hpp>

#include <utility>

#include "core.hpp"
#include "options.hpp"

namespace mmapkit {

namespace {

// The stores of a shared mapping may have to follow the file; nothing else needs it once it is mapped.
bool needs_file(const mmap_options& options) noexcept {
  return has(options.mmap, mmap_flag::shared) && has(options.open, open_flag::write);
}

mapped without_idle_file(mapped memory, const mmap_options& options) noexcept {
  if (!needs_file(options)) core::close_file(memory);
  return memory;
}

failure not_mapped(operation what) noexcept {
  return refuse(what, std::errc::invalid_argument, "the mapping holds no memory");
}

failure protect_memory(const mapped& memory, protection_flag protection) noexcept {
  if (memory.addr == nullptr) return not_mapped(operation::mprotect);
  return core::protect(memory.addr, memory.size, protection);
}

failure sync_range(const mapped& memory, std::size_t offset, std::size_t length, msync_flag flags) noexcept {
  if (memory.addr == nullptr) return not_mapped(operation::msync);
  if (offset > memory.size || length > memory.size - offset)
    return refuse(operation::msync, std::errc::invalid_argument,
                  "{m} bytes at offset {n} do not lie within the mapping", length, offset);
  return core::sync(static_cast<std::byte*>(memory.addr) + offset, memory.fd, length, flags);
}

// A file that failed to close is gone all the same; memory that failed to unmap stays in hand.
failure unmap_memory(mapped& memory) noexcept {
  if (memory.addr == nullptr) return {};
  const auto why = core::unmap(memory);
  const bool still_mapped = why && why.operation == operation::munmap;
  if (!still_mapped) memory = {};
  return why;
}

}  // namespace

mapping::mapping(const std::filesystem::path& path, const mmap_options& options)
    : mapping{without_idle_file(mmap(path, options), options), normalized(options.protection)} {}

mapping::mapping(native_handle file, const mmap_options& options)
    : mapping{mmap(file, options), normalized(options.protection)} {}

mapping::mapping(const mmap_options& options) : mapping{mmap(options), normalized(options.protection)} {}

mapping::mapping(const std::filesystem::path& path, const mmap_options& options, std::error_code& error) noexcept
    : mapping{without_idle_file(mmap(path, options, error), options), normalized(options.protection)} {}

mapping::mapping(native_handle file, const mmap_options& options, std::error_code& error) noexcept
    : mapping{mmap(file, options, error), normalized(options.protection)} {}

mapping::mapping(const mmap_options& options, std::error_code& error) noexcept
    : mapping{mmap(options, error), normalized(options.protection)} {}

mapping::mapping(const mapped& memory, protection_flag protection) noexcept
    : memory_{memory}, protection_{protection} {}

mapping::mapping(mapping&& other) noexcept : memory_{other.release()}, protection_{other.protection_} {}

mapping& mapping::operator=(mapping&& other) noexcept {
  if (this == &other) return *this;
  if (memory_.addr != nullptr) core::unmap(memory_);
  memory_ = other.release();
  protection_ = other.protection_;
  return *this;
}

mapping::~mapping() {
  if (memory_.addr != nullptr) core::unmap(memory_);
}

std::span<std::byte> mapping::writable_bytes() {
  if (empty() || has(protection_, protection_flag::write)) return {data(), size()};
  raise(refuse(operation::view, std::errc::permission_denied, "the memory is not writable"),
        core::describe(memory_.addr, memory_.size) + " for writing");
}

void mapping::check_elements(std::size_t element_size, std::size_t alignment) const {
  const auto object = [&] { return core::describe(memory_.addr, memory_.size) + " as elements"; };
  if (reinterpret_cast<std::uintptr_t>(memory_.addr) % alignment != 0)
    raise(refuse(operation::view, std::errc::invalid_argument, "the address is not aligned to {m}", alignment),
          object());
  if (memory_.size % element_size != 0)
    raise(refuse(operation::view, std::errc::invalid_argument, "the size is not a multiple of {m}", element_size),
          object());
}

void mapping::protect(protection_flag protection) {
  if (const auto why = protect_memory(memory_, protection))
    raise(why, core::describe(memory_.addr, memory_.size) + " as " + to_string(protection));
  protection_ = normalized(protection);
}

void mapping::protect(protection_flag protection, std::error_code& error) noexcept {
  const auto why = protect_memory(memory_, protection);
  core::report(why, error);
  if (!why) protection_ = normalized(protection);
}

void mapping::sync(msync_flag flags) { sync(0, memory_.size, flags); }

void mapping::sync(msync_flag flags, std::error_code& error) noexcept { sync(0, memory_.size, flags, error); }

void mapping::sync(std::size_t offset, std::size_t length, msync_flag flags) {
  if (const auto why = sync_range(memory_, offset, length, flags))
    raise(why, core::describe(memory_.addr, memory_.size));
}

void mapping::sync(std::size_t offset, std::size_t length, msync_flag flags, std::error_code& error) noexcept {
  core::report(sync_range(memory_, offset, length, flags), error);
}

void mapping::unmap() {
  const auto memory = memory_;
  if (const auto why = unmap_memory(memory_)) raise(why, core::describe(memory.addr, memory.size));
}

void mapping::unmap(std::error_code& error) noexcept { core::report(unmap_memory(memory_), error); }

mapped mapping::release() noexcept { return std::exchange(memory_, {}); }

}  // namespace mmapkit
