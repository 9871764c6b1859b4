// Access to the private members of backing_file.
#pragma once

#include <bit>

#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/mapped.hpp>

#include "backend/map_kind.hpp"
#include "failed_syncs.hpp"

namespace mmapkit::detail {

struct backing_access {
  // The caller has `size` bytes at `addr`. The system's mapping has `length` bytes at `base`, and begins at offset
  // `start` of the file.
  struct parts {
    native_handle file = no_handle;
    bool owned = false;
    void* base = nullptr;
    std::size_t length = 0;
    void* addr = nullptr;
    std::size_t size = 0;
    mmap_flag flags{};
    file_growth growth = file_growth::allocated;
    std::uint64_t start = 0;
    std::size_t unit = 0;  // of length: the size of huge pages, or 0
    file_identity identity = {};
    std::uint32_t since = 0;
    int lost = 0;
    fault_record* faults = nullptr;
    bool was_writable = false;
  };

  static mapped make(const parts& of) noexcept {
    mapped memory{.addr = of.addr, .fd = {}, .size = of.size};
    memory.fd.handle_ = of.file;
    memory.fd.owned_ = of.owned;
    memory.fd.base_ = of.base;
    memory.fd.length_ = of.length;
    memory.fd.addr_ = of.addr;
    memory.fd.size_ = of.size;
    memory.fd.flags_ = of.flags;
    memory.fd.growth_ = of.growth;
    memory.fd.start_ = of.start;
    memory.fd.identity_ = of.identity;
    memory.fd.since_ = of.since;
    memory.fd.lost_ = of.lost;
    memory.fd.faults_ = of.faults;
    memory.fd.was_writable_ = of.was_writable;
    memory.fd.unit_log2_ = static_cast<std::uint8_t>(of.unit == 0 ? 0 : std::countr_zero(of.unit));
    return memory;
  }

  static parts parts_of(const mapped& memory) noexcept {
    const auto& fd = memory.fd;
    return {fd.handle_, fd.owned_, fd.base_,     fd.length_, fd.addr_, fd.size_,   fd.flags_,       fd.growth_,
            fd.start_,  unit(fd),  fd.identity_, fd.since_,  fd.lost_, fd.faults_, fd.was_writable_};
  }

  static mmap_flag flags(const backing_file& fd) noexcept { return fd.flags_; }
  static bool& was_writable(backing_file& fd) noexcept { return fd.was_writable_; }
  static bool was_writable(const backing_file& fd) noexcept { return fd.was_writable_; }
  static int& lost(backing_file& fd) noexcept { return fd.lost_; }
  static fault_record*& faults(const backing_file& fd) noexcept { return fd.faults_; }
  static native_handle file(const backing_file& fd) noexcept { return fd.handle_; }
  static const file_identity& identity(const backing_file& fd) noexcept { return fd.identity_; }
  // None of a private mapping: its stores reach no file.
  static calls::synced_file synced(const backing_file& fd) noexcept {
    return is_shared(fd.flags_) ? calls::synced_file{fd.identity_, fd.since_} : calls::synced_file{};
  }
  static bool owns_file(const backing_file& fd) noexcept { return fd.owned_; }
  static void* base(const backing_file& fd) noexcept { return fd.base_; }
  static std::size_t length(const backing_file& fd) noexcept { return fd.length_; }
  static std::uint64_t start(const backing_file& fd) noexcept { return fd.start_; }
  static std::size_t unit(const backing_file& fd) noexcept {
    return fd.unit_log2_ == 0 ? 0 : std::size_t{1} << fd.unit_log2_;
  }

  static void clear_file(backing_file& fd) noexcept {
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
