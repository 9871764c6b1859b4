// What a kernel is taken to have: by its version, by how it answers, and for values that are no flag's.
#include <sys/utsname.h>

#include <cerrno>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "backend/linux/asked_once.hpp"
#include "backend/linux/kernel.hpp"
#include "backend/native_value.hpp"
#include "trial.hpp"

using namespace mmapkit;
using sweep::trial;
using sweep::without;

bool sweep::kernel_is_at_least(unsigned long major, unsigned long minor) {
  return backend::kernel_is_at_least(major, minor);
}

namespace {

template <class Flag>
bool is_there_without(std::string_view call, int code, Flag flag) {
  auto one = without(call, code);
  bool is_there = false;
  REQUIRE(one.act([&] { is_there = backend::available(flag); }));
  return is_there;
}

// All of these, as seen without a version.
template <class... Flags>
bool all_came_later(Flags... flags) {
  return (!is_there_without("uname", EFAULT, flags) && ...);
}
template <class... Flags>
bool all_came_first(Flags... flags) {
  return (is_there_without("uname", EFAULT, flags) && ...);
}

// By which calls a kernel is asked whether it has one.
struct asked {
  call what;
  std::string_view by;
};

constexpr asked by_itself[] = {{call::mlock2, "mlock2"},
                               {call::process_madvise, "process_madvise"},
                               {call::cachestat, "cachestat"},
                               {call::memfd_create, "memfd_create"},
                               {call::memfd_secret, "memfd_secret"},
                               {call::mseal, "mseal"},
                               {call::mbind, "mbind"},
                               {call::set_mempolicy, "set_mempolicy"},
                               {call::get_mempolicy, "get_mempolicy"},
                               {call::node_of, "get_mempolicy"},
                               {call::set_mempolicy_home_node, "set_mempolicy_home_node"},
                               {call::move_pages, "move_pages"},
                               {call::migrate_pages, "migrate_pages"},
                               {call::pkey_mprotect, "pkey_mprotect"},
                               {call::map_shadow_stack, "map_shadow_stack"}};

}  // namespace

#define MMAPKIT_CHECK_NO_FLAG(Type, Underlying) \
  CHECK(backend::native_value(static_cast<Type>(std::numeric_limits<Underlying>::max())).value_or(0) == 0);
TEST_CASE("a value that no flag has has no native number"){MMAPKIT_LISTED_TYPES(MMAPKIT_CHECK_NO_FLAG)}

TEST_CASE("a kernel that does not tell its version is taken for one before all that is told by it") {
  CHECK(all_came_later(mmap_flag::stack, mmap_flag::shared_validate, mmap_flag::sync, mmap_flag::above_4gb,
                       mremap_flag::dont_unmap, mlockall_flag::on_fault, memfd_flag::huge_table, memfd_flag::executable,
                       seal_flag::future_write, seal_flag::exec, file_advice::no_reuse, fallocate_mode::write_zeroes,
                       numa_policy::preferred_many, numa_policy::weighted_interleave, numa_flag::balancing,
                       process_control::refuse_exec_gain, process_control::refuse_exec_gain_no_inherit,
                       process_control::thp_except_advised));
  CHECK(all_came_first(mmap_flag::private_, mremap_flag::may_move, mlockall_flag::current, seal_flag::grow,
                       file_advice::random, fallocate_mode::keep_size, process_control::thp_disable));
}

TEST_CASE("a kernel is as old as its version says") {
  CHECK(backend::kernel_is_at_least(2, 6));
  CHECK_FALSE(backend::kernel_is_at_least(1000, 0));
  unsigned long major = 1;
  while (backend::kernel_is_at_least(major + 1, 0)) ++major;
  unsigned long minor = 0;
  while (backend::kernel_is_at_least(major, minor + 1)) ++minor;
  utsname name{};
  REQUIRE(::uname(&name) == 0);
  CHECK(std::string{name.release}.starts_with(std::to_string(major) + "." + std::to_string(minor)));
}

TEST_CASE("a call that a kernel lacks, or a filter forbids, is not there, and one that refuses is") {
  for (const auto& one : by_itself) {
    const std::string by{one.by};
    CAPTURE(by);
    for (const int code : {ENOSYS, EPERM}) CHECK_FALSE(is_there_without(one.by, code, one.what));
    CHECK(is_there_without(one.by, EFAULT, one.what));
  }
  CHECK_FALSE(is_there_without("map_shadow_stack", EOPNOTSUPP, call::map_shadow_stack));
  CHECK_FALSE(is_there_without("pkey_alloc", ENOSPC, call::pkey_alloc));
  CHECK_FALSE(is_there_without("prctl", EINVAL, call::name_region));
  CHECK_FALSE(is_there_without("memfd_create", ENOSYS, seal_flag::grow));
}

TEST_CASE("of a file of the kernel's that cannot be read, or has no such line, no number is taken") {
  for (const auto* call : {"open", "read"}) {
    auto one = without(call, EIO);
    std::error_code error;
    one.act([&] { CHECK_FALSE(backend::first_number("/proc/meminfo", "MemTotal:", error)); });
    CHECK(error.value() == EIO);
  }
  std::error_code error;
  CHECK_FALSE(backend::first_number("/proc/meminfo", "NoSuchLine:", error));
  CHECK_FALSE(error);
  CHECK_FALSE(backend::first_number("/proc/version", "Linux", error));
  CHECK(backend::first_number("/proc/meminfo", "MemTotal:", error).value_or(0) > 0);
}

TEST_CASE("a number that could not be told is asked for again, and one that could is not") {
  backend::asked_once number;
  int times = 0;
  CHECK(number.get([&]() -> std::optional<std::size_t> { return ++times, std::nullopt; }) == 0);
  CHECK(number.get([&]() -> std::optional<std::size_t> { return ++times, 7; }) == 7);
  CHECK(number.get([&]() -> std::optional<std::size_t> { return ++times, 8; }) == 7);
  CHECK(times == 2);
}
