// Huge pages that a process is promised and cannot have: an error now, and no SIGBUS later.
#include <fcntl.h>
#include <unistd.h>

#include <mmapkit/page_resource.hpp>
#include <string>
#include <vector>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"

using namespace mmapkit;
using support::mebibyte;

namespace {

constexpr std::size_t page = 2 * mebibyte;

// What the body tells in a process that may have no huge pages, though the pool has some; nothing where there is no
// such process to be had.
template <class Body>
std::string told_without_huge_pages(Body body) {
  const support::huge_page_pool pool{2, page};
  const support::group_without_huge_pages group;
  if (!pool.there() || !group.there() || support::emulated) {
    MESSAGE("no control group without huge pages can be had here: not tried");
    return {};
  }
  return support::told_by_child(
      [&]() -> std::string {
        if (!group.enter()) return "not in the group";
        try {
          body();
        } catch (const mmap_error& error) {
          return error.code() == std::errc::not_enough_memory ? error.what()
                                                              : std::string{"another error: "} + error.what();
        } catch (const std::bad_alloc&) {
          return "too few free pages";
        }
        return "no error";
      },
      support::fork_child_with_handlers);
}

void check_told(const std::string& told) {
  CAPTURE(told);
  CHECK((told.empty() || told.find("too few free pages") != std::string::npos));
}

// A file of two huge pages, of which the first one is there, in a child process that is gone by now: nobody maps it.
int sent_file(seal_flag seals) {
  const int file = memfd_create("index", memfd_flag::allow_sealing | memfd_flag::huge_table | memfd_flag::huge_2mb);
  REQUIRE(::ftruncate(file, 2 * page) == 0);
  auto options = support::shared_writable();
  options.size = page;
  options.mmap |= mmap_flag::no_reserve;
  *mapping{file, options}.data() = std::byte{1};
  add_seals(file, seals);
  return file;
}

bool has_files_of_huge_pages() {
  return supported(memfd_flag::huge_table | memfd_flag::huge_2mb) && !support::emulated;
}

}  // namespace

TEST_CASE("allocate in a control group without huge pages tells at once that there are too few") {
  for (const unsigned threads : {0U, 1U, 2U}) {
    CAPTURE(threads);
    check_told(told_without_huge_pages([&] {
      auto memory =
          allocate(2 * page, {.huge_pages = huge_page_use::required, .page_size = page, .prefault_threads = threads});
      memory.data()[0] = std::byte{1};
    }));
  }
}

TEST_CASE("a resource of required huge pages has none in a control group without them") {
  check_told(told_without_huge_pages([] {
    page_resource pages{{.huge_pages = huge_page_use::required, .page_size = page}};
    *static_cast<char*>(pages.allocate(page)) = 1;
  }));
}

TEST_CASE("populated and locked memory in huge pages is an error in a control group without them") {
  for (const auto flag : {mmap_flag::populate, mmap_flag::locked}) {
    CAPTURE(to_string(flag));
    check_told(told_without_huge_pages([&] {
      auto options = support::anonymous(page);
      options.mmap |= mmap_flag::huge_table | mmap_flag::huge_2mb | flag;
      mapping memory{options};
      memory.data()[0] = std::byte{1};
    }));
  }
}

TEST_CASE("memory in required huge pages is there when allocate returns") {
  if (support::emulated) return;  // QEMU tells nothing of what is resident
  const support::huge_page_pool pool{2, page};
  if (!pool.there()) return;
  const auto memory = allocate(2 * page, {.huge_pages = huge_page_use::required, .page_size = page});
  CHECK(memory.state().resident == 2 * page);
}

TEST_CASE("sealed memory in huge pages is refused while who sent it can punch holes") {
  const support::huge_page_pool pool{2, page};
  if (!pool.there() || !has_files_of_huge_pages()) return;
  const int file = sent_file(seal_flag::shrink | seal_flag::grow);
  const auto error = support::caught([&] { return sealed_memory::from_handle(file); });
  CHECK(error.code() == std::errc::operation_not_permitted);
  CHECK(std::string{error.what()}.find("huge pages") != std::string::npos);
  ::close(file);
}

TEST_CASE("sealed memory in huge pages that nobody can write keeps every page") {
  const support::huge_page_pool pool{2, page};
  if (!pool.there() || !has_files_of_huge_pages()) return;
  for (const auto seal : {seal_flag::write, seal_flag::future_write}) {
    const int file = sent_file(seal_flag::shrink | seal_flag::grow | seal);
    const auto received = sealed_memory::from_handle(::dup(file));
    CHECK(::fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, page) != 0);
    CHECK(received.bytes()[0] == std::byte{1});
    CHECK(received.bytes()[page] == std::byte{0});
    ::close(file);
  }
}

TEST_CASE("sealed memory in huge pages has no holes that the pool cannot fill") {
  const support::huge_page_pool pool{2, page};
  if (!pool.there() || !has_files_of_huge_pages()) return;
  const int file = sent_file(seal_flag::shrink | seal_flag::grow | seal_flag::write);
  std::vector<mapping> others;  // take what is left in the pool
  for (;;) {
    auto options = support::anonymous(page);
    options.mmap |= mmap_flag::huge_table | mmap_flag::huge_2mb | mmap_flag::populate;
    std::error_code none_left;
    others.emplace_back(options, none_left);
    if (none_left) break;
  }
  const auto before = support::open_files();
  CHECK(support::caught([&] { return sealed_memory::from_handle(file); }).code() == std::errc::not_enough_memory);
  CHECK(support::open_files() == before);
  others.clear();
  const auto received = sealed_memory::from_handle(file);
  CHECK(received.bytes()[page] == std::byte{0});
}

TEST_CASE("sealed memory in huge pages has no holes that a control group does not allow to fill") {
  const support::huge_page_pool pool{2, page};
  if (!pool.there() || !has_files_of_huge_pages()) return;
  const int file = sent_file(seal_flag::shrink | seal_flag::grow | seal_flag::write);
  check_told(told_without_huge_pages([&] {
    const auto received = sealed_memory::from_handle(::dup(file));
    static_cast<void>(*static_cast<const volatile std::byte*>(received.data() + page));
  }));
  ::close(file);
}
