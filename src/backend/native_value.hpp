// The native numbers of flags. A type that has rows (`rows<Type>` in its header) has one line here.
#pragma once

#include <cstdint>
#include <optional>

// X(type, underlying type). The types are declared and not included: who changes a flag does not recompile all
// backends.
// clang-format off
#define MMAPKIT_LISTED_TYPES(X) \
  X(advice, std::uint64_t) X(allocation_flag, std::uint64_t) X(call, std::uint8_t) X(fallocate_mode, std::uint64_t) \
  X(file_advice, std::uint64_t) X(free_flag, std::uint64_t) X(inherit, std::uint64_t) X(key_right, std::uint64_t) \
  X(large_page_policy, std::uint8_t) X(lock_flag, std::uint64_t) X(memfd_flag, std::uint64_t) \
  X(memory_condition, std::uint8_t) X(mlockall_flag, std::uint64_t) X(mmap_flag, std::uint64_t) \
  X(mremap_flag, std::uint64_t) X(msync_flag, std::uint64_t) X(numa_flag, std::uint64_t) X(numa_move, std::uint64_t) \
  X(numa_policy, std::uint64_t) X(offer_priority, std::uint8_t) X(open_flag, std::uint64_t) \
  X(page_category, std::uint64_t) X(page_state, std::uint64_t) X(posix_advice, std::uint8_t) \
  X(process_control, std::uint8_t) X(protection_flag, std::uint64_t) X(range_sync_flag, std::uint64_t) \
  X(scan_flag, std::uint64_t) X(seal_flag, std::uint64_t) X(section_flag, std::uint64_t) \
  X(shadow_stack_flag, std::uint64_t) X(shm_flag, std::uint64_t) X(shm_rename_flag, std::uint64_t) \
  X(typed_memory_flag, std::uint64_t) X(unmap_flag, std::uint64_t)
// clang-format on

namespace mmapkit {

#define MMAPKIT_DECLARE(Type, Underlying) enum class Type : Underlying;
MMAPKIT_LISTED_TYPES(MMAPKIT_DECLARE)
#undef MMAPKIT_DECLARE

// These have no rows.
enum class durability : std::uint8_t;
enum class fault_kind : std::uint8_t;
enum class file_growth : std::uint8_t;

namespace backend {

// `native_value`: the native number of one flag, piece of advice or call. Nothing where the system has none; 0 also
// where the flag needs no bit. Each is a switch without `default`, so that the compiler finds a flag without an answer.
// `available`: whether the running system has what its platform has. Where that is in doubt the system is asked, by a
// call that changes nothing.
#define MMAPKIT_DECLARE(Type, Underlying)                        \
  std::optional<std::uint32_t> native_value(Type flag) noexcept; \
  bool available(Type flag) noexcept;
MMAPKIT_LISTED_TYPES(MMAPKIT_DECLARE)
#undef MMAPKIT_DECLARE

}  // namespace backend

}  // namespace mmapkit
