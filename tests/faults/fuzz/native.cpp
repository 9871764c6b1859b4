#include "native.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

using namespace mmapkit;

namespace fuzz::native {

namespace {

template <class Flag>
struct pair {
  Flag flag;
  unsigned number;
};

// The same for all architectures that the library is tested on.
constexpr pair<protection_flag> protections[] = {
    {protection_flag::read, 1},
    {protection_flag::write, 2},
    {protection_flag::exec, 4},
    {protection_flag::sem, 8},
    {protection_flag::grows_down, 1U << 24},
};

constexpr pair<mmap_flag> flags_of_mmap[] = {
    {mmap_flag::shared, 0x1},        {mmap_flag::private_, 0x2},        {mmap_flag::shared_validate, 0x3},
    {mmap_flag::droppable, 0x8},     {mmap_flag::fixed, 0x10},          {mmap_flag::anonymous, 0x20},
    {mmap_flag::low_2gb, 0x40},      {mmap_flag::above_4gb, 0x80},      {mmap_flag::grows_down, 0x100},
    {mmap_flag::locked, 0x2000},     {mmap_flag::no_reserve, 0x4000},   {mmap_flag::populate, 0x8000},
    {mmap_flag::non_block, 0x10000}, {mmap_flag::stack, 0x20000},       {mmap_flag::huge_table, 0x40000},
    {mmap_flag::sync, 0x80000},      {mmap_flag::no_replace, 0x100000},
};

constexpr pair<msync_flag> flags_of_msync[] = {
    {msync_flag::async, 1}, {msync_flag::invalidate, 2}, {msync_flag::sync, 4}};

constexpr pair<mremap_flag> flags_of_mremap[] = {
    {mremap_flag::may_move, 1}, {mremap_flag::fixed, 2}, {mremap_flag::dont_unmap, 4}};

constexpr pair<advice> advices[] = {
    {advice::normal, 0},          {advice::random, 1},
    {advice::sequential, 2},      {advice::will_need, 3},
    {advice::dont_need, 4},       {advice::free, 8},
    {advice::remove, 9},          {advice::dont_fork, 10},
    {advice::do_fork, 11},        {advice::mergeable, 12},
    {advice::unmergeable, 13},    {advice::huge_page, 14},
    {advice::no_huge_page, 15},   {advice::dont_dump, 16},
    {advice::do_dump, 17},        {advice::wipe_on_fork, 18},
    {advice::keep_on_fork, 19},   {advice::cold, 20},
    {advice::pageout, 21},        {advice::populate_read, 22},
    {advice::populate_write, 23}, {advice::dont_need_locked, 24},
    {advice::guard_install, 102}, {advice::guard_remove, 103},
};

template <class Flag, std::size_t Count>
unsigned all_of(Flag set, const pair<Flag> (&pairs)[Count]) {
  auto sum = native_bits_of(set);
  for (const auto& each : pairs)
    if (has(set, each.flag)) sum |= each.number;
  return sum;
}

// Every shared file is mapped with MAP_SHARED_VALIDATE, so that the kernel judges all flags; but that one refuses
// MAP_FIXED_NOREPLACE, with which it is left out where nothing has to be judged.
unsigned mmap_flags(mmap_flag set) {
  constexpr unsigned validate = 3;
  constexpr auto huge_size = huge_page_field;
  auto sum = all_of(static_cast<mmap_flag>(static_cast<std::uint64_t>(set) & ~huge_size), flags_of_mmap);
  sum |= static_cast<unsigned>(static_cast<std::uint64_t>(set) >> 32 & 0xfc00'0000U);
  const bool shared = has(set, mmap_flag::shared) || has(set, mmap_flag::shared_validate);
  const bool judged = has(set, mmap_flag::sync) || native_bits_of(set) != 0 || !has(set, mmap_flag::no_replace);
  return shared && !has(set, mmap_flag::anonymous) && judged ? sum | validate : sum;
}

}  // namespace

std::optional<int> number(advice what) {
  for (const auto& each : advices)
    if (each.flag == what) return static_cast<int>(each.number);
  return std::nullopt;
}

int protection_with_read(protection_flag flags) {
  if (has(flags, protection_flag::write)) flags |= protection_flag::read;
  return static_cast<int>(all_of(flags, protections));
}

int sync_flags(msync_flag flags) { return static_cast<int>(all_of(flags, flags_of_msync)); }

long map(void* address, const step& one, int file) {
  const auto protection = all_of(one.protection, protections);
  const auto flags = mmap_flags(one.flags);
#ifdef SYS_mmap2
  // Its offset is in units of 4096 bytes: the C library refuses what that cannot tell.
  constexpr std::uint64_t unit = 4096;
  if (one.offset % unit != 0 || one.offset / unit > UINT32_MAX) {
    errno = EINVAL;
    return -1;
  }
  return ::syscall(SYS_mmap2, address, one.length, protection, flags, file,
                   static_cast<std::uint32_t>(one.offset / unit));
#else
  return ::syscall(SYS_mmap, address, one.length, protection, flags, file, one.offset);
#endif
}

long remap(void* address, const step& one, void* new_address) {
  const auto length = has(one.remap, mremap_flag::duplicate) ? 0 : one.length;
  return ::syscall(SYS_mremap, address, length, one.new_length, all_of(one.remap, flags_of_mremap), new_address);
}

}  // namespace fuzz::native
