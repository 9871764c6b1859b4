// A call that throws, and its form that reports, tell the same; also those that Linux has not. What is asked for is
// refused, so that nothing changes.
#include <array>
#include <atomic>
#include <mmapkit/calls/wait_on_address.hpp>
#include <mmapkit/interprocess_mutex.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "../../support/interprocess_mutex.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;

namespace {

// Calls the one form and the other: `act` is given an error_code, or nothing. The error names the call.
template <class Act>
std::error_code refused(std::string_view call, Act act) {
  CAPTURE(call);
  const auto thrown = support::caught([&] { act(); });
  CHECK(thrown.operation() == call);
  std::error_code reported;
  act(reported);
  CHECK(reported == thrown.code());
  CHECK(reported);
  return reported;
}

std::byte* no_memory() {
  constexpr std::size_t length = 64 * support::mebibyte;  // what is mapped later begins at its end
  auto memory = mmap(support::anonymous(length));
  auto* const middle = support::bytes(memory) + length / 2;
  munmap(memory);
  return middle;
}

constexpr auto not_here = std::errc::operation_not_supported;

}  // namespace

TEST_CASE("advice, locks and states of memory that is not there") {
  if (support::emulated) return;  // QEMU takes advice for any address, and lacks some of the calls
  const auto unit = page_size();
  auto* const none = no_memory();
  std::array<unsigned char, 1> state{};
  const std::vector<std::span<std::byte>> ranges{{none, unit}};
  CHECK(refused("madvise", [&](auto&... e) { madvise(none, unit, advice::sequential, e...); }) ==
        std::errc::not_enough_memory);
  CHECK(refused("posix_madvise", [&](auto&... e) { posix_madvise(none, unit, posix_advice::random, e...); }) ==
        std::errc::not_enough_memory);
  CHECK(refused("mlock", [&](auto&... e) { mlock(none, unit, e...); }) == std::errc::not_enough_memory);
  CHECK(refused("mlock2", [&](auto&... e) { mlock2(none, unit, lock_flag::on_fault, e...); }) ==
        std::errc::not_enough_memory);
  CHECK(refused("munlock", [&](auto&... e) { munlock(none, unit, e...); }) == std::errc::not_enough_memory);
  CHECK(refused("mlockall", [&](auto&... e) { mlockall(mlockall_flag{}, e...); }) == std::errc::invalid_argument);
  CHECK(refused("mincore", [&](auto&... e) { mincore(none, unit, state, e...); }) == std::errc::not_enough_memory);
  CHECK(refused("process_madvise", [&](auto&... e) {
          static_cast<void>(process_madvise(no_handle, ranges, advice::cold, e...));
        }) == std::errc::not_enough_memory);
}

TEST_CASE("policies and nodes of memory that is not there") {
  if (!supported(call::mbind)) return;
  const auto unit = page_size();
  auto* const none = no_memory();
  const unsigned far[] = {1000};
  const unsigned node[] = {0};
  std::array pages{page_status{.addr = none, .node = 1000}};
  refused("mbind",
          [&](auto&... e) { mbind(none, unit, numa_policy::bind, node, numa_flag::none, numa_move::none, e...); });
  refused("set_mempolicy", [&](auto&... e) { set_mempolicy(numa_policy::bind, far, numa_flag::none, e...); });
  refused("get_mempolicy", [&](auto&... e) { static_cast<void>(get_mempolicy(none, e...)); });
  refused("node_of", [&](auto&... e) { static_cast<void>(node_of(none, e...)); });
  refused("set_mempolicy_home_node", [&](auto&... e) { set_mempolicy_home_node(none, unit, 1000, e...); });
  refused("move_pages", [&](auto&... e) { move_pages(pages, numa_move::none, e...); });
  refused("migrate_pages", [&](auto&... e) { static_cast<void>(migrate_pages(far, far, e...)); });
}

