// What FreeBSD and OpenBSD add to shm_open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include <mmapkit/flags.hpp>
#include <mmapkit/native_handle.hpp>

namespace mmapkit {

// What shm_open2 makes beside what shm_open does.
// Source: FreeBSD shm_open(2).
enum class shm_flag : std::uint64_t {
  none = 0,
  allow_sealing = 1U << 0,
  grow_on_write = 1U << 1,
  large_page = 1U << 2,
};

template <>
inline constexpr bool is_bitmask<shm_flag> = true;

template <>
inline constexpr flag_row<shm_flag> rows<shm_flag>[] = {
    {shm_flag::none, "none", mark::freebsd, "FreeBSD 13.0", "as shm_open"},
    {shm_flag::allow_sealing, "allow_sealing", mark::freebsd, "FreeBSD 13.0", "add_seals may forbid changes to it"},
    {shm_flag::grow_on_write, "grow_on_write", mark::freebsd, "FreeBSD 13.0", "writing beyond the end makes it longer"},
    {shm_flag::large_page, "large_page", mark::freebsd, "FreeBSD 13.0",
     "it is made of large pages; shm_create_largepage says of which"},
};

// What shm_rename does where the other name is taken.
// Source: FreeBSD shm_rename(2).
enum class shm_rename_flag : std::uint64_t {
  none = 0,
  no_replace = 1U << 0,
  exchange = 1U << 1,
};

template <>
inline constexpr bool is_bitmask<shm_rename_flag> = true;

template <>
inline constexpr flag_row<shm_rename_flag> rows<shm_rename_flag>[] = {
    {shm_rename_flag::none, "none", mark::freebsd, "FreeBSD 13.0", "the object that had it loses it"},
    {shm_rename_flag::no_replace, "no_replace", mark::freebsd, "FreeBSD 13.0", "an error"},
    {shm_rename_flag::exchange, "exchange", mark::freebsd, "FreeBSD 13.0", "the two objects change names"},
};

// What happens where large pages are short. Not a set.
// Source: FreeBSD shm_create_largepage(3).
enum class large_page_policy : std::uint8_t { wait_little, no_wait, wait };

template <>
inline constexpr flag_row<large_page_policy> rows<large_page_policy>[] = {
    {large_page_policy::wait_little, "wait_little", mark::freebsd, "FreeBSD 13.0",
     "an error after some tries to make one from smaller ones: the default"},
    {large_page_policy::no_wait, "no_wait", mark::freebsd, "FreeBSD 13.0", "an error at once"},
    {large_page_policy::wait, "wait", mark::freebsd, "FreeBSD 13.0", "it is waited for"},
};

// int shm_open2(const char *path, int flags, mode_t mode, int shmflags, const char *name);
//
// shm_open with flags. An empty name is none at all: memory that no other process can open (SHM_ANON), made with
// open_flag::create. The handle is close-on-exec and yours: close_file it.
//
// Throws: mmap_error, as shm_open. Platforms: FreeBSD 13. Elsewhere memfd_create makes memory without a name.
//
//     const auto memory = shm_open2("", flags, shm_flag::grow_on_write);
//
// Source: FreeBSD shm_open(2).
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_open2(std::string_view name, open_flag flags, shm_flag how,
                                                     unsigned mode = 0600);
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_open2(std::string_view name, open_flag flags, shm_flag how,
                                                     unsigned mode, std::error_code& error) noexcept;

// int shm_rename(const char *path_from, const char *path_to, int flags);
//
// Gives a shared memory object another name. Who has it open keeps it.
//
// Throws: mmap_error; file_exists by no_replace; invalid_argument for no_replace with exchange.
// Platforms: FreeBSD 13.
//
//     shm_rename("/index.new", "/index");
//
// Source: FreeBSD shm_rename(2).
MMAPKIT_EXPORT void shm_rename(std::string_view from, std::string_view to,
                               shm_rename_flag flags = shm_rename_flag::none);
MMAPKIT_EXPORT void shm_rename(std::string_view from, std::string_view to, shm_rename_flag flags,
                               std::error_code& error) noexcept;

// int shm_create_largepage(const char *path, int flags, int psind, int alloc_policy, mode_t mode);
//
// Makes shared memory of pages of `page_size` bytes, one of the sizes that the processor has; an empty name is none, as
// for shm_open2. Its length is set later, a multiple of that, and never made smaller.
//
// Throws: mmap_error; invalid_argument for a size that there is not. Platforms: FreeBSD 13.
//
//     const auto memory = shm_create_largepage("/pool", flags, 2 << 20);
//
// Source: FreeBSD shm_create_largepage(3).
[[nodiscard]] MMAPKIT_EXPORT native_handle
shm_create_largepage(std::string_view name, open_flag flags, std::size_t page_size,
                     large_page_policy policy = large_page_policy::wait_little, unsigned mode = 0600);
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_create_largepage(std::string_view name, open_flag flags,
                                                                std::size_t page_size, large_page_policy policy,
                                                                unsigned mode, std::error_code& error) noexcept;

// int shm_mkstemp(char *template);
//
// Makes shared memory under a name that nothing else has: that of `name`, whose trailing Xs, at least six, are
// replaced. Open for reading and writing by this user alone. The handle is close-on-exec and yours: close_file it.
//
// Throws: mmap_error; invalid_argument for a name without Xs. Platforms: OpenBSD.
//
//     std::string name = "/queue.XXXXXXXXXX";
//     const auto memory = shm_mkstemp(name);
//
// Source: OpenBSD shm_open(3).
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_mkstemp(std::string& name);
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_mkstemp(std::string& name, std::error_code& error) noexcept;

}  // namespace mmapkit
