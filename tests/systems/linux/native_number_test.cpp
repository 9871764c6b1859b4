// Advice and policies by the system's own number.
#include <linux/mempolicy.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "../../support/child.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("advice by number does what the advice of that name does") {
  mapping memory{support::anonymous(page_size())};
  memory.writable_bytes()[0] = std::byte{1};
  madvise(memory.data(), memory.size(), native_number<advice>(MADV_DONTNEED));
  CHECK(memory.bytes()[0] == std::byte{0});
}

TEST_CASE("a number that the kernel does not know is the kernel's error, and its name tells the number") {
  if (support::emulated) return;
  mapping memory{support::anonymous(page_size())};
  constexpr auto nobody = native_number<advice>(0x7777);
  const auto error = caught([&] { madvise(memory.data(), memory.size(), nobody); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string{error.what()}.find("native(0x7777)") != std::string::npos);
}

TEST_CASE("a number is written and read back, and is the system's own") {
  constexpr auto number = native_number<file_advice>(5);
  CHECK(to_string(number) == "native(0x5)");
  CHECK(from_string<file_advice>("native(0x5)") == number);
  CHECK(native_value(number) == 5U);
  CHECK(supported(number));
  CHECK(native_number_of(number) == 5U);
  CHECK_FALSE(native_number_of(file_advice::will_need));
  CHECK_FALSE(from_string<file_advice>("native(0x5"));
}

TEST_CASE("a policy by number is that policy, and its nodes can be asked for") {
  if (!supported(call::mbind)) return;
  mapping memory{support::anonymous(page_size())};
  const auto node = std::array{allowed_nodes().front()};
  mbind(memory.data(), memory.size(), native_number<numa_policy>(MPOL_INTERLEAVE), node);
  CHECK(get_mempolicy(memory.data()) == numa_policy::interleave);
  CHECK(policy_nodes(memory.data()) == std::vector<unsigned>{node.front()});
  CHECK(policy_nodes().empty());
}

TEST_CASE("the pages of another process are found and moved there") {
  if (!supported(call::move_pages)) return;
  mapping memory{support::anonymous(page_size())};
  support::pipe_ends touched;
  const auto child = support::start_child([&] {
    memory.writable_bytes()[0] = std::byte{1};
    touched.close_writer();
    return ::pause();
  });
  touched.close_writer();
  static_cast<void>(touched.read_all());
  std::array pages{page_status{memory.data()}};
  find_nodes(pages);
  CHECK(pages[0].error);  // here nobody has touched it
  find_nodes(child, pages);
  CHECK_FALSE(pages[0].error);
  pages[0].node = allowed_nodes().front();
  move_pages(child, pages);
  CHECK_FALSE(pages[0].error);
  const std::array node{allowed_nodes().front()};
  CHECK(migrate_pages(child, node, node) == 0);
  ::kill(child, SIGKILL);
  CHECK(support::wait_for(child).signal == SIGKILL);
}

TEST_CASE("a process that is not there is told by its number") {
  if (!supported(call::move_pages)) return;
  std::array pages{page_status{nullptr}};
  const auto error = caught([&] { find_nodes(0x7ffffff0, pages); });
  CHECK(error.code() == std::errc::no_such_process);
  CHECK(std::string{error.what()}.find("2147483632") != std::string::npos);
}

TEST_CASE("flags of cachestat and mseal reach the kernel, which has none yet") {
  const support::scratch folder;
  const support::plain_file file{folder.file("data", "x"), support::file_access::write};
  if (supported(call::cachestat))
    CHECK(caught([&] { static_cast<void>(cachestat(file.get(), 0, 0, 1)); }).code() == std::errc::invalid_argument);
  mapping memory{support::anonymous(page_size())};
  if (supported(call::mseal))
    CHECK(caught([&] { mmapkit::mseal(memory.data(), memory.size(), 1); }).code() == std::errc::invalid_argument);
}
