// Lengthening the file of a mapping that ends beyond it: plan(), prepare(), the mapping itself, finish().
//
// What can be judged is judged first; then come the addresses, the blocks, the mapping, and the length at last, which
// other processes see: it is published when nothing else can fail, and never taken back.
#pragma once

#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "backend/files.hpp"
#include "checks/failure.hpp"

namespace mmapkit::calls {

// Whether there are addresses for so many bytes: they are mapped for a moment.
bool has_addresses(operation what, std::size_t length, failure& why) noexcept;

class growth_steps {
 public:
  explicit growth_steps(native_handle file) noexcept : file_{file} {}

  // The content is to go (open_flag::truncate): from here on `info` has size 0.
  void empty_first(backend::file_info& info) noexcept {
    has_content_ = info.size != 0;
    info.size = 0;
  }
  bool empty(failure& why) noexcept;

  // has_addresses was asked before.
  void skip_addresses() noexcept { knows_addresses_ = true; }

  // Whether a regular file can become long enough for a mapping that ends at `end`. Only a shared, writable mapping may
  // do that, and no disk becomes longer. `what` is the call to name in an error.
  bool plan(operation what, const backend::file_info& info, std::uint64_t end, bool is_shared_and_writable,
            file_growth growth, failure& why) noexcept {
    if (!info.has_end || end <= info.size) return true;
    return plan_longer(what, info, end, is_shared_and_writable, growth, why);
  }
  [[nodiscard]] bool is_planned() const noexcept { return from_ < to_; }

  // Gives an object that is not mapped that size, and blocks for all of it, also where who made it gave it a length
  // alone. It is emptied only when they could be had.
  bool provide(operation what, const backend::file_info& info, std::uint64_t size, failure& why) noexcept;

  // For a file that the caller does not map: whether it can be mapped to be populated.
  bool try_to_map(failure& why) noexcept;
  // Whether there are addresses for that many bytes, and blocks.
  bool prepare(std::size_t addresses, failure& why) noexcept;
  // The mapping is there, from the offset `start` of the file on.
  bool finish(void* base, std::size_t length, std::uint64_t start, failure& why) noexcept;
  // The same without a mapping of the caller's.
  bool finish(failure& why) noexcept;
  // Whether the file is longer, also where finish() failed.
  [[nodiscard]] bool is_published() const noexcept { return is_published_; }

 private:
  bool plan_longer(operation what, const backend::file_info& info, std::uint64_t end, bool is_shared_and_writable,
                   file_growth growth, failure& why) noexcept;
  bool reserve(failure& why) noexcept;
  bool publish(failure& why) noexcept;
  bool publish_last(failure& why) noexcept;
  [[nodiscard]] bool needs_pages() const noexcept;
  bool populate(std::byte* base, std::size_t length, std::uint64_t start, failure& why) noexcept;
  bool populate_unmapped(std::uint64_t end, failure& why) noexcept;
  bool sync_blocks(failure& why) noexcept;

  native_handle file_;
  std::uint64_t from_ = 0;  // the size of the file before, and after
  std::uint64_t to_ = 0;
  file_growth growth_{};
  operation what_{};
  bool knows_addresses_ = false;
  bool has_content_ = false;
  bool has_blocks_ = false;
  bool in_huge_pages_ = false;
  bool is_published_ = false;
};

// All the steps for a file that the caller does not map. Does nothing if it is long enough.
bool lengthen_file(native_handle file, const backend::file_info& info, std::uint64_t to, file_growth growth,
                   failure& why) noexcept;
// The same for a regular file of `from` bytes.
bool lengthen_file(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth, failure& why) noexcept;

}  // namespace mmapkit::calls
