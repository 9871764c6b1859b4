#include "damage.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "types/atomic_mapping_format.hpp"

using namespace mmapkit;
using namespace mmapkit::detail::transaction;

namespace journal_fuzz {

namespace {

constexpr std::size_t longest = 16 * block;

template <class Part>
Part part_at(const bytes& in, std::size_t place) {
  Part part;
  std::memcpy(&part, in.data() + place, sizeof part);
  return part;
}

template <class Part>
void put(bytes& in, std::size_t place, const Part& part) {
  std::memcpy(in.data() + place, &part, sizeof part);
}

template <class Part>
void mend_one(bytes& in, std::size_t place) {
  if (place + sizeof(Part) > in.size()) return;
  auto part = part_at<Part>(in, place);
  if (!has_magic(part)) return;
  add_sum(part);
  put(in, place, part);
}

void mend_record(bytes& in, std::size_t place) {
  if (place + sizeof(record) > in.size()) return;
  auto part = part_at<record>(in, place);
  const auto room = in.size() - place - sizeof part;
  if (!has_magic(part) || part.runs > room / sizeof(run) || part.bytes > room - part.runs * sizeof(run)) return;
  const auto length = static_cast<std::size_t>(part.runs * sizeof(run) + part.bytes);
  part.sum =
      sum_of(bytes_of(part).first(sizeof part - sizeof part.sum), std::span{in}.subspan(place + sizeof part, length));
  put(in, place, part);
}

void mend_sums(leftover& what) {
  for (std::size_t place = 0; place < what.journal.size(); place += block) {
    mend_one<header>(what.journal, place);
    mend_record(what.journal, place);
  }
  for (std::size_t place = 0; place < what.file.size(); place += distance_of_trailers)
    mend_one<trailer>(what.file, place);
}

void set(std::span<std::byte> in, std::size_t place, input& by) {
  std::uint64_t now = 0;
  const auto length = std::min(sizeof now, in.size() - std::min(in.size(), place));
  if (length == 0) return;
  std::memcpy(&now, in.data() + place, length);
  now = by.value(now);
  std::memcpy(in.data() + place, &now, length);
}

// Where structures begin: their fields are 8 bytes each.
std::size_t field(std::span<const std::byte> in, std::size_t distance, input& by) {
  return by.below(in.size() / distance) * distance + by.number(1) % 16 * sizeof(std::uint64_t);
}

// To a place up to `most`.
void copy_block(const bytes& from, bytes& to, std::size_t first, std::size_t most, input& by) {
  if (from.size() < block || most < first + block) return;
  const auto source = by.below(from.size() / block) * block;
  const auto place = first + by.below(std::min(to.size() / block + 1, (most - first) / block)) * block;
  if (place + block > most) return;
  const bytes copy(from.begin() + static_cast<std::ptrdiff_t>(source),
                   from.begin() + static_cast<std::ptrdiff_t>(source + block));
  to.resize(std::max(to.size(), place + block));
  std::ranges::copy(copy, to.begin() + static_cast<std::ptrdiff_t>(place));
}

void change_length(bytes& of, std::size_t least, std::size_t most, input& by) {
  of.resize(least + by.below(most - least + 1));
}

void change_journal(leftover& what, const leftover& other, input& by) {
  switch (by.number(1) % 5) {
    case 0: set(what.journal, by.below(what.journal.size()), by); break;
    case 1: set(what.journal, field(what.journal, block, by), by); break;
    case 2: copy_block(what.journal, what.journal, 0, longest, by); break;
    case 3: copy_block(other.journal, what.journal, 0, longest, by); break;
    default: change_length(what.journal, 0, longest, by);
  }
}

// The bytes from `first` to `end`.
void change_file(leftover& what, const leftover& other, std::size_t first, std::size_t end, input& by) {
  if (what.file.size() <= first) return;
  const auto part = std::span{what.file}.subspan(first, std::min(what.file.size(), end) - first);
  switch (by.number(1) % 4) {
    case 0: set(part, by.below(part.size()), by); break;
    case 1: set(part, field(part, distance_of_trailers, by), by); break;
    case 2: copy_block(other.file, what.file, first, end, by); break;
    default: change_length(what.file, first, end, by);
  }
}

}  // namespace

std::size_t input::number(std::size_t length) {
  std::size_t made = 0;
  for (; length != 0 && !left_.empty(); --length) {
    made = made << 8 | left_.front();
    left_ = left_.subspan(1);
  }
  return made;
}

std::uint64_t input::value(std::uint64_t now) {
  constexpr std::array<std::uint64_t, 12> edges{0,
                                                1,
                                                block,
                                                block - 1,
                                                2 * block,
                                                largest_size,
                                                largest_size - block,
                                                ~std::uint64_t{0},
                                                ~std::uint64_t{0} - block + 1,
                                                std::uint64_t{1} << 63,
                                                std::uint64_t{1} << 32,
                                                sizeof(record)};
  const auto how = number(1);
  if (how < edges.size()) return edges[how];
  switch (how % 6) {
    case 0: return now + 1;
    case 1: return now - 1;
    case 2: return now + block;
    case 3: return now - block;
    case 4: return now ^ std::uint64_t{1} << how % 64;
    default: return number(8);
  }
}

void change(leftover& what, const std::vector<leftover>& others, damage kind, input& by) {
  for (auto left = by.number(1) % 8 + 1; left != 0 && by.has_more(); --left) {
    const auto& other = others[by.number(1) % others.size()];
    if (kind == damage::of_journal)
      change_journal(what, other, by);
    else if (kind == damage::of_trailer)
      change_file(what, other, what.content_end, what.content_end + block, by);
    else if (by.number(1) % 3 != 0)
      change_journal(what, other, by);
    else
      change_file(what, other, 0, longest, by);
  }
  if (kind == damage::forgery) mend_sums(what);
}

}  // namespace journal_fuzz
