#include "crash_leftovers.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <mmapkit/atomic_mapping.hpp>
#include <random>
#include <stdexcept>

#include "types/atomic_mapping_format.hpp"

using namespace mmapkit;

namespace journal_fuzz {

namespace {

constexpr std::size_t block = 4096;
constexpr std::size_t sector = 512;

// An atomic_mapping of which a crash is taken.
class crashing {
 public:
  crashing(const std::filesystem::path& file, std::size_t size) : file_{file} {
    std::ofstream{file, std::ios::binary} << std::string(size, 'o');
    of_ = atomic_mapping{file, {.journal_size = 10 * block}};
    begin();
  }

  crashing& store(std::size_t pages) {
    for (std::size_t i = 0; i != pages && of_.size() != 0; ++i) {
      const auto at = static_cast<std::size_t>(random_() % of_.size());
      const auto length = std::min<std::size_t>(of_.size() - at, 40);
      std::ranges::fill(of_.writable_bytes().subspan(at, length), static_cast<std::byte>(random_()));
    }
    return *this;
  }

  crashing& commit(std::size_t pages) {
    store(pages);
    const auto changed = of_.changed();
    of_.commit();
    change next{.size = of_.size(), .parts = {}};
    for (const auto& each : changed)
      next.parts.push_back({static_cast<std::size_t>(each.data() - of_.data()), bytes(each.begin(), each.end())});
    changes_.push_back(std::move(next));
    return *this;
  }

  crashing& resize(std::size_t size) {
    of_.resize(size);
    return *this;
  }

  crashing& checkpoint() {
    of_.checkpoint();
    begin();
    return *this;
  }

  // Of what no sync has ordered some is on the disk.
  leftover crash() {
    leftover left{.file = read_file(file_), .journal = read_file(journal_of(file_)), .first = {}, .records = {}};
    left.content_end = (of_.size() + block - 1) / block * block;
    const auto both = std::min({left.content_end, left.file.size(), old_.size()});
    for (std::size_t at = 0; at < both; at += sector)
      if (random_() % 2 == 0)
        std::copy_n(old_.begin() + static_cast<std::ptrdiff_t>(at), std::min(sector, both - at),
                    left.file.begin() + static_cast<std::ptrdiff_t>(at));
    return finish(std::move(left));
  }

  // In a commit that changes the size: the journal has it, and of the file nothing was changed.
  leftover crash_in_commit() {
    leftover left{.file = read_file(file_), .journal = {}, .first = {}, .records = {}};
    left.content_end = (old_.size() + block - 1) / block * block;
    commit(1);
    left.journal = read_file(journal_of(file_));
    return finish(std::move(left));
  }

 private:
  struct part {
    std::size_t offset;
    bytes content;
  };
  struct change {
    std::size_t size;
    std::vector<part> parts;
  };

  void begin() {
    old_.assign(of_.bytes().begin(), of_.bytes().end());
    changes_.clear();
  }

  // Each change on top of what is in the file.
  leftover finish(leftover left) {
    auto content = left.file;
    content.resize(old_.size());
    left.first = content;
    auto place = static_cast<std::size_t>(detail::transaction::first_record);
    for (const auto& each : changes_) {
      content.resize(each.size);
      for (const auto& [offset, what] : each.parts)
        std::ranges::copy(what, content.begin() + static_cast<std::ptrdiff_t>(offset));
      detail::transaction::record head;
      std::memcpy(&head, left.journal.data() + place, sizeof head);
      if (!has_magic(head) || head.place != place) throw std::runtime_error{"a record is not where it should be"};
      const auto length = static_cast<std::size_t>(detail::transaction::length_of(head.runs, head.bytes));
      left.records.push_back({place, length, content});
      place += length;
    }
    if (!std::ranges::equal(content, of_.bytes())) throw std::runtime_error{"the records are not what was committed"};
    of_ = {};
    return left;
  }

  std::filesystem::path file_;
  atomic_mapping of_;
  std::mt19937_64 random_{1};
  bytes old_;
  std::vector<change> changes_;
};

}  // namespace

std::filesystem::path journal_of(const std::filesystem::path& file) { return file.string() + ".journal"; }

bytes read_file(const std::filesystem::path& file) {
  bytes content(static_cast<std::size_t>(std::filesystem::file_size(file)));
  std::ifstream{file, std::ios::binary}.read(reinterpret_cast<char*>(content.data()),
                                             static_cast<std::streamsize>(content.size()));
  return content;
}

// A change of the size ends in a checkpoint.
std::vector<leftover> make_leftovers(const std::filesystem::path& file) {
  return {
      crashing{file, 3000}.crash(),
      crashing{file, 8192}.commit(1).crash(),
      crashing{file, 5000}.commit(2).commit(1).commit(2).crash(),
      crashing{file, 9000}.commit(1).commit(1).checkpoint().commit(1).crash(),
      crashing{file, 9000}.commit(1).commit(1).commit(1).checkpoint().commit(1).checkpoint().crash(),
      crashing{file, 4096}.commit(1).resize(9000).commit(1).checkpoint().commit(1).crash(),
      crashing{file, 9000}.commit(1).resize(100).commit(1).checkpoint().commit(1).commit(1).crash(),
      crashing{file, 100}.resize(0).commit(0).checkpoint().crash(),
      crashing{file, 4096}.commit(1).checkpoint().resize(9000).crash_in_commit(),
      crashing{file, 9000}.resize(100).crash_in_commit(),
  };
}

}  // namespace journal_fuzz
