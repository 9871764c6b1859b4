// Which pages of a private view of a file are copies: PAGEMAP_SCAN, and before Linux 6.7 /proc/self/pagemap itself.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "../bits.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "pagemap.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// Documentation/admin-guide/mm/pagemap.rst.
constexpr std::uint64_t file_page = std::uint64_t{1} << 61;
constexpr std::uint64_t has_page = std::uint64_t{3} << 62;  // present, or swapped out

class run_list {
 public:
  explicit run_list(std::span<page_run> runs) noexcept : runs_{runs} {}

  // False where there is no room for one more.
  bool add(std::byte* page, std::size_t size) noexcept {
    if (count_ != 0 && runs_[count_ - 1].addr + runs_[count_ - 1].size == page) {
      runs_[count_ - 1].size += size;
      return true;
    }
    if (count_ == runs_.size()) return false;
    runs_[count_++] = {.addr = page, .size = size};
    return true;
  }

  std::size_t count() const noexcept { return count_; }

 private:
  std::span<page_run> runs_;
  std::size_t count_ = 0;
};

std::size_t read_entries(const pagemap& file, const std::byte* first, std::size_t length, std::span<page_run> runs,
                         const void*& rest, std::error_code& error) noexcept {
  run_list found{runs};
  std::array<std::uint64_t, 512> entries;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  const auto unit = page_size();
  for (std::size_t at = 0; at < length;) {
    const auto pages = std::min((length - at) / unit, entries.size());
    file.read({entries.data(), pages}, first + at, error);
    if (error) return 0;
    for (std::size_t i = 0; i < pages; ++i, at += unit) {
      if ((entries[i] & has_page) == 0 || (entries[i] & file_page) != 0) continue;
      if (found.add(const_cast<std::byte*>(first) + at, unit)) continue;
      rest = first + at;
      return found.count();
    }
  }
  rest = first + length;
  return found.count();
}

std::size_t ask(const void* addr, std::size_t length, std::span<page_run> runs, const void*& rest,
                std::error_code& error) noexcept {
  const pagemap file{error};
  if (error) return 0;
  std::array<scanned_run, 256> native;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  scan_request request{};
  request.size = sizeof request;
  request.start = reinterpret_cast<std::uintptr_t>(addr);
  request.end = request.start + length;
  request.runs = reinterpret_cast<std::uintptr_t>(native.data());
  request.runs_length = std::min(native.size(), runs.size());
  request.category_inverted = request.category_mask = *native_value(page_category::file);
  request.category_any_of_mask = native_set(page_category::present | page_category::swapped);
  request.return_mask = *native_value(page_category::file);
  std::error_code older;
  const int found = file.scan(request, older);
  if (found == -1) return read_entries(file, static_cast<const std::byte*>(addr), length, runs, rest, error);
  run_list list{runs};
  for (const auto& run : std::span{native}.first(static_cast<std::size_t>(found)))
    list.add(reinterpret_cast<std::byte*>(static_cast<std::uintptr_t>(run.start)),
             static_cast<std::size_t>(run.end - run.start));
  rest = reinterpret_cast<const void*>(static_cast<std::uintptr_t>(request.walk_end));
  return list.count();
}

// An emulator may show the file of its own memory, not of the program's: a page that was just stored to has to be
// there.
bool knows_this_memory() noexcept {
  std::error_code error;
  const map_request request{.length = page_size(),
                            .protection = protection_flag::read | protection_flag::write,
                            .flags = mmap_flag::private_ | mmap_flag::anonymous};
  void* const page = map(request, error);
  if (page == nullptr) return false;
  *static_cast<volatile std::byte*>(page) = std::byte{1};
  std::array<page_run, 1> run;
  const void* rest = nullptr;
  const bool knows = ask(page, page_size(), run, rest, error) == 1 && run[0].addr == page && !error;
  unmap(page, page_size(), error);
  return knows;
}

}  // namespace

std::size_t copied_pages(const void* addr, std::size_t length, std::span<page_run> runs, const void*& rest,
                         std::error_code& error) noexcept {
  static const bool knows = knows_this_memory();
  if (knows) return ask(addr, length, runs, rest, error);
  error = refusal(std::errc::function_not_supported);
  return 0;
}

// madvise(2): a private mapping of a file shows the file again. Locked pages have an advice of their own (Linux 5.18).
void forget_copies(const map_request& /*view*/, std::span<const page_run> runs, std::error_code& error) noexcept {
  for (const auto& run : runs)
    if (os::madvise(run.addr, run.size, MADV_DONTNEED) != 0 &&
        os::madvise(run.addr, run.size, MADV_DONTNEED_LOCKED) != 0)
      error = last_error();
}

}  // namespace mmapkit::backend
