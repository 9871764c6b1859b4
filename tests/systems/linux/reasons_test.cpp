// What an error of Linux says where the system's own words lead people the wrong way.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <utility>
#include <vector>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

using ways = std::vector<std::pair<std::string, std::function<void()>>>;

// What the error says in a child without privileges that may lock 64 KiB.
const auto most_locked = 16 * page_size();

std::string told_under_lock_limit(const std::function<void()>& act) {
  return support::told_by_child([&]() -> std::string {
    const rlimit limit{most_locked, most_locked};
    if (::setrlimit(RLIMIT_MEMLOCK, &limit) != 0 || !support::become_nobody()) return "not allowed";
    act();
    return "no error";
  });
}

bool tells(const std::string& told, std::string_view words) { return told.find(words) != std::string::npos; }

const auto limit_in_words = "the limit of locked memory is reached, " + std::to_string(most_locked) + " bytes";
const auto size = 256 * page_size();

}  // namespace

TEST_CASE("a lock beyond the limit of locked memory says that the limit is reached, and how large it is") {
  if (support::emulated) return;  // QEMU forgets limits
  const ways locks{
      {"mapping::lock", [] { mapping{support::anonymous(size)}.lock(); }},
      {"mlock",
       [] {
         const mapping memory{support::anonymous(size)};
         mmapkit::mlock(memory.data(), size);
       }},
      {"more of what is locked in part",
       [] {
         mapping memory{support::anonymous(size)};
         memory.lock(0, page_size());
         memory.lock();
       }},
      {"allocate", [] { static_cast<void>(allocate(size, {.lock = true})); }},
      {"mlock2",
       [] {
         const mapping memory{support::anonymous(size)};
         mlock2(memory.data(), size, lock_flag::on_fault);
       }},
      {"mlockall", [] { mlockall(mlockall_flag::current); }},
      {"mmap_flag::locked",
       [] { const mapping memory{support::anonymous(size, mmap_flag::private_ | mmap_flag::locked)}; }},
      {"the POSIX signature",
       [] {
         static_cast<void>(mmap(nullptr, size, support::read_write,
                                mmap_flag::private_ | mmap_flag::anonymous | mmap_flag::locked, no_handle, 0));
       }},
      {"growing what is locked",
       [] {
         mapping memory{support::anonymous(page_size())};
         memory.lock();
         memory.resize(size);
       }},
  };
  for (const auto& way : locks) {
    CAPTURE(way.first);
    const auto told = told_under_lock_limit(way.second);
    if (told == "not allowed") return;
    CAPTURE(told);
    CHECK(tells(told, limit_in_words));
  }
}

TEST_CASE("a lock that fails for another reason does not blame the limit") {
  const auto told = told_under_lock_limit([] {
    mapping memory{support::anonymous(12 * page_size())};
    ::munmap(memory.data() + page_size(), page_size());
    mmapkit::mlock(memory.data(), 12 * page_size());
  });
  CHECK(tells(told, "cannot lock"));
  CHECK_FALSE(tells(told, "limit"));
}

TEST_CASE("a lock of a file that was cut short does not blame the limit, though the range counts as locked by then") {
  if (support::emulated) return;
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(10 * page_size(), 'x'));
  ::chmod(path.c_str(), 0666);
  const mapping file{path};
  std::filesystem::resize_file(path, page_size());
  const auto told = told_under_lock_limit([&] { mmapkit::mlock(file.data(), file.size()); });
  CHECK(tells(told, "cannot lock"));
  CHECK_FALSE(tells(told, "limit"));
}

TEST_CASE("advice that takes locked pages away says that they are locked") {
  if (support::emulated) return;  // QEMU takes the advice and does nothing
  mapping memory{support::anonymous(4 * page_size())};
  std::error_code refused;
  memory.lock(lock_flag::none, refused);
  if (refused) return;
  constexpr std::string_view words = "the memory is locked, unlock it first: ";
  const ways advised{
      {"a part", [&] { memory.advise(page_size(), page_size(), discarding{advice::dont_need}); }},
      {"all", [&] { memory.advise(advice::cold); }},
      {"madvise", [&] { madvise(memory.data(), memory.size(), discarding{advice::dont_need}); }},
      {"msync", [&] { msync(memory.data(), memory.size(), msync_flag::sync | msync_flag::invalidate); }},
      {"sync", [&] { memory.sync(msync_flag::async | msync_flag::invalidate); }},
  };
  for (const auto& way : advised) {
    CAPTURE(way.first);
    CHECK(tells(caught(way.second).what(), words));
  }
  memory.unlock();
  memory.advise(discarding{advice::dont_need});
}

TEST_CASE("advice that is refused for another reason does not speak of locks") {
  mapping memory{support::anonymous(page_size())};
  if (support::emulated) return;
  CHECK_FALSE(
      tells(caught([&] { madvise(memory.data() + 1, page_size(), discarding{advice::dont_need}); }).what(), "locked"));
}

TEST_CASE("memory that is no huge page says so when it is to become one, unless the address is at fault") {
  if (support::emulated || !supported(advice::collapse)) return;
  auto options = support::anonymous(2 * page_size());
  options.mmap = mmap_flag::shared | mmap_flag::anonymous;  // which is no part of the memory beside it
  mapping memory{options};
  constexpr std::string_view words = "no huge page lies whole within it";
  CHECK(tells(caught([&] { memory.advise(advice::collapse); }).what(), words));
  CHECK_FALSE(tells(caught([&] { madvise(memory.data() + 1, page_size(), advice::collapse); }).what(), words));
}

TEST_CASE("a file of the kernel's own says that it can only be read") {
  if (support::emulated) return;  // QEMU maps it
  for (const auto* path : {"/proc/self/status", "/proc/meminfo", "/proc/self/maps"})
    CHECK(
        tells(caught([&] { return mmap(path); }).what(), "it is a file that can only be read, as those under /proc: "));
}
