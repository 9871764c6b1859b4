// A file that is open as an atomic_mapping. Its functions return a failure and do not throw.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <span>
#include <string>
#include <vector>

#include <mmapkit/atomic_mapping.hpp>
#include <mmapkit/flags/mapped.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "atomic_mapping_format.hpp"
#include "atomic_mapping_journal.hpp"
#include "atomic_mapping_view.hpp"
#include "backend/files.hpp"
#include "checks/failure.hpp"

namespace mmapkit::detail::transaction {

// What the format has room for, and the addresses.
inline constexpr auto longest_content =
    std::min<std::uint64_t>(largest_size, std::numeric_limits<std::size_t>::max() / 4);

// The failure of a function that allocates.
template <class Act>
failure without_exceptions(Act act) noexcept {
  failure why;
  try {
    act(why);
  } catch (const std::bad_alloc&) {
    refuse(why, operation::mmap, std::errc::not_enough_memory, "there is no memory for a list of the changes");
  }
  return why;
}

class store {
 public:
  using part = atomic_mapping::part;
  using path_text = std::basic_string<path_view::value_type>;

  store() noexcept = default;
  store(const store&) = delete;
  store& operator=(const store&) = delete;
  // Gives up memory and handles, and leaves the files alone.
  ~store();

  failure open(path_view path, const atomic_mapping_options& options) noexcept;
  // Changed pages if `told` is null.
  failure commit(const std::span<const part>* told) noexcept;
  failure roll_back() noexcept;
  failure resize(std::uint64_t bytes) noexcept;
  failure checkpoint() noexcept;
  failure close() noexcept;
  std::vector<part> changed(failure& why) const;
  bool has_all_changes(std::span<const part> told) const noexcept;

  [[nodiscard]] std::byte* data() const noexcept {
    return whole_.addr != nullptr ? static_cast<std::byte*>(whole_.addr) : view_.data();
  }
  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(size_); }
  [[nodiscard]] protection_flag protection() const noexcept { return protection_; }
  // What the last failure is about: the file, or its journal.
  [[nodiscard]] const path_text& blamed() const noexcept { return blames_journal_ ? journal_path_ : path_; }

 private:
  // Opening.
  bool open_file(path_view path, const atomic_mapping_options& options, failure& why);
  bool lock(backend::file_lock how, failure& why) noexcept;
  void close_file(failure& why) noexcept;
  bool find_busy_process(failure& why) noexcept;
  bool check_kind(failure& why) noexcept;
  bool open_journal(journal_file& journal, open_flag flags, failure& why) const noexcept;
  bool create_journal(std::uint64_t length, failure& why) noexcept;
  bool open_to_read(path_view path, const atomic_mapping_options& options, failure& why);
  bool begin(const atomic_mapping_options& options, failure& why);
  bool map(std::uint64_t length, std::span<const page_run> kept, failure& why) noexcept;
  bool discard(std::span<const page_run> runs, failure& why) noexcept;
  void advise(void* base, std::size_t length) const noexcept;

  // What a crash has left.
  bool repair(const atomic_mapping_options& options, failure& why);
  bool check_plain(failure& why) noexcept;
  bool repair_open(journal_file& journal, const atomic_mapping_options& options, failure& why);
  bool find_trailer(journal_file& journal, trailer& found, failure& why);
  bool give_up_without_trailer(journal_file& journal, failure& why);
  bool apply_records(journal_file& journal, const trailer& from, std::uint64_t& size, failure& why);
  static bool check_end(journal_file& journal, std::uint64_t end, std::uint64_t generation, std::uint64_t sequence,
                        failure& why);
  bool finish(journal_file& journal, std::uint64_t size, failure& why) noexcept;
  bool cut(std::uint64_t size, failure& why) noexcept;
  bool remove(journal_file& journal, failure& why) noexcept;

  // Committing.
  bool check_usable(operation what, failure& why) noexcept;
  std::vector<page_run> find_changes(const std::span<const part>* told, failure& why) const;
  std::vector<changed_part> parts_of(std::span<const page_run> runs) const;
  bool check_files(failure& why) noexcept;
  bool make_room(std::uint64_t length, failure& why) noexcept;
  bool write_back(std::span<const page_run> runs, std::span<const changed_part> parts) noexcept;
  bool shows_file(std::span<const changed_part> parts) const noexcept;
  bool catch_up(failure& why) noexcept;
  bool lengthen(std::uint64_t length, failure& why) noexcept;
  bool move_trailer(journal_file& journal, std::uint64_t size, failure& why) noexcept;
  bool next_generation(failure& why) noexcept;
  bool sync(failure& why) noexcept;
  void keep_failure(const failure& why) noexcept;

  path_text path_;
  path_text journal_path_;
  native_handle file_ = no_handle;
  detail::file_identity identity_;
  journal_file journal_;
  private_view view_;
  mapped whole_{};  // of those that only read
  protection_flag protection_{};
  file_growth growth_{};
  posix_advice advice_{};
  std::uint64_t process_ = 0;
  std::uint64_t size_ = 0;        // of the content
  std::uint64_t committed_ = 0;   // the same, as of the last commit
  std::uint64_t highest_ = 0;     // the same, the most since then
  std::uint64_t length_ = 0;      // of the file
  std::uint64_t zeros_from_ = 0;  // what the file has behind this byte is zeros
  std::uint64_t trailer_place_ = 0;
  trailer trailer_;              // of the generation
  journal_file::position next_;  // of the next record
  std::uint64_t applied_ = 0;    // the records before this place of the journal are in the file
  failure lost_;                 // the first of the device
  bool is_new_ = false;          // the file was made
  bool blames_journal_ = false;
};

}  // namespace mmapkit::detail::transaction
