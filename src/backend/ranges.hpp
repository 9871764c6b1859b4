// Reserved address ranges: memory that is committed later, and views of files side by side.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/flags/native_handle.hpp>

#include "mappings.hpp"
#include "native_value.hpp"

namespace mmapkit {

struct page_run;

namespace backend {

// reservation.cpp
// What `map` is asked for to reserve addresses without memory, with protection_flag::none.
allocation_flag reserve_flag() noexcept;
// The range is within what was reserved. Memory that is new holds zeros.
void commit(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept;
void decommit(void* base, std::size_t length, std::error_code& error) noexcept;
// Whether a part of a reservation can be unmapped.
bool unmaps_parts() noexcept;

// range.cpp
// Addresses for views, which are mapped from the first address on: each begins where the one before it ends, or takes
// the place of one of the same length. All lengths are multiples of the granularity.
void* reserve_range(std::size_t length, std::size_t alignment, std::error_code& error) noexcept;
// Maps a file at the address of the request, which is within the range. On failure the addresses stay reserved, with
// one exception: file_exists says that another thread took them, and that the range ends before them.
void map_view_at(map_request request, std::error_code& error) noexcept;
// The range consists of views of one file, from its first byte on.
void sync_range(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept;
void sync_range(void* base, std::size_t length, durability level, native_handle file, std::error_code& error) noexcept;
void release_range(void* base, std::size_t length, std::error_code& error) noexcept;

// copy_on_write_pages.cpp
// The pages of a private view of a file that were stored to. Fills `runs` and returns their number; `rest` is where to
// go on. function_not_supported where the system does not tell.
std::size_t copy_on_write_pages(const void* addr, std::size_t length, std::span<page_run> runs, const void*& rest,
                                std::error_code& error) noexcept;

// discard_copy_on_write_pages.cpp
// Discards the copies in all of `runs`, so that the view shows the file there. The view is in a range; a system may map
// all of it anew.
void discard_copy_on_write_pages(const map_request& view, std::span<const page_run> runs,
                                 std::error_code& error) noexcept;
// Whether other copies than those in `runs` stay.
bool discards_single_pages() noexcept;

}  // namespace backend

}  // namespace mmapkit
