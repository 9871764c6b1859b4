/// \file
/// Memory whose changes reach its file all together, or not at all.
#pragma once

#include <cassert>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <mmapkit/byte_views.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/mmap_options.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/flags/protection_flag.hpp>

namespace mmapkit {

namespace detail::transaction {
class store;
}

/// How an atomic_mapping is opened.
///
/// \par Example
/// \code{.cpp}
/// atomic_mapping store{"orders.db", {.size = 1 << 20, .journal_size = 16 << 20}};
/// \endcode
struct atomic_mapping_options {
  /// The least size, bytes: a shorter file becomes so long, of zeros, in a commit of its own. Who wants to look at a
  /// file first, whether it is one of his, leaves 0 here, and calls resize().
  std::size_t size = 0;
  /// How the file is opened: read and write, with create or without; or read alone, for those that store nothing.
  /// They have no least size. truncate is refused.
  open_flag open = open_flag::read | open_flag::write | open_flag::create;
  file_growth growth = file_growth::allocated;  ///< what new blocks are, here and in resize()
  /// How long the journal is made, bytes, rounded up to blocks of 4,096: when it is full, a commit waits for a
  /// checkpoint. It becomes longer for a transaction that needs more: 112 bytes and a little for each run of pages,
  /// and the pages.
  std::size_t journal_size = std::size_t{4} << 20;
  /// Whether a file and a journal that were copied together after a crash are taken for each other.
  bool accept_copies = false;
  unsigned mode = default_file_mode;  ///< the permissions of a new file, as mmap_options::mode
  /// How the content is used, as mmap_options::advice; it is kept in resize(). `random` for an index or a database of
  /// which a page here and there is needed: what is not in memory comes page by page then, and on ext4, which keeps
  /// together in its cache what came together, a later commit of many scattered pages takes less time.
  posix_advice advice = posix_advice::normal;
};

/// A file as memory, changed in transactions. What is stored goes to memory alone; commit() makes all of it durable
/// at once. After a crash of the process or of the machine at any moment, the next one that opens the file finds
/// exactly what the last commit that returned has left, or the one that was under way, whole: never a mixture, and
/// never less. A commit that did not return may be there: who does it again has to be able to see that.
///
/// What this rests on: that the device keeps what it has acknowledged after a flush, that a block of 4,096 bytes
/// which is not written stays as it is, and that nobody else writes the file or the journal. A block that is being
/// written when the power goes may be torn at any byte, between what it was and what it becomes.
///
/// Stores and loads are those of plain memory; only the first store to each page after a commit costs a page fault. A
/// commit waits once for the device (one that changes the size some times more), and then writes the pages into the
/// file, where the system keeps them in its cache. When the journal is full, it waits for those too (a checkpoint).
/// What commit() writes are whole pages of the system, of 4, 16 or 64 KiB. It asks the system which, for 16 to 37 ns
/// a page in memory, unless it is told. Memory is needed for what has changed since the last commit; the file may be
/// longer than the memory.
///
/// **Files.** As long as the file is open for changes, a journal lies beside it, with `.journal` behind its name, and
/// the file has one more block of 4,096 bytes behind its content. Both are also there after a crash. close() leaves
/// the plain content, of the exact size, and no journal. So the folder has to be writable; where the path is a
/// symbolic link, it is that of the file. The file system has to have locks (flock, LockFileEx) that the other
/// processes see. To copy a file, close it first. After a crash the file is not to be used without its journal, and
/// no other program is to change it: a journal is never applied to an earlier or later state of its file (a stamp
/// behind the content tells them apart, and not the content), to a copy (but see
/// atomic_mapping_options::accept_copies), or to what has taken its place; that is an error, which leaves both files
/// as they are. So is a journal that was cut short behind its headers, and damage in front of a record that is whole.
/// Damage of all that follows the last whole record cannot be told from a commit that was cut off: what those records
/// had may be lost then, or there in parts. That a journal is gone, or empty, is noticed unless the crash came after a
/// resize() to more that was not committed. A copy is known by the number that its file system gives to the file; one
/// that gives other numbers after each mount (FAT) needs accept_copies after a crash.
///
/// The memory begins with a page, at another address each time that the file is opened: what refers to other parts of
/// the content is kept as an offset.
///
/// **Others.** One atomic_mapping at a time has a file open for changes, in whatever process; or several have it open
/// to read. Who opens it to read after a crash repairs it first, which needs the right to write it. Others are
/// refused, with the number of the process where it is known. The lock ends with its process, and on POSIX with the
/// children that it has forked and that have not begun another program. Who reads the file by other means sees pages
/// of different commits, as long as it is open for changes. A child process of fork() has the memory, and may not
/// commit; what it sees of pages that it has not stored to follows its parent.
///
/// A commit is refused where somebody has cut the file short, or removed or replaced the file or its journal (the last
/// two are noticed on Linux); what was committed before is still in the files.
///
/// **Threads.** Nobody stores to the memory during commit(), roll_back(), resize() and close(); debug builds of the
/// library check it for commit(). Loads are allowed during commit() and checkpoint(), but on Windows only during
/// checkpoint().
///
/// **Errors.** Where commit() fails, all of the transaction is in memory, and nothing of it in the file, unless the
/// device failed. After a full disk, or at a limit, it can be tried again. After a failed device, each later commit()
/// fails with the same error; open the file anew to see whether that last one is there, whole.
///
/// Move-only; true in a condition while it is open.
///
/// \par Platforms
/// Every. Linux and Windows tell which pages were stored to; elsewhere a commit compares all of the memory with the
/// file. Outside of Linux, what is written goes through mappings that are flushed one by one, which waits longer. On
/// 32-bit systems the content has to fit the address space.
/// \par Example
/// \code{.cpp}
/// struct head { std::uint64_t count; };
/// atomic_mapping store{"orders.db", {.size = 1 << 20}};
/// auto& header = store.object<head>(0);
/// ++header.count;
/// store.commit();
/// \endcode
/// \sa Park, Kelly, Shen: Failure-Atomic msync (EuroSys 2013)
class MMAPKIT_EXPORT atomic_mapping : public writable_byte_views<atomic_mapping> {
 public:
  /// Parts of bytes().
  using part = std::span<const std::byte>;

