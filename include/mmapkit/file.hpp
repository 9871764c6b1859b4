/// \file
/// The owning type of a handle: one open file, closed when it goes out of scope.
#pragma once

#include <cstdint>
#include <system_error>
#include <utility>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/handle_view.hpp>
#include <mmapkit/flags/mmap_options.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/path_view.hpp>

namespace mmapkit {

/// Owns an open file: what open_file, memfd_create and shm_open return, or what it opens itself. Move-only; true in a
/// condition while it has one. Whatever borrows a handle takes it as it is: `mapping{file}`. A mapping of it stays
/// when the file is closed.
///
/// Its names for locks are those of std::shared_mutex, so that std::scoped_lock and std::shared_lock hold them. They
/// keep out other openings of the file, mostly those of other processes; not other threads that use the same object.
///
/// Distinct objects may be used by different threads. Of one object const functions may be called at once, others
/// alone.
/// \par Example
/// \code{.cpp}
/// mmapkit::file log{"log.bin", open_flag::write | open_flag::create};  // for reading too
/// const std::scoped_lock alone{log};                // no other process that locks it too
/// mapping end{log, {.protection = protection_flag::read | protection_flag::write,
///                   .mmap = mmap_flag::shared, .size = 4096, .offset = log.size()}};
/// \endcode
class MMAPKIT_EXPORT file {
 public:
  file() noexcept = default;

  /// As open_file of the same arguments.
  /// \throws mmap_error as open_file. The error_code forms leave it empty on failure.
  [[nodiscard]] explicit file(path_view path, open_flag flags = open_flag::read, unsigned mode = default_file_mode);
  [[nodiscard]] file(path_view path, open_flag flags, std::error_code& error) noexcept;
  [[nodiscard]] file(path_view path, open_flag flags, unsigned mode, std::error_code& error) noexcept;

  /// Takes over a handle that is yours: it is this object's from now on.
  /// \par Example
  /// \code{.cpp}
  /// const auto memory = file::adopt(mmapkit::memfd_create("scratch"));
  /// \endcode
  [[nodiscard]] static file adopt(native_handle handle) noexcept;

  /// `int fcntl(int fildes, F_DUPFD_CLOEXEC, int arg);`
  /// Another handle of an open file that is borrowed. Both are of one opening: they have one file offset, and one lock.
  ///
  /// \throws mmap_error bad_file_descriptor; too_many_files_open.
  /// \par Platforms
  /// Every. On Windows also of the handle of a section.
  /// \par Example
  /// \code{.cpp}
  /// const auto kept = file::duplicate(descriptor);   // the caller may close his own
  /// \endcode
  /// \sa POSIX.1-2024 \posix{fcntl}; \win32{handleapi,DuplicateHandle}
  [[nodiscard]] static file duplicate(handle_view handle);
  [[nodiscard]] static file duplicate(handle_view handle, std::error_code& error) noexcept;

  /// Takes over what the other holds, and leaves it empty.
  file(file&& other) noexcept : handle_{other.release()}, since_{other.since_}, lost_{other.lost_} {}
  file& operator=(file&& other) noexcept;

  /// Closes. A failure is not reported here: call close() to learn of one.
  ~file();

  /// Whether it has a file.
  [[nodiscard]] explicit operator bool() const noexcept { return handle_ != no_handle; }

  /// The handle, for the calls that take one; no_handle where it has no file. This object closes it.
  [[nodiscard]] const native_handle& handle() const& noexcept { return handle_; }
  const native_handle& handle() const&& = delete;  // of a temporary: give the file a name

  /// What borrows a file takes it from its owner.
  operator handle_view() const& noexcept { return handle_view{handle_}; }
  operator handle_view() const&& = delete;  // of a temporary: give the file a name

  /// How long the file is, in bytes; a disk too, where its system tells.
  ///
  /// \throws mmap_error invalid_argument for what has no size, such as a pipe.
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// const auto end = log.size();
  /// \endcode
  /// \sa POSIX.1-2024 \posix{fstat}; \win32{fileapi,GetFileInformationByHandle}
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] std::uint64_t size(std::error_code& error) const noexcept;

