// A kernel that has none of the newer calls, played by a seccomp filter that answers ENOSYS to each: the library says
// so, and nothing else breaks.
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <vector>

#include "../support/support.hpp"
#include "../truth/use.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

constexpr call newer_calls[] = {call::mlock2,
                                call::process_madvise,
                                call::cachestat,
                                call::memfd_create,
                                call::memfd_secret,
                                call::pkey_alloc,
                                call::pkey_free,
                                call::pkey_mprotect,
                                call::mseal,
                                call::mbind,
                                call::set_mempolicy,
                                call::get_mempolicy,
                                call::set_mempolicy_home_node,
                                call::move_pages,
                                call::migrate_pages,
                                call::map_shadow_stack};

// From now on, for the whole process: each of them is ENOSYS. Whether the system let the filter in.
bool take_calls_away() {
  std::vector<sock_filter> filter{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  const auto take_away = [&](unsigned number) {
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
  };
  for (const auto each : newer_calls) take_away(static_cast<unsigned>(native_value(each).value()));
  take_away(SYS_statx);
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

void on_an_old_kernel() {
  static const bool is_old = take_calls_away();
  REQUIRE(is_old);
}

bool is_absent(const std::error_code& code) {
  return code == std::errc::function_not_supported || code == std::errc::operation_not_supported;
}

}  // namespace

TEST_CASE("each call that the kernel lacks is said to be absent, and fails so") {
  on_an_old_kernel();
  for (const auto each : newer_calls) {
    CAPTURE(to_string(each));
    CHECK_FALSE(supported(each));
    const auto error = caught([each] { truth::use(each); });
    CHECK(is_absent(error.code()));
    CHECK(error.operation() == to_string(each));
  }
  for (const auto by_another_name : {call::node_of, call::allowed_nodes, call::find_nodes}) {
    CHECK_FALSE(supported(by_another_name));
    CHECK(is_absent(caught([&] { truth::use(by_another_name); }).code()));
  }
}

TEST_CASE("flags that only such a call takes are not offered") {
  on_an_old_kernel();
  CHECK_FALSE(supported(lock_flag::on_fault));
  for (const auto& row : rows<memfd_flag>) CHECK_FALSE(supported(row.flag));
  for (const auto& row : rows<seal_flag>) CHECK_FALSE(supported(row.flag));
  CHECK_FALSE(supported(numa_policy::bind));
  CHECK_FALSE(supported(numa_move::move));
  CHECK_FALSE(supported(shadow_stack_flag::set_token));
  CHECK(if_supported(lock_flag::on_fault) == lock_flag::none);
}

TEST_CASE("every other call is there as before") {
  on_an_old_kernel();
  for (const auto each :
       {call::mmap, call::munmap, call::mprotect, call::msync, call::mlock, call::munlock, call::madvise,
        call::posix_madvise, call::mincore, call::mremap, call::posix_fadvise, call::fallocate, call::sync_file_range,
        call::regions, call::find_region_usage, call::set_process_control, call::shm_open}) {
    CAPTURE(to_string(each));
    CHECK(supported(each));
  }
}

TEST_CASE("a mapping does all of its work") {
  on_an_old_kernel();
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping file{path, support::shared_writable()};
  file.resize(3 * page_size());
  file.writable_bytes()[2 * page_size()] = std::byte{'x'};
  file.sync();
  file.advise(advice::will_need);
  file.lock();
  CHECK(file.residency().known);
  CHECK(file.residency().resident == 3);
  file.unlock();
  file.protect(protection_flag::read);
  file.unmap();
  CHECK(std::filesystem::file_size(path) == 3 * page_size());
  CHECK(support::read_file(path)[2 * page_size()] == 'x');
}

TEST_CASE("memory can be mapped, protected, locked, discarded, moved and found") {
  on_an_old_kernel();
  const auto memory = mmap(support::anonymous(2 * page_size()));
  support::bytes(memory)[0] = std::byte{1};
  mlock(memory.addr, memory.size);
  mlock2(memory.addr, memory.size, lock_flag::none);
  munlock(memory.addr, memory.size);
  mprotect(memory.addr, memory.size, protection_flag::read);
  CHECK(find_region(memory.addr)->protection == protection_flag::read);
  mprotect(memory.addr, memory.size, support::read_write);
  madvise(memory.addr, memory.size, discarding{advice::dont_need});
  CHECK(support::bytes(memory)[0] == std::byte{0});
  msync(memory.addr, memory.size, msync_flag::sync);
  void* const moved = mremap(memory.addr, memory.size, 8 * page_size(), mremap_flag::may_move);
  munmap(moved, 8 * page_size());
  CHECK(std::ranges::none_of(regions(), [moved](const region& each) { return each.addr == moved; }));
}

TEST_CASE("memory that should lie on a node is refused, and nothing stays mapped") {
  on_an_old_kernel();
  auto options = support::anonymous(page_size());
  options.numa_node = 0;
  const auto mapped_before = regions().size();
  CHECK(is_absent(caught([&] { return mmap(options); }).code()));
  CHECK(regions().size() == mapped_before);
}
