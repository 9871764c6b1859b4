// What locking does, seen in /proc/self/smaps.
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "../../support/child.hpp"
#include "memory.hpp"

using namespace mmapkit;
using support::find_mapping;
using support::told_by_child;
using truth::anonymous_with;
using truth::island;

PROOF(lock_flag, none) {
  const auto memory = anonymous_with({}, 8 * page_size());
  mlock2(memory.addr, memory.size, lock_flag::none);
  CHECK(find_mapping(memory.addr).has_flag("lo"));
  CHECK(support::resident_pages(memory.addr, memory.size) == 8);
  mmapkit::munlock(memory.addr, memory.size);
  CHECK_FALSE(find_mapping(memory.addr).has_flag("lo"));
  munmap(memory);
}

PROOF(lock_flag, on_fault) {
  const island memory{8 * page_size()};
  memory.advise(discarding{advice::dont_need});
  mlock2(memory.data(), memory.size(), lock_flag::on_fault);
  CHECK(memory.entry().has_flag("lo"));
  CHECK(memory.entry().locked_kb == 0);
  CHECK(memory.resident_pages() == 0);
  *memory.page(3) = std::byte{1};
  CHECK(memory.entry().locked_kb == page_size() / 1024);
  CHECK(memory.resident_pages() == 1);
}

namespace {

// What this process has mapped, bytes: what mlockall compares with the limit.
std::size_t mapped_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  std::size_t pages = 0;
  statm >> pages;
  return pages * page_size();
}

// The same in a child, which ends with its locks. One that may not lock as much as it has mapped (a sanitizer maps the
// whole address space) is told so.
template <class Body>
void check_in_child(mlockall_flag flags, Body body) {
  const auto answer = told_by_child([&] {
    constexpr std::size_t much = std::size_t{1} << 30;
    if (::geteuid() == 0 && mapped_bytes() > much && ::setuid(65'534) != 0)
      return std::string{"cannot be another user"};
    rlimit limit{};
    ::getrlimit(RLIMIT_MEMLOCK, &limit);
    const bool may_lock = ::geteuid() == 0 || limit.rlim_cur == RLIM_INFINITY || mapped_bytes() <= limit.rlim_cur;
    const bool is_refused = !may_lock && has(flags, mlockall_flag::current);
    std::error_code error;
    mlockall(flags, error);
    if (is_refused)
      return error == std::errc::not_enough_memory || error == std::errc::operation_not_permitted
                 ? std::string{"as promised"}
                 : "beyond the limit: " + error.message();
    return error ? error.message() : std::string{body() ? "as promised" : "not as promised"};
  });
  CHECK(answer == "as promised");
}

bool new_memory_is_locked() {
  const mapping page{support::anonymous(page_size())};
  return find_mapping(page.data()).has_flag("lo");
}

}  // namespace

PROOF(mlockall_flag, current) {
  const auto memory = anonymous_with({}, 8 * page_size());
  check_in_child(mlockall_flag::current, [&] {
    return support::resident_pages(memory.addr, memory.size) == 8 && find_mapping(memory.addr).has_flag("lo") &&
           !new_memory_is_locked();
  });
  CHECK_FALSE(find_mapping(memory.addr).has_flag("lo"));
  munmap(memory);
}

PROOF(mlockall_flag, future) {
  const auto memory = anonymous_with({}, 8 * page_size());
  check_in_child(mlockall_flag::future,
                 [&] { return !find_mapping(memory.addr).has_flag("lo") && new_memory_is_locked(); });
  munmap(memory);
}

PROOF(mlockall_flag, on_fault) {
  const island memory{8 * page_size()};
  memory.advise(discarding{advice::dont_need});
  check_in_child(mlockall_flag::current | mlockall_flag::on_fault,
                 [&] { return memory.entry().has_flag("lo") && memory.resident_pages() == 0; });
}

PROOF(call, mlockall) {
  check_in_child(mlockall_flag::current, [] { return !new_memory_is_locked(); });
}

PROOF(call, munlockall) {
  check_in_child(mlockall_flag::future, [] {
    mmapkit::munlockall();
    return !new_memory_is_locked();
  });
}