  atomic_mapping() noexcept = default;

  /// Opens or makes the file, and repairs what a crash has left.
  ///
  /// \throws mmap_error as open_file; device_or_resource_busy where somebody else has it open; invalid_argument for
  /// what is no regular file, and where file and journal do not belong together; io_error where the journal is
  /// damaged or was cut short behind its headers; operation_not_supported for a journal of a later version. The
  /// error_code form leaves it empty on failure.
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// const atomic_mapping reading{"orders.db", {.open = open_flag::read}};
  /// \endcode
  [[nodiscard]] explicit atomic_mapping(path_view path, const atomic_mapping_options& options = {});
  [[nodiscard]] atomic_mapping(path_view path, std::error_code& error) noexcept;
  [[nodiscard]] atomic_mapping(path_view path, const atomic_mapping_options& options, std::error_code& error) noexcept;

  /// Takes over what the other has open, and leaves it empty.
  atomic_mapping(atomic_mapping&& other) noexcept : of_{std::exchange(other.of_, nullptr)} {}
  atomic_mapping& operator=(atomic_mapping&& other) noexcept;

  /// As close(), without its errors. What was not committed is given up.
  ~atomic_mapping();

  /// Whether it is open.
  [[nodiscard]] explicit operator bool() const noexcept { return of_ != nullptr; }
  /// The first byte; null where the content is empty. Changes with resize() and roll_back() of a resize.
  [[nodiscard]] std::byte* data() noexcept MMAPKIT_LIFETIMEBOUND;
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND;
  /// How many bytes, with what resize() has changed since the last commit.
  [[nodiscard]] std::size_t size() const noexcept;
  /// Whether the memory may be stored to.
  [[nodiscard]] protection_flag protection() const noexcept;

