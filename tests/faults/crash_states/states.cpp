#include "states.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <span>
#include <string>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace crash_states {

namespace {

// How many of the changes there were by then.
template <class Change>
std::size_t made_by(const std::vector<Change>& changes, std::size_t moment) {
  return static_cast<std::size_t>(std::ranges::upper_bound(changes, moment, {}, &Change::moment) - changes.begin());
}

std::size_t last_sync(const std::vector<file_sync>& syncs, std::size_t by) {
  const auto made = made_by(syncs, by);
  return made == 0 ? 0 : syncs[made - 1].moment;
}

// Whether the write was on the disk for sure by then.
bool is_sure(const sector_write& write, const std::vector<file_sync>& syncs, std::size_t by) {
  const std::uint64_t from = std::uint64_t{write.number} * sector_size;
  return std::ranges::any_of(syncs, [&](const file_sync& sync) {
    return sync.moment > write.moment && sync.moment <= by && sync.from <= from && from + sector_size <= sync.to;
  });
}

std::size_t product(std::size_t a, std::size_t b) {
  return a > std::numeric_limits<std::size_t>::max() / b ? std::numeric_limits<std::size_t>::max() : a * b;
}

}  // namespace

std::size_t hash_of(const state& what) {
  std::uint64_t key = what.size();
  const auto add = [&](std::uint64_t part) { key = key * 0x9E3779B97F4A7C15U + part; };
  for (const auto& [name, file] : what) {
    add(std::hash<std::string>{}(name));
    add(XXH3_64bits(file.content.data(), file.content.size()));
    for (const auto& [from, to] : file.allocated) add(from), add(to);
  }
  return static_cast<std::size_t>(key);
}

crash_point::crash_point(const history& of, std::size_t moment) : history_{of}, moment_{moment} {
  add_entries();
  for (std::size_t file = 0; file != of.files.size(); ++file) {
    add_metadata(file);
    add_data(file);
  }
  only_new_ones();
  for (const auto& each : choices_) count_ = product(count_, each.ways);
}

void crash_point::add_entries() {
  const auto& syncs = history_.folder_syncs;
  const auto synced = std::ranges::upper_bound(syncs, moment_) - syncs.begin();
  const auto sure = synced == 0 ? 0 : made_by(history_.entries_after, syncs[static_cast<std::size_t>(synced) - 1]);
  choices_.push_back({.of = part::entries, .sure = sure, .ways = made_by(history_.entries_after, moment_) - sure + 1});
}

void crash_point::add_metadata(std::size_t file) {
  const auto& [first, writes, metadata, syncs] = history_.files[file];
  const auto sure = made_by(metadata, last_sync(syncs, moment_));
  choices_.push_back({.of = part::metadata, .file = file, .sure = sure, .ways = made_by(metadata, moment_) - sure + 1});
}

void crash_point::add_data(std::size_t file) {
  const auto& [first, writes, metadata, syncs] = history_.files[file];
  std::map<std::size_t, std::vector<version>> sectors;
  for (std::size_t i = 0; i != made_by(writes, moment_); ++i) {
    auto& versions = sectors.try_emplace(writes[i].number, std::vector<version>{{0, nullptr}}).first->second;
    if (is_sure(writes[i], syncs, moment_))
      versions.clear();
    else if (writes[i].torn)
      versions.push_back({writes[i].moment, &*writes[i].torn});
    versions.push_back({writes[i].moment, &writes[i].whole});
  }
  for (auto& [number, versions] : sectors) {
    const auto ways = versions.size();
    choices_.push_back(
        {.of = part::data, .file = file, .sector = number, .versions = std::move(versions), .ways = ways});
  }
}

// What came last is there in all states that the moment before it had not. After an acknowledgement more is asked of
// every state; a sync adds none.
void crash_point::only_new_ones() {
  if (moment_ == 0) return;
  const auto& last = history_.events[moment_ - 1];
  if (last.kind == event_kind::acknowledgement) return;
  if (last.kind == event_kind::sync || last.kind == event_kind::intent) {
    count_ = 0;
    return;
  }
  const auto one = std::ranges::find_if(choices_, [&](const choice& each) { return is_new(each, last); });
  const bool may_be_torn =
      last.kind == event_kind::write && history_.files[last.file].writes[last.index].torn.has_value();
  const std::size_t ways = may_be_torn ? 2 : 1;
  one->first = one->ways - ways;
  one->ways = ways;
}

bool crash_point::is_new(const choice& one, const event& last) const {
  if (last.kind == event_kind::entries) return one.of == part::entries;
  if (one.file != last.file) return false;
  if (last.kind == event_kind::metadata) return one.of == part::metadata;
  return one.of == part::data && one.sector == history_.files[last.file].writes[last.index].number;
}

