/// \file
/// How a file in memory is made: memfd_create().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>
#include <mmapkit/flags/mmap_flag.hpp>

namespace mmapkit {

/// How a file in memory is made. At most one size of huge pages, with huge_table.
///
/// \sa Linux and FreeBSD \freebsdman{memfd_create,2}
enum class memfd_flag : std::uint64_t {
  close_on_exec = 1U << 0,                            ///< MFD_CLOEXEC
  allow_sealing = 1U << 1,                            ///< MFD_ALLOW_SEALING
  huge_table = 1U << 2,                               ///< MFD_HUGETLB
  no_exec_seal = 1U << 3,                             ///< MFD_NOEXEC_SEAL
  executable = 1U << 4,                               ///< MFD_EXEC
  huge_16kb = std::uint64_t{14} << huge_page_shift,   ///< MFD_HUGE_16KB
  huge_64kb = std::uint64_t{16} << huge_page_shift,   ///< MFD_HUGE_64KB
  huge_512kb = std::uint64_t{19} << huge_page_shift,  ///< MFD_HUGE_512KB
  huge_1mb = std::uint64_t{20} << huge_page_shift,    ///< MFD_HUGE_1MB
  huge_2mb = std::uint64_t{21} << huge_page_shift,    ///< MFD_HUGE_2MB
  huge_8mb = std::uint64_t{23} << huge_page_shift,    ///< MFD_HUGE_8MB
  huge_16mb = std::uint64_t{24} << huge_page_shift,   ///< MFD_HUGE_16MB
  huge_32mb = std::uint64_t{25} << huge_page_shift,   ///< MFD_HUGE_32MB
  huge_256mb = std::uint64_t{28} << huge_page_shift,  ///< MFD_HUGE_256MB
  huge_512mb = std::uint64_t{29} << huge_page_shift,  ///< MFD_HUGE_512MB
  huge_1gb = std::uint64_t{30} << huge_page_shift,    ///< MFD_HUGE_1GB
  huge_2gb = std::uint64_t{31} << huge_page_shift,    ///< MFD_HUGE_2GB
  huge_16gb = std::uint64_t{34} << huge_page_shift,   ///< MFD_HUGE_16GB
};

template <>
inline constexpr bool is_bitmask<memfd_flag> = true;

template <>
inline constexpr std::uint64_t value_field<memfd_flag> = huge_page_field;

template <>
inline constexpr flag_row<memfd_flag> rows<memfd_flag>[] = {
    {memfd_flag::close_on_exec, "close_on_exec", "MFD_CLOEXEC", mark::linux_ | mark::freebsd, "Linux 3.17",
     "not inherited by another program; always so in this library"},
    {memfd_flag::allow_sealing, "allow_sealing", "MFD_ALLOW_SEALING", mark::linux_ | mark::freebsd, "Linux 3.17",
     "add_seals may be used"},
    {memfd_flag::huge_table, "huge_table", "MFD_HUGETLB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "from the system's pool of huge pages"},
    {memfd_flag::no_exec_seal, "no_exec_seal", "MFD_NOEXEC_SEAL", mark::linux_, "Linux 6.3",
     "not executable, and sealed to stay so"},
    {memfd_flag::executable, "executable", "MFD_EXEC", mark::linux_, "Linux 6.3",
     "executable, also where the system prefers not"},
    {memfd_flag::huge_16kb, "huge_16kb", "MFD_HUGE_16KB", mark::linux_ | mark::freebsd, "Linux 5.14",
     "with huge_table: pages of 16 KiB"},
    {memfd_flag::huge_64kb, "huge_64kb", "MFD_HUGE_64KB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 64 KiB"},
    {memfd_flag::huge_512kb, "huge_512kb", "MFD_HUGE_512KB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 512 KiB"},
    {memfd_flag::huge_1mb, "huge_1mb", "MFD_HUGE_1MB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 1 MiB"},
    {memfd_flag::huge_2mb, "huge_2mb", "MFD_HUGE_2MB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 2 MiB"},
    {memfd_flag::huge_8mb, "huge_8mb", "MFD_HUGE_8MB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 8 MiB"},
    {memfd_flag::huge_16mb, "huge_16mb", "MFD_HUGE_16MB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 16 MiB"},
    {memfd_flag::huge_32mb, "huge_32mb", "MFD_HUGE_32MB", mark::linux_ | mark::freebsd, "Linux 4.20",
     "with huge_table: pages of 32 MiB"},
    {memfd_flag::huge_256mb, "huge_256mb", "MFD_HUGE_256MB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 256 MiB"},
    {memfd_flag::huge_512mb, "huge_512mb", "MFD_HUGE_512MB", mark::linux_ | mark::freebsd, "Linux 4.20",
     "with huge_table: pages of 512 MiB"},
    {memfd_flag::huge_1gb, "huge_1gb", "MFD_HUGE_1GB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 1 GiB"},
    {memfd_flag::huge_2gb, "huge_2gb", "MFD_HUGE_2GB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 2 GiB"},
    {memfd_flag::huge_16gb, "huge_16gb", "MFD_HUGE_16GB", mark::linux_ | mark::freebsd, "Linux 4.14",
     "with huge_table: pages of 16 GiB"},
};

}  // namespace mmapkit
