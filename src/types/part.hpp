// A part of the memory that an object owns, given by offset and length.
#pragma once

#include <mmapkit/flags/mapped.hpp>

#include "checks/failure.hpp"

namespace mmapkit {

constexpr bool lies_within(std::size_t size, std::size_t offset, std::size_t length) noexcept {
  return offset <= size && length <= size - offset;
}

// All of the memory, and the reasons for refusing a part of it.
struct owned_memory {
  std::byte* addr;
  std::size_t size;
  const char* if_empty;
  const char* if_outside;  // {m} is the length, {n} the offset
};

inline owned_memory all_of(const mapped& memory) noexcept {
  return {static_cast<std::byte*>(memory.addr), memory.size, "the mapping holds no memory",
          "{m} bytes at offset {n} do not lie within the mapping"};
}

struct part {
  std::byte* addr;
  std::size_t length;
};

// Returns call(part) if the range lies within the memory, and else the refusal.
template <class Call>
failure on_part(operation what, const owned_memory& all, std::size_t offset, std::size_t length, Call call) noexcept {
  if (all.addr == nullptr) return refuse(what, std::errc::invalid_argument, all.if_empty);
  if (!lies_within(all.size, offset, length))
    return refuse(what, std::errc::invalid_argument, all.if_outside, length, offset);
  return call(part{all.addr + offset, length});
}

template <class Call>
failure on_part(operation what, const mapped& memory, std::size_t offset, std::size_t length, Call call) noexcept {
  return on_part(what, all_of(memory), offset, length, call);
}

inline failure check_part(operation what, const mapped& memory, std::size_t offset, std::size_t length) noexcept {
  return on_part(what, memory, offset, length, [](part /*of*/) { return failure{}; });
}

}  // namespace mmapkit
