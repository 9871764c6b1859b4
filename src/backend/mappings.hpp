// Mappings: making, changing, writing back and removing them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <system_error>

#include <mmapkit/flags/native_handle.hpp>

#include "native_value.hpp"

namespace mmapkit::backend {

struct map_request {
  void* address = nullptr;  // a hint, or an order with `fixed` or `no_replace`
  std::size_t length = 0;
  protection_flag protection{};
  mmap_flag flags{};
  native_handle file = no_handle;
  std::uint64_t offset = 0;
  std::size_t alignment = 0;  // of the address, where it is more than the granularity; anonymous memory only
  std::optional<unsigned> numa_node = std::nullopt;  // preferred
  section_flag section{};
  allocation_flag allocation{};
};

// mmap.cpp
// Returns null on failure. The caller has checked that the flags do not contradict each other.
void* map(const map_request& request, std::error_code& error) noexcept;

// report_hidden_failure.cpp
// Called after `map` for `locked` and `populate`: an error where the system did only a part of it and reported success.
void report_hidden_failure(void* base, std::size_t length, mmap_flag flags, std::error_code& error) noexcept;

// munmap.cpp
// `base` is a multiple of the page size in these three, unless a caller of the POSIX signature gave another address.
void unmap(void* base, std::size_t length, std::error_code& error) noexcept;

// mprotect.cpp
void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept;

// can_access.cpp
// Whether the byte can be read, or written, asked without a fault and without a file; can_store leaves any value in it.
// False also where the system has no way to ask.
bool can_load(const std::byte* at) noexcept;
bool can_store(std::byte* at) noexcept;

// msync.cpp
// `file` is no_handle where the caller does not know it.
void sync(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept;
// Whether it acts through `file` too, and not through the memory alone.
bool syncs_by_handle(msync_flag flags) noexcept;

// make_durable.cpp
// `offset` is that of `base` in the file.
void make_durable(void* base, std::size_t length, durability level, native_handle file, std::uint64_t offset,
                  std::error_code& error) noexcept;

// mremap.cpp
void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags, void* new_addr,
             std::error_code& error) noexcept;

// mquery.cpp
void* mquery(void* addr, std::size_t length, std::error_code& error) noexcept;

// minherit.cpp
void minherit(void* addr, std::size_t length, inherit what, std::error_code& error) noexcept;

// mseal.cpp
void mseal(void* addr, std::size_t length, unsigned long flags, std::error_code& error) noexcept;

// pkey.cpp
int pkey_alloc(key_right rights, std::error_code& error) noexcept;
void pkey_free(int key, std::error_code& error) noexcept;
// Of the calling thread.
key_right pkey_get(int key, std::error_code& error) noexcept;
void pkey_set(int key, key_right rights, std::error_code& error) noexcept;
void pkey_mprotect(void* addr, std::size_t length, protection_flag protection, int key,
                   std::error_code& error) noexcept;

// prctl.cpp
void set_process_control(process_control rule, std::error_code& error) noexcept;
// `name` ends in a NUL; an empty one takes the name away.
void name_region(void* addr, std::size_t length, const char* name, std::error_code& error) noexcept;

// map_shadow_stack.cpp
void* map_shadow_stack(void* addr, std::size_t length, shadow_stack_flag flags, std::error_code& error) noexcept;

// jit.cpp
// Whether code can be stored and run only through one mapping (mmap_flag::jit), which a thread may store to between
// allow_jit_stores(true) and allow_jit_stores(false).
bool needs_jit_mapping() noexcept;
void allow_jit_stores(bool allow) noexcept;

// instruction_cache.cpp
// Afterwards every thread can run what was stored. The two addresses are the same where there is one mapping.
void flush_instruction_cache(void* writable, const void* runnable, std::size_t length) noexcept;

}  // namespace mmapkit::backend
