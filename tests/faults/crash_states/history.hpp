// What an operation did to the files of a folder, in the order in which it did it. A moment is the number of such an
// event, from 1 on; what was there before the operation has the moment 0, and is on the disk.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace crash_states {

using bytes = std::vector<std::byte>;

inline bool is_same(std::span<const std::byte> a, std::span<const std::byte> b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

// What a disk writes whole or not at all.
constexpr std::size_t sector_size = 512;
using sector = std::array<std::byte, sector_size>;

constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

struct sector_write {
  std::size_t moment;
  std::size_t number;          // of the sector in its file
  sector whole;                // its bytes from then on
  std::optional<sector> torn;  // with the first half of the new bytes only: it was written while they were stored
};

// The length from then on. Blocks beyond it may have been given as well.
struct metadata_change {
  std::size_t moment;
  std::uint64_t length;
  std::uint64_t allocated_from = 0;
  std::uint64_t allocated_to = 0;
};

// It waited for the data of that range, and for all metadata of the file.
struct file_sync {
  std::size_t moment;
  std::uint64_t from;
  std::uint64_t to;
};

struct file_history {
  bytes first;  // its content at moment 0
  std::vector<sector_write> writes;
  std::vector<metadata_change> metadata;
  std::vector<file_sync> syncs;
};

// Names, and the numbers of the files that they lead to.
using folder_entries = std::map<std::string, std::size_t>;

struct entries_change {
  std::size_t moment;
  folder_entries after;
};

// Bytes that the operation is about to write, as a reader of the type sees them: until they are acknowledged they may
// be there in part. A cut is the end of the content, wherever it was before.
struct intent {
  std::size_t moment;
  std::uint64_t offset;
  bytes content;
  bool cut = false;
  std::size_t acknowledged = never;  // the moment at which they were said to be there for good
};

enum class event_kind : std::uint8_t { write, metadata, entries, sync, intent, acknowledgement };

// What came at a moment; `index` is that of the write or the metadata in its file.
struct event {
  event_kind kind;
  std::size_t file = 0;
  std::size_t index = 0;
};

struct history {
  std::vector<file_history> files;
  folder_entries first;
  std::vector<entries_change> entries_after;
  std::vector<std::size_t> folder_syncs;  // moments
  std::vector<intent> intents;
  std::vector<event> events;  // that of moment n is at n - 1
};

}  // namespace crash_states
