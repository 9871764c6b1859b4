#include "transactions.hpp"

#include <algorithm>

#include "../disks/check.hpp"

namespace crash_states {

namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t most_pages = 24;
constexpr std::size_t pages_of_large_ones = 17;  // 64 KiB have room for fewer

class transactions {
 public:
  transactions(const opener& open, const path& file, recorder& log, numbers& random)
      : open_{open}, file_{file}, log_{log}, random_{random}, of_{open(file)}, next_{content()}, committed_{next_} {}

  void run() {
    const auto kind = random_.between(0, 19);
    if (kind < 5) resize(random_.between(0, most_pages * page));
    if (kind == 5) resize((most_pages - random_.between(0, 2)) * page);
    store_somewhere(kind == 5 ? pages_of_large_ones + 2 : random_.between(1, 12));
    if (kind == 6) roll_back();
    commit();
    if (kind == 7 || kind == 8) of_->checkpoint();
    if (kind == 9) {
      of_.reset();
      of_ = open_(file_);
      compare("opened again");
    }
  }

  std::unique_ptr<store> take() && { return std::move(of_); }

 private:
  bytes content() const {
    const auto memory = of_->memory();
    return {memory.begin(), memory.end()};
  }

  void compare(const std::string& after) const {
    check(is_same(of_->memory(), next_), "the memory is another one, " + after);
  }

  void resize(std::size_t size) {
    of_->resize(size);
    next_.resize(size);
    compare("resized");
  }

  // Some of the stores are of a few bytes, so that few sectors change.
  void store_somewhere(std::size_t pages) {
    for (std::size_t i = 0; i != pages && !next_.empty(); ++i) {
      const auto length = std::min(next_.size(), random_.between(0, 2) == 0 ? random_.between(1, page) : 24);
      const auto at = pages < pages_of_large_ones ? random_.between(0, next_.size() - length)
                                                  : std::min(i * page, next_.size() - length);
      const auto what = random_.content(length);
      std::ranges::copy(what, next_.begin() + static_cast<std::ptrdiff_t>(at));
      std::ranges::copy(what, of_->memory().begin() + static_cast<std::ptrdiff_t>(at));
      if (i % 4 == 3) log_.look();
    }
  }

  void roll_back() {
    of_->roll_back(committed_);
    next_ = committed_;
    compare("rolled back");
  }

  void commit() {
    const auto intended = log_.intends(0, next_);
    if (random_.between(0, 2) == 0)
      of_->commit_told();
    else
      of_->commit();
    log_.acknowledge(intended);
    committed_ = next_;
    compare("committed");
  }

  const opener& open_;
  const path& file_;
  recorder& log_;
  numbers& random_;
  std::unique_ptr<store> of_;
  bytes next_;
  bytes committed_;
};

}  // namespace

std::unique_ptr<store> run_transactions(const opener& open, const path& file, std::size_t count, recorder& log,
                                        numbers& random) {
  transactions all{open, file, log, random};
  for (std::size_t i = 0; i != count; ++i) all.run();
  return std::move(all).take();
}

allowed_contents::allowed_contents(const history& of, const bytes& before, std::size_t moment) : all_{&before} {
  for (const auto& each : of.intents) {
    if (each.moment > moment) break;
    if (each.acknowledged <= moment) {
      older_.insert(older_.end(), all_.begin(), all_.end());
      all_.clear();
    }
    all_.push_back(&each.content);
  }
}

bool allowed_contents::has(const bytes& found) const {
  return std::ranges::any_of(all_, [&](const bytes* each) { return is_same(*each, found); });
}

std::string allowed_contents::difference(const bytes& found) const {
  std::string words;
  for (const auto* each : all_) {
    const auto at = std::ranges::mismatch(*each, found).in1 - each->begin();
    words += "; " + std::to_string(found.size()) + " bytes in place of " + std::to_string(each->size()) +
             ", differing from byte " + std::to_string(at);
  }
  return words;
}

bool allowed_contents::is_older(const bytes& found) const {
  return std::ranges::any_of(older_, [&](const bytes* each) { return is_same(*each, found); });
}

}  // namespace crash_states
