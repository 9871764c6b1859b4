// Records what an operation does to the files of a folder. Data, lengths and names are seen by comparing them with what
// they were at the last look, so that stores to mappings are seen as writes are; the system calls of the library are
// what it looks at, before each of them. Syncs and allocations are seen as calls.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "history.hpp"

namespace crash_states {

// How the system below the operation behaves.
struct system_rules {
  bool old = false;   // it has neither fallocate nor pwritev2
  bool lies = false;  // syncs report success, and nothing is on the disk
};

class recorder {
 public:
  // From now on, until the end of the object; one at a time.
  recorder(std::filesystem::path folder, system_rules rules);
  ~recorder();
  recorder(const recorder&) = delete;
  recorder& operator=(const recorder&) = delete;

  // What the operation says of itself, at offsets of the content that a reader of the type sees. The bytes are about to
  // be written; content that ends there is about to; this one, or all up to now, is there for good.
  std::size_t intends(std::uint64_t offset, std::span<const std::byte> content);
  void intends_end(std::uint64_t offset);
  void acknowledge(std::size_t number);
  void acknowledge();

  // Stores between two looks are one write for each sector.
  void look();

  history take() &&;

  // For the system calls that are wrapped.
  static recorder* current();
  const system_rules& rules() const { return rules_; }
  void synced(int file, std::uint64_t from, std::uint64_t to);
  void synced_memory(const void* address, std::size_t length);
  void allocated(int file, std::uint64_t from, std::uint64_t to);

 private:
  // A file that is looked at, also after its name is gone.
  struct watched {
    std::uint64_t inode;
    int handle;
    bytes seen;
  };

  std::size_t moment(event what);
  void find_entries();
  std::size_t number_of(const std::filesystem::path& file);
  void compare(std::size_t number);
  void compare_sector(std::size_t number, std::size_t index, std::span<const std::byte> before,
                      std::span<const std::byte> now);
  void change_metadata(std::size_t number, metadata_change change);
  std::size_t watched_with(std::uint64_t inode) const;
  void add_sync(std::size_t number, std::uint64_t from, std::uint64_t to);

  std::filesystem::path folder_;
  std::uint64_t folder_inode_;
  system_rules rules_;
  std::vector<watched> watched_;
  folder_entries seen_entries_;
  bool started_ = false;
  history history_;
};

}  // namespace crash_states
