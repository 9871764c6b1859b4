// A child that was forked while another thread makes the first use of something makes that use itself, and never waits
// for the thread, which it does not have: tried with the thread at each of its system calls.
#include <unistd.h>

#include <atomic>
#include <climits>
#include <mmapkit/page_resource.hpp>
#include <thread>

#include "../../support/child.hpp"
#include "../../support/support.hpp"
#include "backend/fault_injection.hpp"

using namespace mmapkit;
using support::mebibyte;

namespace {

// The call at which the thread of the first use stops until it may go on.
constexpr int never = INT_MAX;
std::atomic<int> stops_at{never};
std::atomic<bool> has_stopped{false};
std::atomic<bool> may_go_on{false};
thread_local bool is_first = false;
thread_local int calls = 0;

enum outcome { came_through, hung, failed, no_such_call };

// In a process that has used nothing yet.
template <class Use>
int fork_at(int call, Use use) {
  stops_at = call;
  std::atomic<bool> has_ended{false};
  std::thread first{[&] {
    is_first = true;
    use();
    has_ended = true;
  }};
  while (!has_stopped && !has_ended) std::this_thread::yield();
  if (!has_stopped) {
    first.join();
    return no_such_call;
  }
  const auto end = support::wait_for(support::start_child(
      [&] {
        ::alarm(10);
        use();
        return 0;
      },
      support::fork_child_with_handlers));
  may_go_on = true;
  first.join();
  if (end.signal != 0) return hung;
  return end.code == 0 ? came_through : failed;
}

template <class Use>
void at_every_call(Use use) {
  int call = 0;
  for (int told = came_through; told != no_such_call; ++call) {
    told =
        support::wait_for(support::start_child([&] { return fork_at(call, use); }, support::fork_child_with_handlers))
            .code;
    CAPTURE(call);
    REQUIRE((told == came_through || told == no_such_call));
  }
  CHECK(call > 1);
}

}  // namespace

namespace mmapkit::fault_injection {

int failure_of(const char* /*call*/, long /*detail*/) noexcept {
  if (!is_first || calls++ != stops_at) return 0;
  has_stopped = true;
  while (!may_go_on) std::this_thread::yield();
  return 0;
}

std::size_t transfer_of(std::size_t length) noexcept { return length; }

paused::paused() noexcept = default;
paused::~paused() = default;

}  // namespace mmapkit::fault_injection

TEST_CASE("a child that was forked during the first allocation allocates") {
  at_every_call([] { static_cast<void>(allocate(4 * mebibyte)); });
  at_every_call([] { static_cast<void>(allocate(page_size(), {.place = below_4gb})); });
  at_every_call([] {
    page_resource pages;
    pages.deallocate(pages.allocate(4 * mebibyte), 4 * mebibyte);
  });
}

TEST_CASE("a child that was forked while the sizes of huge pages are found finds them") {
  at_every_call([] { static_cast<void>(huge_page_sizes()); });
}

TEST_CASE("a child that was forked during the first guarded access accesses under guard") {
  const support::scratch folder;
  const auto content = support::pattern(100);
  const auto path = folder.file("file", content);
  at_every_call([&] {
    const mapping memory{path};
    std::byte byte{};
    guarded_copy({&byte, 1}, memory, 1);
    if (byte != static_cast<std::byte>(content[1])) ::_exit(1);
  });
}

TEST_CASE("a child that was forked during the first freeze freezes memory of its own") {
  at_every_call([] {
    freezable table{page_size()};
    static_cast<void>(table.freeze());
    table.writable_bytes()[0] = std::byte{1};
    if (const auto before = table.freeze(); before.bytes()[0] != std::byte{1}) ::_exit(1);
  });
}

TEST_CASE("a child that was forked during the first use of other memory uses it too") {
  at_every_call([] { growable<int>{std::size_t{1} << 24}.push_back(1); });
  at_every_call([] { const mirrored_buffer ring{page_size()}; });
  at_every_call([] { const dual_mapping code{page_size()}; });
  at_every_call([] { mapping{support::anonymous(5000)}.resize(50'000); });
}

TEST_CASE("a child that was forked while the system is asked what it has asks it itself") {
  at_every_call([] {
    for (const auto& row : rows<mmap_flag>) static_cast<void>(supported(row.flag));
    for (const auto& row : rows<advice>) static_cast<void>(supported(row.flag));
    for (const auto& row : rows<memfd_flag>) static_cast<void>(supported(row.flag));
  });
}
