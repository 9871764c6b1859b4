// What advice does to memory without a file.
#include <unistd.h>

#include <csignal>

#include "../../support/child.hpp"
#include "memory.hpp"

using namespace mmapkit;
using support::caught;
using support::told_by_child;
using truth::island;
using truth::mebibyte;

namespace {

// The advice sets the kernel's flag, its opposite takes it away, and no byte changes.
void sets(advice what, std::string_view two_letters, advice opposite) {
  const island memory;
  CHECK_FALSE(memory.entry().has_flag(two_letters));
  memory.advise(what);
  CHECK(memory.entry().has_flag(two_letters));
  memory.advise(opposite);
  CHECK_FALSE(memory.entry().has_flag(two_letters));
  CHECK(memory.holds(1));
}

}  // namespace

PROOF(advice, normal) { sets(advice::random, "rr", advice::normal); }
PROOF(advice, random) { sets(advice::random, "rr", advice::sequential); }
PROOF(advice, sequential) { sets(advice::sequential, "sr", advice::random); }
PROOF(advice, dont_fork) { sets(advice::dont_fork, "dc", advice::do_fork); }
PROOF(advice, mergeable) { sets(advice::mergeable, "mg", advice::unmergeable); }
PROOF(advice, unmergeable) { sets(advice::mergeable, "mg", advice::unmergeable); }
PROOF(advice, huge_page) { sets(advice::huge_page, "hg", advice::no_huge_page); }
PROOF(advice, no_huge_page) { sets(advice::no_huge_page, "nh", advice::huge_page); }
PROOF(advice, dont_dump) { sets(advice::dont_dump, "dd", advice::do_dump); }
PROOF(advice, do_dump) { sets(advice::dont_dump, "dd", advice::do_dump); }
PROOF(advice, wipe_on_fork) { sets(advice::wipe_on_fork, "wf", advice::keep_on_fork); }

PROOF(advice, do_fork) {
  const island memory;
  const auto seen_by_child = [&] {
    return told_by_child([&] { return std::string{support::is_mapped(memory.data()) ? "mapped" : "not there"}; });
  };
  memory.advise(advice::dont_fork);
  CHECK(seen_by_child() == "not there");
  memory.advise(advice::do_fork);
  CHECK(seen_by_child() == "mapped");
}

PROOF(advice, keep_on_fork) {
  const island memory;
  const auto seen_by_child = [&] {
    return told_by_child([&] {
      return std::string{memory.holds(0) ? "zeros" : memory.holds(1) ? "ones" : "something"};
    });
  };
  memory.advise(advice::wipe_on_fork);
  CHECK(seen_by_child() == "zeros");
  memory.advise(advice::keep_on_fork);
  CHECK(seen_by_child() == "ones");
}

PROOF(advice, dont_need) {
  const island memory;
  madvise(memory.page(1), page_size(), discarding{advice::dont_need});
  CHECK(truth::holds(memory.page(0), page_size(), 1));
  CHECK(truth::holds(memory.page(1), page_size(), 0));
  CHECK(truth::holds(memory.page(2), page_size(), 1));
  memory.advise(discarding{advice::dont_need});
  CHECK(memory.resident_pages() == 0);

  const support::scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping copy{path, support::private_writable()};
  copy.writable_bytes()[0] = std::byte{'C'};
  copy.advise(discarding{advice::dont_need});
  CHECK(copy.text() == "content");
}

// Until the kernel needs the memory the content may stay; what can be seen is that it is free to go.
PROOF(advice, free) {
  const island memory;
  memory.advise(discarding{advice::free});
  const auto freed = memory.entry().kilobytes("LazyFree");
  CHECK(freed > 0);
  std::fill_n(memory.data(), memory.size(), std::byte{2});
  CHECK(memory.entry().kilobytes("LazyFree") == 0);
  CHECK(memory.holds(2));
}

