// The running system: its mark, its page sizes, its errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit::backend {

// system.cpp
// Exactly one mark.
mark system() noexcept;

// refusal.cpp
// An error of the library's own, numbered as this system numbers its errors: errno values where it has them.
std::error_code refusal(std::errc reason) noexcept;

// process_id.cpp
// Differs between a process and its child.
std::uint64_t process_id() noexcept;

// fork.cpp
// From now on `act` is called before each fork(), in the process that forks.
void before_fork(void (*act)()) noexcept;

// cancellation.cpp
// Between the two this thread is not cancelled (pthread_cancel), for portable code that waits. Calls of the backend do
// so themselves. The result of the first is for the second.
int hold_cancellation() noexcept;
void allow_cancellation(int before) noexcept;

// overcommit.cpp
// Whether memory is promised that is not there yet.
bool overcommits() noexcept;

// page_size.cpp
// Powers of two, constant while the process lives. Mappings begin at multiples of the granularity.
std::size_t page_size() noexcept;
std::size_t granularity() noexcept;

// huge_page_size.cpp
// The size of explicit huge pages (mmap_flag::huge_table, large pages); 0 where there are none.
std::size_t huge_page_size() noexcept;
// The largest size of transparent huge pages; 0 where there are none, or where they need no advice.
std::size_t transparent_huge_page_size() noexcept;

}  // namespace mmapkit::backend
