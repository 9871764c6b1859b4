// Shared memory objects, files in memory and their seals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/flags/native_handle.hpp>

#include "native_value.hpp"

namespace mmapkit::backend {

enum class file_kind : std::uint8_t;  // files.hpp

// memory_object.cpp
// Shared memory without a name, zeroed. `executable` where it will be mapped with protection_flag::exec.
native_handle memory_object(std::uint64_t size, bool executable, std::error_code& error) noexcept;

// objects_keep_their_size.cpp
// Whether the size of such an object cannot be changed, even without seals.
bool objects_keep_their_size() noexcept;

struct shared_object {
  native_handle handle = no_handle;
  bool is_new = false;
  bool has_size = false;  // all that was asked for; others get it afterwards, by the steps of files.hpp
};

// shm_open.cpp
// `size` is the least that the object shall have; 0 leaves it alone. With a size it is not emptied here.
shared_object shm_open(const char* name, open_flag flags, unsigned mode, std::uint64_t size,
                       std::error_code& error) noexcept;

// object_kind.cpp
// Objects may be files, and then anybody may put another kind of file into their folder. `other` where nothing is, or
// where objects are no files.
file_kind kind_of_object(const char* name) noexcept;

// shm_unlink.cpp
void shm_unlink(const char* name, std::error_code& error) noexcept;
// Takes the name away unless it is another object's by now. Does nothing where names go with their objects.
void shm_unlink_own(const char* name, native_handle object) noexcept;

// shm_open2.cpp
// A null name makes an anonymous object, here and in shm_create_largepage.
native_handle shm_open2(const char* name, open_flag flags, shm_flag how, unsigned mode,
                        std::error_code& error) noexcept;

// shm_rename.cpp
void shm_rename(const char* from, const char* to, shm_rename_flag flags, std::error_code& error) noexcept;

// shm_create_largepage.cpp
native_handle shm_create_largepage(const char* name, open_flag flags, std::size_t page_size, large_page_policy policy,
                                   unsigned mode, std::error_code& error) noexcept;

// shm_mkstemp.cpp
// The Xs of `name` are replaced.
native_handle shm_mkstemp(char* name, std::error_code& error) noexcept;

// memfd_create.cpp
native_handle memfd_create(const char* name, memfd_flag flags, std::error_code& error) noexcept;

// memfd_secret.cpp
native_handle memfd_secret(std::error_code& error) noexcept;

// seals.cpp
void add_seals(native_handle file, seal_flag seals, std::error_code& error) noexcept;
seal_flag get_seals(native_handle file, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