TEST_CASE("rules, names, keys and shadow stacks that cannot be had") {
  const auto unit = page_size();
  auto* const none = no_memory();
  refused("name_region", [&](auto&... e) { name_region(none, unit, std::string(300, 'x'), e...); });
  refused("map_shadow_stack",
          [&](auto&... e) { static_cast<void>(map_shadow_stack(none, 0, shadow_stack_flag::none, e...)); });
  refused("pkey_free", [&](auto&... e) { pkey_free(-5, e...); });
  refused("pkey_get", [](auto&... e) { static_cast<void>(mmapkit::pkey_get(-5, e...)); });
  refused("pkey_set", [](auto&... e) { mmapkit::pkey_set(-5, key_right::none, e...); });
  refused("pkey_mprotect", [&](auto&... e) { pkey_mprotect(none, unit, protection_flag::read, 1000, e...); });
  refused("mseal", [&](auto&... e) { mseal(none, unit, e...); });
  refused("mremap", [&](auto&... e) {
    static_cast<void>(mremap(none, unit, unit, mremap_flag::fixed, static_cast<void*>(nullptr), e...));
  });
}

TEST_CASE("words and mutexes that cannot be had") {
  const auto& nowhere = *reinterpret_cast<const std::atomic<std::uint32_t>*>(no_memory());
  refused("notify_one", [&](auto&... e) { notify_one(nowhere, e...); });
  refused("notify_all", [&](auto&... e) { notify_all(nowhere, e...); });
  if (!support::has_mutexes()) return;
  interprocess_mutex mutex;
  refused("unlock_mutex", [&](auto&... e) { mutex.unlock(e...); });
  mutex.lock();
  refused("lock_mutex", [&](auto&... e) { mutex.lock(e...); });
  mutex.unlock();
}

TEST_CASE("files and names that are not there") {
  refused("open", [](auto&... e) { static_cast<void>(open_file("/nowhere/at all", open_flag::read, e...)); });
  refused("close", [](auto&... e) { close_file(no_handle, e...); });
  refused("shm_open", [](auto&... e) {
    static_cast<void>(shm_open("/mmapkit-nobody-has-this", open_flag::read, 0600, std::uint64_t{0}, e...));
  });
  refused("shm_unlink", [](auto&... e) { mmapkit::shm_unlink("/mmapkit-nobody-has-this", e...); });
  refused("memfd_create",
          [](auto&... e) { static_cast<void>(memfd_create(std::string(400, 'x'), memfd_flag{}, e...)); });
  refused("add_seals", [](auto&... e) { add_seals(no_handle, seal_flag::shrink, e...); });
  refused("get_seals", [](auto&... e) { static_cast<void>(get_seals(no_handle, e...)); });
  if (supported(call::cachestat))
    refused("cachestat",
            [](auto&... e) { static_cast<void>(cachestat(no_handle, std::uint64_t{0}, std::uint64_t{0}, e...)); });
}

TEST_CASE("what could not be opened is no handle") {
  std::error_code error;
  CHECK(open_file("/nowhere/at all", open_flag::read, error) == no_handle);
  CHECK(shm_open("/mmapkit-nobody-has-this", open_flag::read, 0600, 0, error) == no_handle);
  CHECK(shm_open("a/slash", open_flag::read, 0600, 0, error) == no_handle);
  CHECK(memfd_create(std::string(400, 'x'), memfd_flag{}, error) == no_handle);
  CHECK(mremap(no_memory(), page_size(), page_size(), mremap_flag::fixed, nullptr, error) == nullptr);
  CHECK(map_shadow_stack(nullptr, 0, shadow_stack_flag::none, error) == nullptr);
  CHECK(mquery(nullptr, page_size(), error) == nullptr);
  CHECK(pkey_alloc(static_cast<key_right>(0x80), error) == -1);
}

TEST_CASE("what Linux has not says so") {
  const auto unit = page_size();
  auto* const none = no_memory();
  CHECK(refused("minherit", [&](auto&... e) { minherit(none, unit, inherit::none, e...); }) == not_here);
  CHECK(refused("mquery", [&](auto&... e) { static_cast<void>(mquery(none, unit, e...)); }) == not_here);
  CHECK(refused("posix_mem_offset", [&](auto&... e) { static_cast<void>(posix_mem_offset(none, unit, e...)); }) ==
        not_here);
  CHECK(refused("posix_typed_mem_get_info",
                [&](auto&... e) { static_cast<void>(posix_typed_mem_get_info(no_handle, e...)); }) == not_here);
}
