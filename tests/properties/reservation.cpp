#include <array>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "property.hpp"

using namespace mmapkit;
using property::require;

namespace {

// What the model knows of a page: it is zeros, but for one byte.
struct page_model {
  bool committed = false;
  protection_flag protection = protection_flag::none;
  std::size_t place = 0;
  std::byte value{};

  bool readable() const { return committed && protection != protection_flag::none; }
  bool writable() const { return committed && has(protection, protection_flag::write); }
};

struct reserved_part {
  reservation room;
  std::vector<page_model> pages;
};

class reservation_machine {
 public:
  explicit reservation_machine(property::draw& random) : random_{random} {}

  void step() {
    if (parts_.size() < 2) make();
    auto& part = parts_[random_.below(parts_.size())];
    const auto kind = random_.below(1000);
    if (kind < 260)
      commit(part);
    else if (kind < 500)
      decommit(part);
    else if (kind < 600)
      protect(part);
    else if (kind < 890)
      store(part);
    else if (kind < 970)
      refuse(part);
    else if (kind < 980)
      move(part);
    else if (kind < 995)
      split(part);
    else
      drop();
    look_around();
  }

 private:
  struct range {
    std::size_t first;  // page
    std::size_t count;
    std::size_t length;  // bytes, which end within the last page

    std::size_t end() const { return first + count; }
  };

  range any_range(const reserved_part& part) {
    const auto first = random_.below(part.pages.size());
    const auto rest = part.pages.size() - first;
    const auto count = random_.one_in(200) ? random_.below(rest + 1) : std::min(rest, random_.up_to(64));
    return {first, count, count == 0 ? 0 : count * unit_ - (random_.one_in(4) ? random_.below(unit_) : 0)};
  }

  protection_flag any_protection() {
    constexpr std::array all{protection_flag::none, protection_flag::read, protection_flag::write,
                             support::read_write,   support::read_write,   support::read_write};
    return all[random_.below(all.size())];
  }

  void make() {
    const auto bytes = 1 + random_.up_to(64 * support::mebibyte - 1);
    reservation room{bytes, {.huge_pages = random_.one_in(2)}};
    const auto pages = (bytes + unit_ - 1) / unit_;
    require(room.size() == pages * unit_, "a reservation has the size that was asked for, in whole pages");
    parts_.push_back({std::move(room), std::vector<page_model>(pages)});
  }

  void commit(reserved_part& part) {
    const auto where = any_range(part);
    const auto protection = any_protection();
    part.room.commit(where.first * unit_, where.length, protection);
    for (auto page = where.first; page < where.end(); ++page) {
      part.pages[page].committed = true;
      part.pages[page].protection = protection;
    }
    look_at_edges(part, where);
  }

  void decommit(reserved_part& part) {
    const auto where = any_range(part);
    part.room.decommit(where.first * unit_, where.length);
    for (auto page = where.first; page < where.end(); ++page) part.pages[page] = {};
    look_at_edges(part, where);
  }

  // As far as the pages from there are committed.
  void protect(reserved_part& part) {
    auto where = any_range(part);
    std::size_t committed = 0;
    while (committed < where.count && part.pages[where.first + committed].committed) ++committed;
    where.length = std::min(where.length, committed * unit_);
    where.count = committed;
    const auto protection = any_protection();
    part.room.protect(where.first * unit_, where.length, protection);
    for (auto page = where.first; page < where.end(); ++page) part.pages[page].protection = protection;
    look_at_edges(part, where);
  }

  void store(reserved_part& part) {
    for (int tries = 0; tries < 8; ++tries) {
      const auto index = random_.below(part.pages.size());
      auto& page = part.pages[index];
      if (!page.writable()) continue;
      auto* const bytes = part.room.data() + index * unit_;
      look(part, index);
      bytes[page.place] = std::byte{};
      page.place = random_.below(unit_);
      page.value = random_.byte();
      bytes[page.place] = page.value;
    }
  }

  // A range that is not the reservation's, or does not begin at a page.
  void refuse(reserved_part& part) {
    const auto size = part.room.size();
    auto offset = random_.below(part.pages.size() + 1) * unit_;
    auto length = size - offset + 1 + random_.up_to(size);
    if (random_.one_in(4)) length = std::numeric_limits<std::size_t>::max() - random_.up_to(size);
    if (random_.one_in(4)) {
      offset = std::numeric_limits<std::size_t>::max() / unit_ * unit_ - random_.up_to(part.pages.size()) * unit_;
      length = random_.up_to(size);
    } else if (random_.one_in(2)) {
      offset = random_.below(part.pages.size()) * unit_ + 1 + random_.below(unit_ - 1);
      length = random_.up_to(unit_);
    }
    const auto* const data = part.room.data();
    property::require_refused(std::errc::invalid_argument, [&] {
      switch (random_.below(4)) {
        case 0: part.room.commit(offset, length, any_protection()); break;
        case 1: part.room.decommit(offset, length); break;
        case 2: part.room.protect(offset, length, any_protection()); break;
        default: static_cast<void>(part.room.split(offset % unit_ != 0 ? offset : size + unit_));
      }
    });
    require(part.room.data() == data && part.room.size() == size, "what was refused changes nothing");
  }

