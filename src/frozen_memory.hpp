// What a freezable and its snapshots share.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include <mmapkit/snapshot.hpp>

#include "backend.hpp"
#include "failure.hpp"

namespace mmapkit::detail {

// A file in memory, seen through up to three kinds of views. Until it is frozen the original is a shared view of it.
// From then on the file holds what was frozen last, and is written through `base_`; original and snapshots are private
// views of it, in which the system copies what is stored to. Before a page of the file takes what the original has,
// each snapshot that still shows it gets a copy of its own.
class frozen_memory {
 public:
  frozen_memory() = default;
  frozen_memory(const frozen_memory&) = delete;
  frozen_memory& operator=(const frozen_memory&) = delete;

  void create(std::size_t size, failure& why) noexcept;

  // Throws: std::bad_alloc.
  snapshot freeze(failure& why);

  // The first owner is the original; the last takes it away.
  void leave() noexcept;

  void end_original(std::error_code& error) noexcept;
  void end_snapshot(std::byte* view, std::error_code& error) noexcept;

  [[nodiscard]] bool is_of_this_process() const noexcept { return process_ == backend::process(); }
  [[nodiscard]] std::byte* data() const noexcept { return original_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  ~frozen_memory();
  [[nodiscard]] backend::map_request view_at(std::byte* address, mmap_flag sharing) const noexcept;
  std::byte* take_room(failure& why) const noexcept;
  std::byte* new_view(failure& why) const noexcept;
  [[nodiscard]] std::byte* move_aside() const noexcept;
  void show_original(failure& why) noexcept;
  void freeze_first(failure& why) noexcept;
  void freeze_again(failure& why);
  [[nodiscard]] std::vector<page_run> changed_pages(failure& why) const;
  void make_room(const std::vector<page_run>& runs, failure& why) const noexcept;

  const std::uint64_t process_ = backend::process();
  std::atomic<std::size_t> owners_{1};
  std::mutex guard_;
  native_handle file_ = no_handle;
  std::byte* original_ = nullptr;
  std::byte* base_ = nullptr;  // since the first snapshot
  std::size_t size_ = 0;
  std::size_t length_ = 0;          // of the views
  std::vector<std::byte*> living_;  // snapshots
};

}  // namespace mmapkit::detail
