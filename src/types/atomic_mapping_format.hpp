// What an atomic_mapping keeps on the disk beside the content: a trailer behind the content of its file, and a journal.
// All numbers are little-endian, all offsets bytes. atomic_mapping_format.md tells it field by field, and why it is so.
//
//     the file      content, zeros up to a whole block, one block with two trailers; close() leaves the content alone
//     the journal   two blocks with a header each, and records one after the other, each from a whole block on
//
// A commit is one record. It says which runs of the content change, and has their bytes. The generation in the newest
// valid trailer says which records count: those of a finished checkpoint have an older one. So an older copy of the
// file is not taken for the current one, nor an older journal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <mmapkit/byte_order.hpp>

#include "backend/page_math.hpp"

namespace mmapkit::detail::transaction {

using u32 = little_endian<std::uint32_t>;
using u64 = little_endian<std::uint64_t>;

// What a device may leave half written, between what it was and what it becomes.
inline constexpr std::size_t block = 4096;
inline constexpr std::uint32_t format_version = 1;
inline constexpr std::uint64_t largest_size = std::uint64_t{1} << 62;

// XXH3, 128 bits, of all that stands before it.
struct checksum {
  u64 low;
  u64 high;
};

// Chosen at random for each journal.
struct store_id {
  u64 low;
  u64 high;
};

struct trailer {
  std::array<char, 8> magic{'m', 'm', 'a', 'p', 'k', 'i', 't', 'M'};
  u32 version{format_version};
  u32 reserved{0};
  store_id id;
  u64 generation;
  u64 size;    // of the content when the generation began
  u64 place;   // of this trailer in the file
  u64 number;  // of the file in its file system: a copy has another
  checksum sum;
};

enum class journal_state : std::uint32_t { open = 1, closed = 2 };

struct header {
  std::array<char, 8> magic{'m', 'm', 'a', 'p', 'k', 'i', 't', 'J'};
  u32 version{format_version};
  u32 state{0};
  store_id id;
  u64 count;    // the newer of two headers has the greater one
  u64 size;     // of the content: where the trailer may be
  u64 length;   // of the journal, at least
  u64 process;  // that has it open, for people
  checksum sum;
};

struct record {
  std::array<char, 8> magic{'m', 'm', 'a', 'p', 'k', 'i', 't', 'R'};
  u32 version{format_version};
  u32 reserved{0};
  store_id id;
  u64 generation;
  u64 sequence;  // one more than that of the record before
  u64 place;     // of this record in the journal
  u64 size;      // of the content from here on
  u64 runs;      // how many follow
  u64 bytes;     // in all of them, which stand behind the last one
  checksum sum;  // of what stands before it, and of the runs and their bytes
};

struct run {
  u64 offset;  // in the content; whole blocks
  u64 length;
};

inline constexpr std::size_t trailers = 2;
inline constexpr std::size_t distance_of_trailers = block / trailers;
inline constexpr std::uint64_t first_record = 2 * std::uint64_t{block};

static_assert(sizeof(trailer) == 80 && sizeof(header) == 80 && sizeof(record) == 96 && sizeof(run) == 16);

constexpr bool operator==(const store_id& a, const store_id& b) noexcept { return a.low == b.low && a.high == b.high; }

// The end of the content in whole blocks, where the trailers are.
constexpr std::uint64_t end_of(std::uint64_t size) noexcept { return round_up(size, block); }

constexpr std::uint64_t length_of(std::uint64_t runs, std::uint64_t bytes) noexcept {
  return round_up(sizeof(record) + runs * sizeof(run) + bytes, block);
}

template <class Part>
std::span<const std::byte> bytes_of(const Part& part) noexcept {
  return std::as_bytes(std::span{&part, 1});
}

// The sum of the parts, which follow one another.
checksum sum_of(std::span<const std::byte> first, std::span<const std::byte> second = {}) noexcept;

// For trailer and header.
template <class Part>
void add_sum(Part& part) noexcept {
  part.sum = sum_of(bytes_of(part).first(sizeof part - sizeof part.sum));
}

template <class Part>
bool has_magic(const Part& part) noexcept {
  return part.magic == Part{}.magic;
}

template <class Part>
bool is_valid(const Part& part) noexcept {
  auto copy = part;
  add_sum(copy);
  return has_magic(part) && part.version == format_version && copy.sum.low == part.sum.low &&
         copy.sum.high == part.sum.high;
}

store_id random_id() noexcept;

}  // namespace mmapkit::detail::transaction