  void move(reserved_part& part) {
    const auto* const data = part.room.data();
    reservation other{std::move(part.room)};
    require(!part.room && part.room.size() == 0, "the one that was moved from holds nothing");  // NOLINT
    property::require_refused(std::errc::invalid_argument, [&] { part.room.commit(0, 1); });
    part.room = std::move(other);
    require(part.room.data() == data && part.room.size() == part.pages.size() * unit_, "a move keeps the addresses");
  }

  void split(reserved_part& part) {
    const auto kept = random_.below(part.pages.size() + 1);
    auto* const data = part.room.data();
    reserved_part rest{part.room.split(kept * unit_),
                       {part.pages.begin() + static_cast<std::ptrdiff_t>(kept), part.pages.end()}};
    part.pages.resize(kept);
    require(part.room.size() == kept * unit_ && part.room.data() == (kept == 0 ? nullptr : data),
            "the lower part ends at the cut");
    const bool has_rest = !rest.pages.empty();
    require(
        rest.room.size() == rest.pages.size() * unit_ && rest.room.data() == (has_rest ? data + kept * unit_ : nullptr),
        "the upper part begins at the cut");
    if (kept == 0)
      part = std::move(rest);
    else if (has_rest)
      parts_.push_back(std::move(rest));
    while (parts_.size() > 12) drop();
  }

  void drop() {
    auto& part = parts_[random_.below(parts_.size())];
    look_at_all(part);
    if (random_.one_in(2)) part.room.unmap();
    if (&part != &parts_.back()) part = std::move(parts_.back());
    parts_.pop_back();
  }

  // Content alone: a page that may not be read is left alone.
  void look(reserved_part& part, std::size_t index) {
    const auto& page = part.pages[index];
    if (!page.readable()) return;
    const auto* const bytes = part.room.data() + index * unit_;
    require(bytes[page.place] == page.value, "a byte is what was stored last, or zero");
    const auto other = random_.below(unit_);
    require(other == page.place || bytes[other] == std::byte{}, "a byte that nobody stored to is zero");
  }

  // Asks the system, which is slow.
  void look_at_access(reserved_part& part, std::size_t index) {
    const auto& page = part.pages[index];
    auto* const addr = part.room.data() + index * unit_ + random_.below(unit_);
    require(support::readable(addr) == page.readable(), "a page can be read if it is committed and protected for that");
    require(support::writable(addr) == page.writable(),
            "a page can be written if it is committed and protected for it");
  }

  // The first and the last page of a range, and its neighbours.
  void look_at_edges(reserved_part& part, const range& where) {
    const bool access = random_.one_in(32);
    const auto end = part.pages.size();
    for (const auto index : {where.first - 1, where.first, where.end() - 1, where.end()}) {
      if (index >= end) continue;  // in front of 0 too
      look(part, index);
      if (access) look_at_access(part, index);
    }
  }

  void look_around() {
    auto& part = parts_[random_.below(parts_.size())];
    for (int i = 0; i < 4; ++i) look(part, random_.below(part.pages.size()));
    if (random_.one_in(128)) look_at_access(part, random_.below(part.pages.size()));
    if (random_.one_in(4096))
      for (auto& each : parts_) look_at_all(each);
  }

  void look_at_all(reserved_part& part) {
    for (std::size_t index = 0; index < part.pages.size(); ++index) {
      const auto& page = part.pages[index];
      if (!page.readable()) continue;
      const auto* const bytes = part.room.data() + index * unit_;
      std::memcpy(seen_.data(), bytes, unit_);
      require(seen_[page.place] == page.value, "a byte is what was stored last, or zero");
      seen_[page.place] = std::byte{};
      require(seen_[0] == std::byte{} && std::memcmp(seen_.data(), seen_.data() + 1, unit_ - 1) == 0,
              "the bytes that nobody stored to are zeros");
    }
  }

  property::draw& random_;
  std::vector<reserved_part> parts_;
  std::size_t unit_ = page_size();
  std::vector<std::byte> seen_ = std::vector<std::byte>(unit_);
};

}  // namespace

TEST_CASE("reservation") { property::drive<reservation_machine>("reservation", property::operations()); }
