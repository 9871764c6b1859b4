// The inside of backing_file: for the library alone.
#pragma once

#include <mmapkit/mmap.hpp>

namespace mmapkit::detail {

struct backing_access {
  // The system's mapping of `length` bytes at `base`, of which `size` at `addr` were handed out.
  static mapped make(native_handle file, bool owned, void* base, std::size_t length, void* addr,
                     std::size_t size) noexcept {
    mapped memory{.addr = addr, .fd = {}, .size = size};
    memory.fd.handle_ = file;
    memory.fd.owned_ = owned;
    memory.fd.base_ = base;
    memory.fd.length_ = length;
    memory.fd.addr_ = addr;
    memory.fd.size_ = size;
    return memory;
  }

  static native_handle file(const backing_file& fd) noexcept { return fd.handle_; }
  static bool owns_file(const backing_file& fd) noexcept { return fd.owned_; }
  static void* base(const backing_file& fd) noexcept { return fd.base_; }
  static std::size_t length(const backing_file& fd) noexcept { return fd.length_; }

  static void forget_file(backing_file& fd) noexcept {
    fd.handle_ = no_handle;
    fd.owned_ = false;
  }

  static bool is_whole(void* addr, const backing_file& fd, std::size_t size) noexcept {
    return addr != nullptr && addr == fd.addr_ && size == fd.size_;
  }

  static bool contains(const backing_file& fd, const void* addr, std::size_t size) noexcept {
    const auto first = reinterpret_cast<std::uintptr_t>(fd.addr_);
    const auto at = reinterpret_cast<std::uintptr_t>(addr);
    return fd.addr_ != nullptr && at >= first && at - first <= fd.size_ && size <= fd.size_ - (at - first);
  }
};

}  // namespace mmapkit::detail