  /// As writable_object(), since this memory is there to be stored to; so it is refused where the file was opened to
  /// read. A constant atomic_mapping (std::as_const) gives a constant object.
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] T& object(std::size_t offset) & MMAPKIT_LIFETIMEBOUND { return this->writable_object<T>(offset); }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] const T& object(std::size_t offset) const& MMAPKIT_LIFETIMEBOUND {
    return byte_views<atomic_mapping>::object<T>(offset);
  }
  template <class T>
  void object(std::size_t offset) const&& = delete;  // of a temporary: give the owner a name

  /// Makes all that was stored since the last commit durable, with the size. Where nothing was, it waits for nothing.
  ///
  /// \throws mmap_error no_space_on_device, file_too_large, not_enough_memory: nothing has happened; io_error: see
  /// above; operation_not_permitted in a child of fork()
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// store.commit();
  /// \endcode
  void commit();
  void commit(std::error_code& error) noexcept;

  /// The same, told what was stored to: it does not ask the system, which takes about 16 ns for each page in memory.
  /// The parts are rounded to whole pages, which are written with all that was stored to them, changed or not. Pages
  /// that were stored to and are not among them stay as they are in memory, for a later commit: that is nearly always
  /// a mistake, so an assertion looks for them, unless NDEBUG is defined. After a resize() it is commit().
  ///
  /// \throws mmap_error as commit(); invalid_argument for a part that is not within bytes()
  /// \par Platforms
  /// Every. On Windows it is commit().
  /// \par Example
  /// \code{.cpp}
  /// store.commit({std::as_bytes(std::span{&header, 1})});
  /// \endcode
  void commit(std::span<const part> parts) {
    assert(has_all_changes(parts));
    commit_parts(parts);
  }
  void commit(std::initializer_list<part> parts) { commit(std::span{parts.begin(), parts.size()}); }
  void commit(std::initializer_list<part> parts, std::error_code& error) noexcept {
    commit(std::span{parts.begin(), parts.size()}, error);
  }
  void commit(std::span<const part> parts, std::error_code& error) noexcept {
    assert(has_all_changes(parts));
    commit_parts(parts, error);
  }

  /// Forgets what was stored since the last commit, and the change of the size.
  ///
  /// \throws mmap_error not_enough_memory; io_error, and after one each time
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// store.roll_back();
  /// \endcode
  void roll_back();
  void roll_back(std::error_code& error) noexcept;

  /// Makes the content so long: at once in memory, and in the file with the next commit. What was stored stays, and new
  /// bytes are zeros. The memory may move: pointers and spans into it end. Blocks for a longer file are taken at once,
  /// so that a full disk is an error here.
  ///
  /// \throws mmap_error no_space_on_device, file_too_large, not_enough_memory. Then nothing has changed.
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// store.resize(2 * store.size());
  /// \endcode
  void resize(std::size_t bytes);
  void resize(std::size_t bytes, std::error_code& error) noexcept;

  /// What the next commit would write: whole pages of bytes(), ascending.
  ///
  /// \throws mmap_error
  /// \throws std::bad_alloc
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// for (const auto& part : store.changed()) std::cout << part.size() << '\n';
  /// \endcode
  [[nodiscard]] std::vector<part> changed() const;
  [[nodiscard]] std::vector<part> changed(std::error_code& error) const noexcept;

  /// Waits until all that was committed is in the file itself, so that the journal is empty.
  ///
  /// \throws mmap_error no_space_on_device, for a sparse file; io_error, and after one each time
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// store.checkpoint();
  /// \endcode
  void checkpoint();
  void checkpoint(std::error_code& error) noexcept;

  /// Gives up what was not committed, leaves the plain content in the file, and removes the journal. Afterwards this
  /// object is empty, also where there is an error: then the journal stays, and the next one that opens the file
  /// needs it.
  ///
  /// \throws mmap_error io_error
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// store.close();
  /// \endcode
  void close();
  void close(std::error_code& error) noexcept;

 private:
  [[nodiscard]] bool has_all_changes(std::span<const part> parts) const noexcept;
  void commit_parts(std::span<const part> parts);
  void commit_parts(std::span<const part> parts, std::error_code& error) noexcept;

  detail::transaction::store* of_ = nullptr;
};

}  // namespace mmapkit
