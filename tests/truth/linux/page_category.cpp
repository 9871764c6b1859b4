// What scan_pages tells pages apart by.
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fstream>

#include "../../support/child.hpp"
#include "file.hpp"

using namespace mmapkit;
using truth::cached_file;
using truth::island;

namespace {

bool is_one_run(const std::vector<page_run>& runs, const void* addr, std::size_t size, page_category categories) {
  return runs.size() == 1 && runs[0].addr == addr && runs[0].size == size && has(runs[0].categories, categories);
}

}  // namespace

// Of four pages without content the second is touched.
PROOF(page_category, present) {
  const island memory{4 * page_size()};
  memory.advise(discarding{advice::dont_need});
  CHECK(scan_pages(memory.data(), memory.size(), page_category::present).empty());
  *memory.page(1) = std::byte{1};
  CHECK(is_one_run(scan_pages(memory.data(), memory.size(), page_category::present), memory.page(1), page_size(),
                   page_category::present));
}

PROOF(page_category, file) {
  cached_file file;
  file.memory().advise(advice::populate_read);
  const auto& memory = file.memory();
  CHECK(is_one_run(scan_pages(memory.data(), memory.size(), page_category::file), memory.data(), memory.size(),
                   page_category::file));
  const island anonymous;
  CHECK(scan_pages(anonymous.data(), anonymous.size(), page_category::file).empty());
}

PROOF(page_category, zero_frame) {
  const island memory{4 * page_size()};
  memory.advise(discarding{advice::dont_need});
  CHECK(truth::holds(memory.page(2), page_size(), 0));  // read, not written
  CHECK(is_one_run(scan_pages(memory.data(), memory.size(), page_category::zero_frame), memory.page(2), page_size(),
                   page_category::zero_frame));
}

PROOF(page_category, guard) {
  const island memory{4 * page_size()};
  CHECK(scan_pages(memory.data(), memory.size(), page_category::guard).empty());
  madvise(memory.page(2), page_size(), discarding{advice::guard_install});
  CHECK(is_one_run(scan_pages(memory.data(), memory.size(), page_category::guard), memory.page(2), page_size(),
                   page_category::guard));
}

// Collapsed memory is a huge page, where the kernel finds one.
PROOF(page_category, huge) {
  const auto size = truth::transparent_huge_page();
  const island memory{size, size};
  memory.advise(advice::no_huge_page);
  memory.advise(discarding{advice::dont_need});  // and what a kernel may have given at once
  std::fill_n(memory.data(), size, std::byte{1});
  CHECK(scan_pages(memory.page(0), page_size(), page_category::huge).empty());
  memory.advise(advice::huge_page);
  std::error_code error;
  madvise(memory.data(), memory.size(), advice::collapse, error);
  if (error) {
    MESSAGE("the kernel has no huge page to give: asserted that none is reported");
    CHECK(scan_pages(memory.data(), memory.size(), page_category::huge).empty());
    return;
  }
  CHECK(is_one_run(scan_pages(memory.data(), memory.size(), page_category::huge), memory.data(), size,
                   page_category::huge));
}

// Without swap space nothing leaves; with it, what was paged out is there.
PROOF(page_category, swapped) {
  const island memory;
  CHECK(scan_pages(memory.data(), memory.size(), page_category::swapped).empty());
  memory.advise(advice::pageout);
  std::size_t swapped = 0;
  for (const auto& run : scan_pages(memory.data(), memory.size(), page_category::swapped)) swapped += run.size;
  CHECK(swapped == memory.entry().kilobytes("Swap") * 1024);
  CHECK(memory.holds(1));
}

// /proc/self/clear_refs forgets for the whole process: a child's.
PROOF(page_category, soft_dirty) {
  const island memory{4 * page_size()};
  const auto answer = support::told_by_child([&] {
    std::ofstream{"/proc/self/clear_refs"} << 4;
    if (!scan_pages(memory.data(), memory.size(), page_category::soft_dirty).empty()) return "all are written";
    *memory.page(1) = std::byte{2};
    const auto runs = scan_pages(memory.data(), memory.size(), page_category::soft_dirty);
    return is_one_run(runs, memory.page(1), page_size(), page_category::soft_dirty) ? "the page" : "something else";
  });
  CHECK(answer == "the page");
}

