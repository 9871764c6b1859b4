// The state that a freezable and its snapshots share.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include <mmapkit/flags/region.hpp>
#include <mmapkit/snapshot.hpp>

#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "checks/failure.hpp"

namespace mmapkit::detail {

// An anonymous file with up to three kinds of views. Until the first snapshot the original is a shared view of the
// file. From then on the file has the content of the last snapshot and is written through `base_`, a shared view; the
// original and the snapshots are private views, which the system copies on write. Before a page of the file is
// overwritten with the content of the original, each snapshot that still shares it gets its own copy.
class frozen_memory {
 public:
  frozen_memory() = default;
  frozen_memory(const frozen_memory&) = delete;
  frozen_memory& operator=(const frozen_memory&) = delete;

  void create(std::size_t size, failure& why) noexcept;

  snapshot freeze(failure& why) noexcept;

  // Gives up one owner, the original or a snapshot; the last one deletes the object.
  void release() noexcept;

  void end_original(std::error_code& error) noexcept;
  void end_snapshot(std::byte* view, std::error_code& error) noexcept;

  [[nodiscard]] bool is_of_this_process() const noexcept { return process_ == backend::process_id(); }
  [[nodiscard]] std::byte* data() const noexcept { return original_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  ~frozen_memory();
  [[nodiscard]] backend::map_request view_at(std::byte* address, mmap_flag sharing) const noexcept;
  std::byte* reserve_view(failure& why) const noexcept;
  std::byte* map_new_view(failure& why) const noexcept;
  [[nodiscard]] std::byte* freeze_pages(failure& why);
  [[nodiscard]] std::byte* move_original() const noexcept;
  void remap_original(failure& why) noexcept;
  // The view of the snapshot; null with a failure.
  [[nodiscard]] std::byte* freeze_first(failure& why) noexcept;
  [[nodiscard]] std::byte* freeze_again(failure& why);
  [[nodiscard]] bool is_better_moved(const std::vector<page_run>& runs) const noexcept;
  void discard_copies(const std::vector<page_run>& runs, failure& why) noexcept;
  [[nodiscard]] std::vector<page_run> changed_pages(failure& why) const;
  void copy_shared_pages(const std::vector<page_run>& runs, failure& why) const noexcept;

  const std::uint64_t process_ = backend::process_id();
  std::atomic<std::size_t> owners_{1};
  [[nodiscard]] std::unique_lock<std::mutex> lock_in_owner() noexcept;

  std::mutex guard_;
  native_handle file_ = no_handle;
  std::byte* original_ = nullptr;
  std::byte* base_ = nullptr;  // the view that writes the file, since the first snapshot
  std::size_t size_ = 0;
  std::size_t length_ = 0;             // of each view
  std::vector<std::byte*> snapshots_;  // the views of those that exist
};

}  // namespace mmapkit::detail