  /// `int ftruncate(int fildes, off_t length);`
  /// Makes the file `bytes` long. What is added are zeros, with their blocks as `growth` says: a full disk is an error
  /// now. What is cut is gone, and every mapping of it, here and in other processes, has pages behind the end from then
  /// on, where an access is a fault: cut what nobody maps. What another process appends meanwhile may be cut too.
  ///
  /// \throws mmap_error no_space_on_device, where the file is as long as it was, but for what file_growth leaves;
  /// file_too_large; bad_file_descriptor or invalid_argument for a file that was opened for reading alone.
  /// \par Platforms
  /// Every. Windows does not cut what is mapped. Shared memory becomes shorter on Linux and the BSDs alone.
  /// \par Example
  /// \code{.cpp}
  /// log.resize(used);   // after its mapping has gone
  /// \endcode
  /// \sa POSIX.1-2024 \posix{ftruncate}, \posix{posix_fallocate}; \win32{fileapi,SetFileInformationByHandle}
  void resize(std::uint64_t bytes, file_growth growth = file_growth::allocated);
  void resize(std::uint64_t bytes, std::error_code& error) noexcept;
  void resize(std::uint64_t bytes, file_growth growth, std::error_code& error) noexcept;

  /// `int fsync(int fildes);`
  /// Makes durable what was written to the file, and where the system has one cache for both, as all but Windows and
  /// OpenBSD have,
  /// what was stored through its mappings. A new file also needs sync_directory_entry. `scheduled` is as data here.
  ///
  /// A failure is told again by every later sync, and to every mapping of the file, as mapping::sync says; the content
  /// may be lost then.
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// log.sync(durability::all);
  /// \endcode
  /// \sa POSIX.1-2024 \posix{fsync}, \posix{fdatasync}; \win32{fileapi,FlushFileBuffers}
  void sync(durability level = durability::all);
  void sync(durability level, std::error_code& error) noexcept;

  /// `int fcntl(int fildes, F_OFD_SETLKW, const struct flock *);`
  /// Waits until no other opening of the file has a lock, and locks it: lock() alone, lock_shared() beside others that
  /// are shared. try_lock and try_lock_shared do not wait: false where another has it.
  ///
  /// A lock is advice: it keeps nobody out who does not ask for one. It belongs to this opening of the file, which
  /// duplicates and children of fork() share; another `file` of the same path is another opening, also in this process.
  /// It ends with unlock(), or when the last handle of the opening is closed, so also when its owner dies. Locking
  /// what this opening has locked already changes its lock, and waits for itself on Windows. Where flock is used a
  /// change gives the old lock up first: another may get it in between, and after a false try_lock none may be held. A
  /// thread that waits is cancelled only when it has the lock.
  ///
  /// \throws mmap_error bad_file_descriptor, on Linux, for lock() of a file that was opened for reading alone, or
  /// lock_shared() of one for writing alone; no_lock_available; what a file system without locks says.
  /// \par Platforms
  /// Every: locks of the open file description on Linux, which also keep out what fcntl(F_SETLK) locks; flock elsewhere
  /// on POSIX; LockFileEx on Windows, of a byte that no file has, so that reading and writing are not kept out.
  /// \par Example
  /// \code{.cpp}
  /// if (!database.try_lock()) throw std::runtime_error{"another process has the database open"};
  /// \endcode
  /// \sa POSIX.1-2024 \posix{fcntl}, F_OFD_SETLK; Linux \linuxman{fcntl,2}; BSD flock(2); \win32{fileapi,LockFileEx}
  void lock();
  void lock(std::error_code& error) noexcept;
  void lock_shared();
  void lock_shared(std::error_code& error) noexcept;
  [[nodiscard]] bool try_lock();
  [[nodiscard]] bool try_lock(std::error_code& error) noexcept;
  [[nodiscard]] bool try_lock_shared();
  [[nodiscard]] bool try_lock_shared(std::error_code& error) noexcept;

  /// Gives the lock back. Does nothing on POSIX where there is none; not_locked (ERROR_NOT_LOCKED) on Windows.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// database.unlock();
  /// \endcode
  void unlock();
  void unlock(std::error_code& error) noexcept;
  void unlock_shared() { unlock(); }
  void unlock_shared(std::error_code& error) noexcept { unlock(error); }

  /// As close_file. The handle is gone also where this fails. Does nothing where it has no file.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// log.close();
  /// \endcode
  void close();
  void close(std::error_code& error) noexcept;

  /// Hands the handle over: whoever takes it calls close_file, unless it is no_handle. Does not fail.
  /// \par Example
  /// \code{.cpp}
  /// close_file(log.release());
  /// \endcode
  [[nodiscard]] native_handle release() noexcept { return std::exchange(handle_, no_handle); }

 private:
  friend struct file_access;

  native_handle handle_ = no_handle;
  std::uint32_t since_ = 0;  // how many syncs had failed before
  int lost_ = 0;             // the code of the first sync that failed
};

}  // namespace mmapkit
