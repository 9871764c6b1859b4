// What crashes have left of an atomic_mapping: a file, and its journal.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

namespace journal_fuzz {

using bytes = std::vector<std::byte>;

// A record of the journal, and what is found where it is the last one that counts.
struct committed {
  std::size_t place;
  std::size_t length;
  bytes content;
};

struct leftover {
  bytes file;
  bytes journal;
  bytes first;  // what is found where no record counts
  std::vector<committed> records;
  std::size_t content_end = 0;  // the file up to here is content
};

// Made in that file, which stays: its number is in them.
std::vector<leftover> make_leftovers(const std::filesystem::path& file);

bytes read_file(const std::filesystem::path& file);
std::filesystem::path journal_of(const std::filesystem::path& file);

}  // namespace journal_fuzz