namespace {

// A userfaultfd that protects pages against writing, and takes note instead of waiting; where this user gets one.
class write_protector {
 public:
  explicit write_protector(const island& memory)
      : faults_{static_cast<int>(::syscall(SYS_userfaultfd, O_CLOEXEC | user_mode_only))} {
    uffdio_api api{};
    api.api = UFFD_API;
    api.features = write_protect_async;
    uffdio_register range{};
    range.range = {reinterpret_cast<std::uintptr_t>(memory.data()), memory.size()};
    range.mode = UFFDIO_REGISTER_MODE_WP;
    uffdio_writeprotect protect{};
    protect.range = range.range;
    protect.mode = UFFDIO_WRITEPROTECT_MODE_WP;
    protects_ = tell(UFFDIO_API, api) && tell(UFFDIO_REGISTER, range) && tell(UFFDIO_WRITEPROTECT, protect);
    if (!protects_) MESSAGE("this user gets no userfaultfd to protect pages with");
  }
  ~write_protector() {
    if (faults_ >= 0) ::close(faults_);
  }
  write_protector(const write_protector&) = delete;
  write_protector& operator=(const write_protector&) = delete;

  bool protects() const { return protects_; }

 private:
  // <linux/userfaultfd.h>, since Linux 5.11 and 6.7.
  static constexpr int user_mode_only = 1;
  static constexpr std::uint64_t write_protect_async = 1 << 15;

  template <class Request>
  bool tell(unsigned long what, Request& request) const {
    return ::syscall(SYS_ioctl, faults_, what, &request) == 0;
  }

  int faults_;
  bool protects_ = false;
};

}  // namespace

PROOF(page_category, write_protect_allowed) {
  const island memory{4 * page_size()};
  constexpr auto wanted = page_category::write_protect_allowed | page_category::present;
  CHECK(scan_pages(memory.data(), memory.size(), wanted).empty());
  const write_protector protector{memory};
  const auto runs = scan_pages(memory.data(), memory.size(), wanted);
  if (protector.protects())
    CHECK(is_one_run(runs, memory.data(), memory.size(), wanted));
  else
    CHECK(runs.empty());
}

// What nothing protects counts as written.
PROOF(page_category, written) {
  const island memory{4 * page_size()};
  constexpr auto wanted = page_category::written;
  CHECK(is_one_run(scan_pages(memory.data(), memory.size(), wanted), memory.data(), memory.size(), wanted));
  const write_protector protector{memory};
  if (!protector.protects()) return;
  CHECK(scan_pages(memory.data(), memory.size(), wanted).empty());
  *memory.page(1) = std::byte{2};
  CHECK(is_one_run(scan_pages(memory.data(), memory.size(), wanted), memory.page(1), page_size(), wanted));
}

PROOF(scan_flag, none) {
  const island memory{4 * page_size()};
  const write_protector protector{memory};
  constexpr auto wanted = page_category::written;
  if (!protector.protects()) {
    CHECK(is_one_run(scan_pages(memory.data(), memory.size(), wanted), memory.page(0), memory.size(), wanted));
    return;
  }
  *memory.page(1) = std::byte{2};
  CHECK(scan_pages(memory.data(), memory.size(), wanted, scan_flag::none).size() == 1);
  CHECK(scan_pages(memory.data(), memory.size(), wanted, scan_flag::none).size() == 1);
}

// What was found does not count as written any more, until the next store.
PROOF(scan_flag, write_protect) {
  const island memory{4 * page_size()};
  const write_protector protector{memory};
  constexpr auto wanted = page_category::written;
  if (!protector.protects()) {
    CHECK(scan_pages(memory.data(), memory.size(), wanted, scan_flag::write_protect).empty());
    return;
  }
  *memory.page(1) = std::byte{2};
  const auto written = [&] { return scan_pages(memory.data(), memory.size(), wanted, scan_flag::write_protect); };
  CHECK(is_one_run(written(), memory.page(1), page_size(), wanted));
  CHECK(written().empty());
  *memory.page(3) = std::byte{2};
  CHECK(is_one_run(written(), memory.page(3), page_size(), wanted));
}

PROOF(scan_flag, check_async) {
  const island memory{4 * page_size()};
  constexpr auto wanted = page_category::written;
  constexpr auto flags = scan_flag::write_protect | scan_flag::check_async;
  CHECK(support::caught([&] { return scan_pages(memory.data(), memory.size(), wanted, flags); }).code() ==
        std::errc::operation_not_permitted);
  const write_protector protector{memory};
  if (protector.protects()) CHECK(scan_pages(memory.data(), memory.size(), wanted, flags).empty());
}
