#include "recorder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <ios>
#include <limits>
#include <mmapkit/mmapkit.hpp>
#include <sstream>
#include <utility>

#include "../disks/check.hpp"

namespace crash_states {

namespace {

recorder* recording = nullptr;

struct stat status_of(int file) {
  struct stat status {};
  check(::fstat(file, &status) == 0, "a file that is recorded cannot be examined");
  return status;
}

bytes content_of(int file) {
  bytes content(static_cast<std::size_t>(status_of(file).st_size));
  check(::pread(file, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()),
        "a file that is recorded cannot be read");
  return content;
}

// The end of a file that is no whole sector is followed by zeros.
sector sector_of(std::span<const std::byte> content, std::size_t index) {
  sector made{};
  if (index * sector_size >= content.size()) return made;
  const auto rest = content.subspan(index * sector_size);
  std::ranges::copy(rest.first(std::min(rest.size(), sector_size)), made.begin());
  return made;
}

// A store of an aligned word is not torn.
std::optional<sector> torn_between(const sector& before, const sector& now) {
  constexpr std::size_t word = 8;
  const auto differs = [&](std::size_t i) { return before[i] != now[i]; };
  std::size_t first = 0;
  std::size_t last = sector_size - 1;
  while (!differs(first)) ++first;
  while (!differs(last)) --last;
  const auto middle = (first + (last - first) / 2) / word * word + word;
  if (middle > last) return std::nullopt;
  sector torn = before;
  std::copy_n(now.begin(), middle, torn.begin());
  return torn;
}

}  // namespace

recorder* recorder::current() { return recording; }

recorder::recorder(std::filesystem::path folder, system_rules rules) : folder_{std::move(folder)}, rules_{rules} {
  struct stat status {};
  check(::stat(folder_.c_str(), &status) == 0, "there is no folder to record");
  folder_inode_ = status.st_ino;
  find_entries();
  history_.first = seen_entries_;
  started_ = true;
  recording = this;
}

recorder::~recorder() {
  recording = nullptr;
  for (const auto& each : watched_) ::close(each.handle);
}

history recorder::take() && {
  look();
  recording = nullptr;
  return std::move(history_);
}

std::size_t recorder::moment(event what) {
  history_.events.push_back(what);
  return history_.events.size();
}

std::size_t recorder::intends(std::uint64_t offset, std::span<const std::byte> content) {
  look();
  const auto now = moment({event_kind::intent});
  history_.intents.push_back({now, offset, bytes(content.begin(), content.end())});
  return history_.intents.size() - 1;
}

void recorder::intends_end(std::uint64_t offset) {
  intends(offset, {});
  history_.intents.back().cut = true;
}

void recorder::acknowledge(std::size_t number) {
  look();
  history_.intents[number].acknowledged = moment({event_kind::acknowledgement});
}

void recorder::acknowledge() {
  look();
  const auto now = moment({event_kind::acknowledgement});
  for (auto& each : history_.intents) each.acknowledged = std::min(each.acknowledged, now);
}

void recorder::look() {
  recording = nullptr;  // its own calls are not the operation's
  find_entries();
  for (std::size_t number = 0; number != watched_.size(); ++number) compare(number);
  recording = this;
}

// All names that changed between two looks did so in one call.
void recorder::find_entries() {
  folder_entries found;
  for (const auto& entry : std::filesystem::directory_iterator{folder_})
    found[entry.path().filename()] = number_of(entry.path());
  if (found == seen_entries_) return;
  seen_entries_ = found;
  if (started_) history_.entries_after.push_back({moment({event_kind::entries}), found});
}

std::size_t recorder::number_of(const std::filesystem::path& file) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  check(handle >= 0, "a file that is recorded cannot be opened");
  const auto inode = std::uint64_t{status_of(handle).st_ino};
  const auto known = watched_with(inode);
  if (known != never) {
    ::close(handle);
    return known;
  }
  const auto first = started_ ? bytes{} : content_of(handle);
  watched_.push_back({inode, handle, first});
  history_.files.push_back({.first = first, .writes = {}, .metadata = {}, .syncs = {}});
  return watched_.size() - 1;
}

std::size_t recorder::watched_with(std::uint64_t inode) const {
  const auto found = std::ranges::find(watched_, inode, &watched::inode);
  return found == watched_.end() ? never : static_cast<std::size_t>(found - watched_.begin());
}

void recorder::compare(std::size_t number) {
  auto now = content_of(watched_[number].handle);
  auto before = std::exchange(watched_[number].seen, now);
  if (now.size() != before.size()) change_metadata(number, {.moment = 0, .length = now.size()});
  before.resize(now.size());  // what is new begins as zeros, and what was cut is gone
  if (before == now) return;
  for (std::size_t index = 0; index * sector_size < now.size(); ++index) compare_sector(number, index, before, now);
}

void recorder::compare_sector(std::size_t number, std::size_t index, std::span<const std::byte> before,
                              std::span<const std::byte> now) {
  const auto old = sector_of(before, index);
  const auto whole = sector_of(now, index);
  if (old == whole) return;
  auto& writes = history_.files[number].writes;
  const auto at = moment({event_kind::write, number, writes.size()});
  writes.push_back({at, index, whole, torn_between(old, whole)});
}

void recorder::change_metadata(std::size_t number, metadata_change change) {
  auto& changes = history_.files[number].metadata;
  change.moment = moment({event_kind::metadata, number, changes.size()});
  changes.push_back(change);
}

// Pages are written whole.
void recorder::add_sync(std::size_t number, std::uint64_t from, std::uint64_t to) {
  if (rules_.lies) return;
  const std::uint64_t page = mmapkit::page_size();
  const auto end = to > never - page ? to : (to + page - 1) / page * page;
  history_.files[number].syncs.push_back({moment({event_kind::sync}), from / page * page, end});
}

void recorder::synced(int file, std::uint64_t from, std::uint64_t to) {
  const auto inode = status_of(file).st_ino;
  if (inode == folder_inode_) {
    if (!rules_.lies) history_.folder_syncs.push_back(moment({event_kind::sync}));
    return;
  }
  const auto number = watched_with(inode);
  if (number != never) add_sync(number, from, to);
}

// The files whose pages lie there, as /proc/self/maps has them.
void recorder::synced_memory(const void* address, std::size_t length) {
  const auto first = reinterpret_cast<std::uintptr_t>(address);
  std::ifstream regions{"/proc/self/maps"};
  for (std::string line; std::getline(regions, line);) {
    std::istringstream words{line};
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    std::uint64_t offset = 0;
    std::uint64_t inode = 0;
    std::string other;
    char dash = 0;
    words >> std::hex >> begin >> dash >> end >> other >> offset >> other >> std::dec >> inode;
    const auto from = std::max(first, begin);
    const auto to = std::min(first + length, end);
    const auto number = watched_with(inode);
    if (from < to && number != never) add_sync(number, offset + (from - begin), offset + (to - begin));
  }
}

void recorder::allocated(int file, std::uint64_t from, std::uint64_t to) {
  const auto number = watched_with(status_of(file).st_ino);
  if (number == never) return;
  change_metadata(number,
                  {.moment = 0, .length = watched_[number].seen.size(), .allocated_from = from, .allocated_to = to});
}

}  // namespace crash_states
