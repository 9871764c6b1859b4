#include "errors.hpp"

#include <fcntl.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>

namespace sweep {

namespace {

// What younger kernels have has one number on every processor.
std::string_view name_of_number(long number) {
  switch (number) {
    case 451: return "cachestat";
    case SYS_futex: return "futex";
    case SYS_get_mempolicy: return "get_mempolicy";
    case SYS_ioctl: return "ioctl";
    case SYS_mbind: return "mbind";
    case SYS_memfd_create: return "memfd_create";
    case 447: return "memfd_secret";
    case SYS_migrate_pages: return "migrate_pages";
#ifdef SYS_mmap2
    case SYS_mmap2: return "mmap";
#else
    case SYS_mmap: return "mmap";
#endif
    case SYS_mlock: return "mlock";
    case SYS_mlock2: return "mlock2";
    case SYS_mlockall: return "mlockall";
    case SYS_move_pages: return "move_pages";
    case 453: return "map_shadow_stack";
    case 462: return "mseal";
    case SYS_mremap: return "mremap";
    case SYS_pwritev2: return "pwritev2";
    case SYS_munlock: return "munlock";
    case SYS_munlockall: return "munlockall";
    case SYS_pidfd_open: return "pidfd_open";
    case SYS_pkey_alloc: return "pkey_alloc";
    case SYS_pkey_free: return "pkey_free";
    case SYS_pkey_mprotect: return "pkey_mprotect";
    case SYS_process_madvise: return "process_madvise";
    case SYS_set_mempolicy: return "set_mempolicy";
    case 450: return "set_mempolicy_home_node";
    case SYS_statx: return "statx";
    default: return "a system call without a name";
  }
}

struct row {
  std::string_view call;
  std::vector<int> errors;     // section ERRORS of its page, without what only a wrong argument brings
  std::vector<int> fallbacks;  // of these, where the library goes on
};

// EEXIST of mmap is for MAP_FIXED_NOREPLACE alone.
const std::vector<row>& rows() {
  static const std::vector<row> all{
      {"access", {EACCES, EFAULT, EINVAL, EIO, ELOOP, ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR, EROFS}, {}},
      {"cachestat", {EFAULT, EINVAL, EBADF, EOPNOTSUPP, ENOSYS}, {}},
      {"close", {EBADF, EINTR, EIO, ENOSPC, EDQUOT}, {EINTR}},  // the descriptor is closed
      {"fallocate",
       {EBADF, EFBIG, EINTR, EINVAL, EIO, ENODEV, ENOSPC, ENOSYS, EOPNOTSUPP, EPERM, ETXTBSY},
       {EINTR, EOPNOTSUPP, ENOSYS}},  // a file system without the call: the length, and then the pages
      {"fchmod", {EBADF, EINTR, EIO, EINVAL, ENOMEM, EPERM, EROFS}, {EINTR}},
      {"fchown", {EBADF, EIO, EPERM, EROFS}, {EBADF, EIO, EPERM, EROFS}},  // who may not give a file away keeps it
      {"fcntl", {EACCES, EAGAIN, EBADF, EBUSY, EINVAL, EPERM}, {}},
      {"fdatasync", {EBADF, EINTR, EIO, ENOSPC, EROFS, EDQUOT}, {EINTR}},
      {"fstat", {EACCES, EBADF, EFAULT, ENOMEM, EOVERFLOW}, {}},
      {"fstatfs", {EBADF, EFAULT, EINTR, EIO, ENOMEM, ENOSYS, EOVERFLOW}, {}},
      {"fstatvfs",  // how much space there is only serves to refuse at once
       {EACCES, EBADF, EFAULT, EINTR, EIO, ENOMEM, ENOSYS, EOVERFLOW},
       {EACCES, EBADF, EFAULT, EINTR, EIO, ENOMEM, ENOSYS, EOVERFLOW}},
      {"fsync", {EBADF, EINTR, EIO, ENOSPC, EROFS, EDQUOT}, {EINTR}},
      {"ftruncate", {EFBIG, EINTR, EINVAL, EIO, EPERM, EROFS, ETXTBSY, EBADF}, {EINTR}},
      {"futex",
       {EACCES, EAGAIN, EFAULT, EINTR, EINVAL, ENFILE, ENOSYS, ETIMEDOUT},
       {EAGAIN, EINTR, ETIMEDOUT}},  // the caller looks at the word again
      {"get_mempolicy", {EFAULT, EINVAL, ENOSYS}, {}},
      {"getrlimit", {EFAULT, EINVAL}, {EFAULT, EINVAL}},  // the kernel knows the limit too
      {"ioctl", {EBADF, EFAULT, EINVAL, ENOTTY}, {}},
      {"unlink", {EACCES, EBUSY, EIO, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR, EPERM, EROFS}, {}},
      {"lstat", {EACCES, EFAULT, ELOOP, ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR, EOVERFLOW}, {}},
      {"madvise", {EACCES, EAGAIN, EBADF, EINVAL, EIO, ENOMEM, EPERM, EHWPOISON}, {}},
      {"madvise MADV_DONTNEED_LOCKED", {EAGAIN, EINVAL, ENOMEM}, {}},
      {"madvise MADV_POPULATE", {EFAULT, EINVAL, ENOMEM, EHWPOISON}, {EINVAL}},  // before Linux 5.14
      {"map_shadow_stack", {EEXIST, EINVAL, ENOMEM, EOPNOTSUPP, ENOSYS}, {}},
      {"mbind", {EFAULT, EINVAL, EIO, ENOMEM, EPERM, ENOSYS}, {}},
      {"memfd_create",
       {EFAULT, EINVAL, EMFILE, ENFILE, ENOMEM, EPERM, EACCES, ENOSYS},
       {ENOSYS, EPERM}},  // before Linux 3.17, filters
      {"memfd_secret", {EINVAL, EMFILE, ENFILE, ENOMEM, ENOSYS}, {}},
      {"migrate_pages", {EFAULT, EINVAL, EPERM, ESRCH}, {}},
      {"mincore", {EAGAIN, EFAULT, EINVAL, ENOMEM}, {}},
      {"mlock", {EAGAIN, EINVAL, ENOMEM, EPERM}, {}},
      {"mlock2", {EAGAIN, EINVAL, ENOMEM, EPERM}, {}},
      {"mlockall", {EINVAL, ENOMEM, EPERM}, {}},
      {"mmap", {EACCES, EAGAIN, EBADF, EINVAL, ENFILE, ENODEV, ENOMEM, EOVERFLOW, EPERM, ETXTBSY}, {}},
      {"mmap MAP_SHARED_VALIDATE", {EACCES, EINVAL, ENOMEM, EOPNOTSUPP}, {EINVAL}},  // before Linux 4.15
      {"move_pages", {E2BIG, EACCES, EFAULT, EINVAL, ENODEV, ENOENT, EPERM, ESRCH}, {}},
      {"mprotect", {EACCES, EINVAL, ENOMEM}, {}},
      {"mremap", {EAGAIN, EFAULT, EINVAL, ENOMEM}, {}},
      {"mseal", {EINVAL, ENOMEM, EPERM}, {}},
      {"msync", {EBUSY, EINTR, EINVAL, ENOMEM, EIO, ENOSPC, EDQUOT}, {EINTR}},
      {"munlock", {EAGAIN, EINVAL, ENOMEM, EPERM}, {}},
      {"munlockall", {EPERM}, {}},
      {"munmap", {EINVAL, ENOMEM}, {}},
      {"open",
       {EACCES, EBUSY,  EDQUOT, EEXIST, EFAULT, EFBIG,   EINTR, EINVAL,     EISDIR,    ELOOP, EMFILE, ENAMETOOLONG,
        ENFILE, ENODEV, ENOENT, ENOMEM, ENOSPC, ENOTDIR, ENXIO, EOPNOTSUPP, EOVERFLOW, EPERM, EROFS,  ETXTBSY},
       {EINTR}},
      {"open O_NONBLOCK",
       {EACCES, EBUSY,      EDQUOT,       EEXIST, EFAULT, EFBIG,   EINTR,      EINVAL, EISDIR,
        ELOOP,  EMFILE,     ENAMETOOLONG, ENFILE, ENODEV, ENOENT,  ENOMEM,     ENOSPC, ENOTDIR,
        ENXIO,  EOPNOTSUPP, EOVERFLOW,    EPERM,  EROFS,  ETXTBSY, EWOULDBLOCK},
       {EINTR, EWOULDBLOCK}},  // a lease is waited for
      {"pidfd_open", {EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM, ESRCH}, {}},
      {"pkey_alloc", {EINVAL, ENOSPC, ENOSYS}, {}},
      {"pkey_free", {EINVAL}, {}},
      {"pkey_mprotect", {EINVAL, EACCES, ENOMEM}, {}},
      {"posix_fadvise", {EBADF, EINVAL, ESPIPE}, {}},
      {"posix_madvise", {EINVAL, ENOMEM}, {}},
      {"prctl", {EACCES, EBADF, EBUSY, EFAULT, EINVAL, ENXIO, EOPNOTSUPP, EPERM}, {}},
      {"pread", {EAGAIN, EBADF, EFAULT, EINTR, EINVAL, EIO, EISDIR, ENXIO, EOVERFLOW, ESPIPE}, {EINTR}},
      {"process_madvise", {EBADF, EFAULT, EINVAL, ENOMEM, EPERM, ESRCH}, {}},
      {"pthread_mutex_init", {EAGAIN, ENOMEM, EPERM, EINVAL, ENOTSUP}, {}},
      {"pthread_mutex_lock", {EAGAIN, EINVAL, ENOTRECOVERABLE, EDEADLK}, {}},
      {"pthread_mutex_timedlock", {EAGAIN, EINVAL, ENOTRECOVERABLE, EDEADLK, ETIMEDOUT}, {ETIMEDOUT}},
      {"pthread_mutex_trylock", {EAGAIN, EBUSY, EINVAL, ENOTRECOVERABLE}, {EBUSY}},
      {"pthread_mutex_unlock", {EPERM}, {}},
      {"pthread_sigmask", {EFAULT, EINVAL}, {}},
      {"pwrite", {EAGAIN, EBADF, EDQUOT, EFAULT, EFBIG, EINTR, EINVAL, EIO, ENOSPC, EPERM, ENXIO}, {EINTR}},
      {"pwritev2",
       {EAGAIN, EBADF, EDQUOT, EFAULT, EFBIG, EINTR, EINVAL, EIO, ENOSPC, EPERM, EOPNOTSUPP, ENOSYS},
       {EINTR, EINVAL, EOPNOTSUPP, ENOSYS}},  // a kernel or file system without the flag
      {"read", {EAGAIN, EBADF, EFAULT, EINTR, EINVAL, EIO, EISDIR}, {EINTR}},
      {"readahead", {EBADF, EINVAL}, {}},
      {"rename",
       {EACCES, EBUSY, EDQUOT, EFAULT, EINVAL, EIO, EISDIR, ELOOP, EMLINK, ENAMETOOLONG, ENOENT, ENOMEM, ENOSPC,
        ENOTDIR, EPERM, EROFS, EXDEV},
       {}},
      {"set_mempolicy", {EFAULT, EINVAL, ENOMEM, ENOSYS}, {}},
      {"set_mempolicy_home_node", {EINVAL, EOPNOTSUPP, ENOENT, ENOSYS}, {}},
      {"shm_open", {EACCES, EEXIST, EINVAL, EMFILE, ENAMETOOLONG, ENFILE, ENOENT, EINTR}, {EINTR}},
      {"shm_unlink", {EACCES, ENOENT}, {}},
      {"sigaction", {EFAULT, EINVAL}, {}},
      {"stat", {EACCES, EFAULT, ELOOP, ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR, EOVERFLOW}, {}},
      {"statx", {EACCES, EBADF, EFAULT, EINVAL, EIO, ENOMEM, ENOSYS, EPERM}, {ENOSYS, EPERM}},  // then by fstat
      {"sync_file_range", {EBADF, EINVAL, EIO, ENOMEM, ENOSPC, ENOSYS, ESPIPE}, {}},
      {"unlink",  // of what is beside, after another failure
       {EACCES, EBUSY, EIO, EISDIR, ENOENT, EPERM, EROFS},
       {EACCES, EBUSY, EIO, EISDIR, ENOENT, EPERM, EROFS}},
      {"uname", {EFAULT}, {EFAULT}},  // a kernel that does not say how old it is counts as old
  };
  return all;
}

const row* row_of(std::string_view call) {
  const auto found = std::ranges::find(rows(), call, &row::call);
  return found == rows().end() ? nullptr : &*found;
}

}  // namespace

// The flags and the advice of the kernel by their numbers: headers may be older.
std::string_view name_of(std::string_view call, long detail) {
  constexpr long kind_of_mapping = 0xf;
  constexpr long shared_validate = 3;
  constexpr long populate_read = 22;
  constexpr long populate_write = 23;
  constexpr long dont_need_locked = 24;
  if (call == "syscall") return name_of_number(detail);
  if (call == "open" && (detail & O_NONBLOCK) != 0) return "open O_NONBLOCK";
  if (call == "mmap" && (detail & kind_of_mapping) == shared_validate) return "mmap MAP_SHARED_VALIDATE";
  if (call == "madvise" && detail == dont_need_locked) return "madvise MADV_DONTNEED_LOCKED";
  if (call == "madvise" && (detail == populate_read || detail == populate_write)) return "madvise MADV_POPULATE";
  return call;
}

std::vector<int> errors_of(std::string_view call) {
  const auto* const found = row_of(call);
  return found == nullptr ? std::vector<int>{} : found->errors;
}

promise promise_of(std::string_view call, int code) {
  const auto* const found = row_of(call);
  const bool answered = found != nullptr && std::ranges::find(found->fallbacks, code) != found->fallbacks.end();
  return answered ? promise::fallback : promise::error;
}

bool transfers(std::string_view call) {
  constexpr std::array all{"pread", "pwrite", "pwritev2", "read", "process_madvise"};
  return std::ranges::find(all, call) != all.end();
}

}  // namespace sweep