void crash_point::each(std::size_t bound, std::mt19937_64& random,
                       const std::function<void(const state&)>& visit) const {
  std::vector<std::size_t> chosen(choices_.size());
  const auto way_of = [&](std::size_t i, std::size_t way) { chosen[i] = choices_[i].first + way; };
  for (std::size_t number = 0; number != std::min(count_, bound); ++number) {
    auto rest = number;
    for (std::size_t i = 0; i != choices_.size(); ++i) {
      const auto ways = choices_[i].ways;
      if (is_exhaustive(bound))
        way_of(i, rest % ways);
      else if (number < 2)  // nothing but what is sure, and everything
        way_of(i, number * (ways - 1));
      else
        way_of(i, static_cast<std::size_t>(random() % ways));
      rest /= ways;
    }
    visit(build(chosen));
  }
}

std::size_t crash_point::each_subset(std::size_t bound, const std::function<void(const state&)>& visit) const {
  if (count_ == 0) return 0;
  const auto ways_of = [](const choice& one) -> std::size_t {
    if (one.of != part::data) return one.ways;
    return one.ways == 1 || one.first != 0 ? 1 : 2;  // what came last is there
  };
  std::size_t count = 1;
  for (const auto& each : choices_) count = product(count, ways_of(each));
  if (count > bound) return 0;
  std::vector<std::size_t> chosen(choices_.size());
  for (std::size_t number = 0; number != count; ++number) {
    auto rest = number;
    for (std::size_t i = 0; i != choices_.size(); ++i) {
      const auto& one = choices_[i];
      const auto way = rest % ways_of(one);
      const bool is_newest = one.of == part::data && (way == 1 || one.first != 0);
      chosen[i] = one.first + (is_newest ? one.ways - 1 : way);
      rest /= ways_of(one);
    }
    visit(build(chosen));
  }
  return count;
}

void crash_point::each_torn(std::size_t count, std::mt19937_64& random,
                            const std::function<void(const state&)>& visit) const {
  if (count_ == 0) return;
  std::vector<std::size_t> chosen(choices_.size());
  for (std::size_t number = 0; number != count; ++number) {
    for (std::size_t i = 0; i != choices_.size(); ++i)
      chosen[i] = choices_[i].first + static_cast<std::size_t>(random() % choices_[i].ways);
    visit(build(chosen, &random));
  }
}

state crash_point::build(const std::vector<std::size_t>& chosen, std::mt19937_64* tears) const {
  const auto changes = choices_[0].sure + chosen[0];
  const auto& entries = changes == 0 ? history_.first : history_.entries_after[changes - 1].after;
  state made;
  for (const auto& [name, file] : entries) made[name] = build_file(file, chosen, tears);
  return made;
}

sector crash_point::version_of(const choice& one, std::size_t way) const {
  if (one.versions[way].bytes != nullptr) return *one.versions[way].bytes;
  sector made{};
  const std::span first{history_.files[one.file].first};
  const auto at = std::min(one.sector * sector_size, first.size());
  std::ranges::copy(first.subspan(at, std::min(sector_size, first.size() - at)), made.begin());
  return made;
}

// Bytes that a later change of the length has cut are gone, also where the file became longer again.
file_state crash_point::build_file(std::size_t file, const std::vector<std::size_t>& chosen,
                                   std::mt19937_64* tears) const {
  const auto& of = history_.files[file];
  std::span<const metadata_change> changes;
  file_state made;
  const auto put = [&](std::size_t from, std::span<const std::byte> content, std::size_t written) {
    auto end = std::min<std::uint64_t>(from + content.size(), made.content.size());
    for (const auto& each : changes)
      if (each.moment > written) end = std::min(end, each.length);
    if (end > from)
      std::ranges::copy(content.first(static_cast<std::size_t>(end - from)),
                        made.content.begin() + static_cast<std::ptrdiff_t>(from));
  };
  for (std::size_t i = 0; i != choices_.size(); ++i) {
    const auto& each = choices_[i];
    if (each.file != file || each.of == part::entries) continue;
    if (each.of == part::metadata) {
      changes = std::span{of.metadata}.first(each.sure + chosen[i]);
      made.content.resize(changes.empty() ? of.first.size() : static_cast<std::size_t>(changes.back().length));
      put(0, of.first, 0);
    } else if (tears != nullptr && each.versions.size() > 1) {
      auto torn = version_of(each, chosen[i]);
      const auto second = static_cast<std::size_t>((*tears)() % each.versions.size());
      const auto other = version_of(each, second);
      const auto from = static_cast<std::size_t>((*tears)() % sector_size);
      const auto to = from + static_cast<std::size_t>((*tears)() % (sector_size - from + 1));
      std::copy(other.begin() + static_cast<std::ptrdiff_t>(from), other.begin() + static_cast<std::ptrdiff_t>(to),
                torn.begin() + static_cast<std::ptrdiff_t>(from));
      // What was cut since the older one does not come back.
      put(each.sector * sector_size, torn, std::min(each.versions[chosen[i]].moment, each.versions[second].moment));
    } else if (const auto& one = each.versions[chosen[i]]; one.bytes != nullptr) {
      put(each.sector * sector_size, *one.bytes, one.moment);
    }
  }
  for (const auto& each : changes)
    if (each.allocated_to > each.allocated_from) made.allocated.push_back({each.allocated_from, each.allocated_to});
  return made;
}

}  // namespace crash_states