PROOF(advice, dont_need_locked) {
  const island memory{4 * page_size()};
  mlock(memory.data(), memory.size());
  CHECK(caught([&] { memory.advise(discarding{advice::dont_need}); }).code() == std::errc::invalid_argument);
  CHECK(memory.holds(1));
  memory.advise(discarding{advice::dont_need_locked});
  CHECK(memory.holds(0));
}

// The kernel forgets that the pages were used.
PROOF(advice, cold) {
  const island memory;
  CHECK(memory.entry().kilobytes("Referenced") == mebibyte / 1024);
  CHECK(truth::goes_cold(memory, [&] { memory.advise(advice::cold); }));
  CHECK(memory.holds(1));
}

PROOF(advice, populate_read) {
  const island memory;
  memory.advise(discarding{advice::dont_need});
  memory.advise(advice::populate_read);
  CHECK(memory.resident_pages() == mebibyte / page_size());
  mprotect(memory.data(), memory.size(), protection_flag::none);
  CHECK(caught([&] { memory.advise(advice::populate_read); }).operation() == "madvise");
}

PROOF(advice, populate_write) {
  const island memory;
  memory.advise(discarding{advice::dont_need});
  memory.advise(advice::populate_write);
  CHECK(memory.entry().kilobytes("Anonymous") == mebibyte / 1024);
  mprotect(memory.data(), memory.size(), protection_flag::read);
  CHECK(caught([&] { memory.advise(advice::populate_write); }).operation() == "madvise");
}

// The kernel may not find a huge page to use: it says so, and nothing has changed.
PROOF(advice, collapse) {
  const auto huge = truth::transparent_huge_page();
  const island memory{huge, huge};
  memory.advise(advice::huge_page);
  std::error_code error;
  madvise(memory.data(), memory.size(), advice::collapse, error);
  if (error && !std::filesystem::exists("/sys/kernel/mm/transparent_hugepage"))
    CHECK(error == std::errc::invalid_argument);  // the processor has no huge pages
  else if (error)
    CHECK((error == std::errc::not_enough_memory || error == std::errc::resource_unavailable_try_again ||
           error == std::errc::device_or_resource_busy));
  else
    CHECK(memory.entry().kilobytes("AnonHugePages") == huge / 1024);
  CHECK(memory.holds(1));
}

namespace {

// Both retire a page of this machine's memory until it starts again, for which only root may ask: shown is that nobody
// else may.
void is_for_root_alone(void (*use)(const island&)) {
  const island memory{page_size()};
  const auto answer = told_by_child([&] {
    if (::geteuid() == 0 && ::setuid(65'534) != 0) return std::string{"cannot be another user"};
    use(memory);
    return std::string{"allowed"};
  });
  CHECK(answer.find("Operation not permitted") != std::string::npos);
}

}  // namespace

PROOF(advice, hw_poison) {
  is_for_root_alone([](const island& memory) { memory.advise(discarding{advice::hw_poison}); });
}

PROOF(advice, soft_offline) {
  is_for_root_alone([](const island& memory) { memory.advise(advice::soft_offline); });
}

PROOF(advice, guard_install) {
  const island memory;
  madvise(memory.page(1), page_size(), discarding{advice::guard_install});
  CHECK(support::readable(memory.page(0)));
  CHECK_FALSE(support::readable(memory.page(1)));
  CHECK_FALSE(support::writable(memory.page(1)));
  CHECK(support::readable(memory.page(2)));
  const auto touched = told_by_child([&] {
    std::signal(SIGSEGV, SIG_DFL);
    return std::to_string(static_cast<int>(*memory.page(1)));
  });
  CHECK(touched == "signal 11");
}

PROOF(advice, guard_remove) {
  const island memory;
  madvise(memory.page(1), page_size(), discarding{advice::guard_install});
  memory.advise(advice::guard_remove);
  CHECK(support::writable(memory.page(1)));
  CHECK(truth::holds(memory.page(1), page_size(), 0));
  CHECK(truth::holds(memory.page(2), page_size(), 1));
}
