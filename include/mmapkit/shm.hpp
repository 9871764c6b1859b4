// The calls for shared memory objects: with a name, without one, secret, sealed. shared_memory owns one of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include <mmapkit/flags.hpp>
#include <mmapkit/native_file.hpp>

namespace mmapkit {

// int shm_open(const char *name, int oflag, mode_t mode);
//
// Opens the shared memory of that name, or creates it with open_flag::create or ensure_create. The name begins with a
// slash, has no other, is not "/." or "/..", and has at most 255 bytes (30 on macOS). `mode` are the permissions of a
// new object, less the umask. With a `size`, in bytes, an object that is smaller grows to it; without, mmap of the
// handle grows it. The handle is close-on-exec and yours: close_file it. Of open_flag, read, write, create,
// ensure_create and truncate may be given.
//
// Throws: mmap_error; file_exists for ensure_create; no_such_file_or_directory; invalid_argument for the name.
// Platforms: every. On Windows it is a section named Local\name, which has its size from the beginning (creating one
// needs `size`, and truncate is refused), whose permissions are the user's (a mode other than 0600 is refused), and
// whose name is gone with its last handle, and its memory with its last view. Sizes are rounded up to pages there.
//
//     const auto memory = shm_open("/queue", open_flag::read | open_flag::write | open_flag::create, 0600, 1 << 20);
//
// Source: POSIX.1-2024 shm_open(); CreateFileMappingW, OpenFileMappingW.
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_open(std::string_view name, open_flag flags, unsigned mode = 0600,
                                                    std::uint64_t size = 0);
[[nodiscard]] MMAPKIT_EXPORT native_handle shm_open(std::string_view name, open_flag flags, unsigned mode,
                                                    std::uint64_t size, std::error_code& error) noexcept;

// int shm_unlink(const char *name);
//
// Takes the name away. Who has the memory keeps it; the next shm_open of the name makes another.
// Throws: mmap_error; no_such_file_or_directory.
// Platforms: POSIX. On Windows a section has its name as long as it lives: refused.
//
//     shm_unlink("/queue");
//
// Source: POSIX.1-2024 shm_unlink().
MMAPKIT_EXPORT void shm_unlink(std::string_view name);
MMAPKIT_EXPORT void shm_unlink(std::string_view name, std::error_code& error) noexcept;

// How a file in memory is made. At most one size of huge pages, with huge_table.
// Source: Linux and FreeBSD memfd_create(2).
enum class memfd_flag : std::uint64_t {
  close_on_exec = 1U << 0,
  allow_sealing = 1U << 1,
  huge_table = 1U << 2,
  no_exec_seal = 1U << 3,
  executable = 1U << 4,
  huge_16kb = std::uint64_t{14} << huge_page_shift,
  huge_64kb = std::uint64_t{16} << huge_page_shift,
  huge_512kb = std::uint64_t{19} << huge_page_shift,
  huge_1mb = std::uint64_t{20} << huge_page_shift,
  huge_2mb = std::uint64_t{21} << huge_page_shift,
  huge_8mb = std::uint64_t{23} << huge_page_shift,
  huge_16mb = std::uint64_t{24} << huge_page_shift,
  huge_32mb = std::uint64_t{25} << huge_page_shift,
  huge_256mb = std::uint64_t{28} << huge_page_shift,
  huge_512mb = std::uint64_t{29} << huge_page_shift,
  huge_1gb = std::uint64_t{30} << huge_page_shift,
  huge_2gb = std::uint64_t{31} << huge_page_shift,
  huge_16gb = std::uint64_t{34} << huge_page_shift,
};

template <>
inline constexpr bool is_bitmask<memfd_flag> = true;

template <>
inline constexpr std::uint64_t value_field<memfd_flag> = huge_page_field;

template <>
inline constexpr flag_row<memfd_flag> rows<memfd_flag>[] = {
    {memfd_flag::close_on_exec, "close_on_exec", mark::linux_ | mark::freebsd, "Linux 3.17",
     "not inherited by another program; always so in this library"},
    {memfd_flag::allow_sealing, "allow_sealing", mark::linux_ | mark::freebsd, "Linux 3.17", "add_seals may be used"},
    {memfd_flag::huge_table, "huge_table", mark::linux_ | mark::freebsd, "Linux 4.14",
     "from the system's pool of huge pages"},
    {memfd_flag::no_exec_seal, "no_exec_seal", mark::linux_, "Linux 6.3", "not executable, and sealed to stay so"},
    {memfd_flag::executable, "executable", mark::linux_, "Linux 6.3", "executable, also where the system prefers not"},
    {memfd_flag::huge_16kb, "huge_16kb", mark::linux_ | mark::freebsd, "Linux 5.14",
     "with huge_table: pages of 16 KiB"},
    {memfd_flag::huge_64kb, "huge_64kb", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 64 KiB"},
    {memfd_flag::huge_512kb, "huge_512kb", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 512 KiB"},
    {memfd_flag::huge_1mb, "huge_1mb", mark::linux_ | mark::freebsd, "Linux 4.14", "with huge_table: pages of 1 MiB"},
    {memfd_flag::huge_2mb, "huge_2mb", mark::linux_ | mark::freebsd, "Linux 4.14", "with huge_table: pages of 2 MiB"},
    {memfd_flag::huge_8mb, "huge_8mb", mark::linux_ | mark::freebsd, "Linux 4.14", "with huge_table: pages of 8 MiB"},
    {memfd_flag::huge_16mb, "huge_16mb", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 16 MiB"},
    {memfd_flag::huge_32mb, "huge_32mb", mark::linux_ | mark::freebsd, "Linux 4.20",
     "with huge_table: pages of 32 MiB"},
    {memfd_flag::huge_256mb, "huge_256mb", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 256 MiB"},
    {memfd_flag::huge_512mb, "huge_512mb", mark::linux_ | mark::freebsd, "Linux 4.20",
     "with huge_table: pages of 512 MiB"},
    {memfd_flag::huge_1gb, "huge_1gb", mark::linux_ | mark::freebsd, "Linux 4.14", "with huge_table: pages of 1 GiB"},
    {memfd_flag::huge_2gb, "huge_2gb", mark::linux_ | mark::freebsd, "Linux 4.14", "with huge_table: pages of 2 GiB"},
    {memfd_flag::huge_16gb, "huge_16gb", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 16 GiB"},
};

// int memfd_create(const char *name, unsigned int flags);
//
// A file that lives in memory, of length 0, without a name in any folder; `name`, at most 249 bytes, is for debuggers.
// mmap of the handle grows it. The handle is yours: close_file it.
// Throws: mmap_error; invalid_argument for the name.
// Platforms: Linux 3.17, FreeBSD 13.
//
//     const auto file = memfd_create("scratch", memfd_flag::allow_sealing);
//
// Source: Linux memfd_create(2).
[[nodiscard]] MMAPKIT_EXPORT native_handle memfd_create(std::string_view name, memfd_flag flags = {});
[[nodiscard]] MMAPKIT_EXPORT native_handle memfd_create(std::string_view name, memfd_flag flags,
                                                        std::error_code& error) noexcept;

// int memfd_secret(unsigned int flags);
//
// As memfd_create, for memory that the kernel itself does not see: only shared mappings of this process and of who gets
// the handle can read it. It counts against the limit of locked memory, and grows by mmap from length 0 once.
// Throws: mmap_error; function_not_supported where the kernel has none, or has it switched off.
// Platforms: Linux 5.14 (x86-64, arm64, riscv).
//
//     const auto secret = memfd_secret();
//
// Source: Linux memfd_secret(2).
[[nodiscard]] MMAPKIT_EXPORT native_handle memfd_secret();
[[nodiscard]] MMAPKIT_EXPORT native_handle memfd_secret(std::error_code& error) noexcept;

// What can no longer be done to a file in memory, by anybody.
// Source: Linux fcntl(2), File Sealing.
enum class seal_flag : std::uint64_t {
  none = 0,
  seal = 1U << 0,
  shrink = 1U << 1,
  grow = 1U << 2,
  write = 1U << 3,
  future_write = 1U << 4,
  exec = 1U << 5,
};

template <>
inline constexpr bool is_bitmask<seal_flag> = true;

template <>
inline constexpr flag_row<seal_flag> rows<seal_flag>[] = {
    {seal_flag::none, "none", mark::linux_ | mark::freebsd, "Linux 3.17", "nothing is sealed"},
    {seal_flag::seal, "seal", mark::linux_ | mark::freebsd, "Linux 3.17", "no more seals"},
    {seal_flag::shrink, "shrink", mark::linux_ | mark::freebsd, "Linux 3.17", "it cannot become shorter"},
    {seal_flag::grow, "grow", mark::linux_ | mark::freebsd, "Linux 3.17", "it cannot become longer"},
    {seal_flag::write, "write", mark::linux_ | mark::freebsd, "Linux 3.17",
     "its content stays; an error while a shared, writable mapping exists"},
    {seal_flag::future_write, "future_write", mark::linux_, "Linux 5.1",
     "only the shared, writable mappings that exist can change it"},
    {seal_flag::exec, "exec", mark::linux_, "Linux 6.3", "its permission to be run stays as it is"},
};

// int fcntl(int fd, F_ADD_SEALS, unsigned int seals);
//
// Seals the file, for ever. Throws: mmap_error; operation_not_permitted without memfd_flag::allow_sealing or after
// seal_flag::seal; device_or_resource_busy for seal_flag::write while a shared, writable mapping exists.
// Platforms: Linux 3.17, FreeBSD 13.
//
//     add_seals(file, seal_flag::shrink | seal_flag::grow);   // no access to a mapping of it can be a fault
//
// Source: Linux fcntl(2).
MMAPKIT_EXPORT void add_seals(native_handle file, seal_flag seals);
MMAPKIT_EXPORT void add_seals(native_handle file, seal_flag seals, std::error_code& error) noexcept;

// int fcntl(int fd, F_GET_SEALS);
//
// The seals of the file. Throws: mmap_error; invalid_argument for a file that cannot have any. Platforms: as add_seals.
// Source: Linux fcntl(2).
//
//     if (has(get_seals(file), seal_flag::shrink)) ...
[[nodiscard]] MMAPKIT_EXPORT seal_flag get_seals(native_handle file);
[[nodiscard]] MMAPKIT_EXPORT seal_flag get_seals(native_handle file, std::error_code& error) noexcept;

}  // namespace mmapkit
