// What a crash after a moment can leave on the disk.
//
//   - Of a sector: what the last sync of it made sure of, or what was written later, whole or torn; each sector for
//     itself, in any order.
//   - Of a file's length and blocks: what the last sync of the file made sure of, and any number of the later changes,
//     in their order, as the journals of ext4 and XFS keep them; with its data or without, which is zeros then.
//   - Of the names: as many of the changes after the last sync of the folder, in their order.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "history.hpp"

namespace crash_states {

struct extent {
  std::uint64_t from;
  std::uint64_t to;
};

struct file_state {
  bytes content;
  std::vector<extent> allocated;
};

using state = std::map<std::string, file_state>;

// Of all that is in it, so that the same state is tried once.
std::size_t hash_of(const state& what);

// The states of one moment that are not states of the moment before it: all of them where they are no more than the
// bound (12 sectors, each there or not, are 4,096), else as many taken at random.
class crash_point {
 public:
  crash_point(const history& of, std::size_t moment);

  bool is_exhaustive(std::size_t bound) const { return count_ <= bound; }
  void each(std::size_t bound, std::mt19937_64& random, const std::function<void(const state&)>& visit) const;

  // Those with each sector as it surely is or as it was written last: all of them where they are no more than the
  // bound, else none. Returns how many.
  std::size_t each_subset(std::size_t bound, const std::function<void(const state&)>& visit) const;
  // Some at random, in which sectors are torn at any byte between any of their versions.
  void each_torn(std::size_t count, std::mt19937_64& random, const std::function<void(const state&)>& visit) const;

 private:
  // Something that may be on the disk in several ways. The first is what is sure, the last the newest.
  enum class part : std::uint8_t { entries, metadata, data };
  struct version {
    std::size_t moment;
    const sector* bytes;  // null: what was there at the beginning
  };
  struct choice {
    part of;
    std::size_t file = 0;
    std::size_t sector = 0;
    std::size_t sure = 0;  // changes of the names or the metadata
    std::vector<version> versions = {};
    std::size_t first = 0;  // of the ways that are tried
    std::size_t ways = 1;
  };

  void add_entries();
  void add_metadata(std::size_t file);
  void add_data(std::size_t file);
  void only_new_ones();
  bool is_new(const choice& one, const event& last) const;
  // `tears`: sectors that may be in several ways are torn, by its numbers.
  state build(const std::vector<std::size_t>& chosen, std::mt19937_64* tears = nullptr) const;
  file_state build_file(std::size_t file, const std::vector<std::size_t>& chosen, std::mt19937_64* tears) const;
  sector version_of(const choice& one, std::size_t way) const;

  const history& history_;
  std::size_t moment_;
  std::vector<choice> choices_;
  std::size_t count_ = 1;
};

}  // namespace crash_states
