#include "errors.hpp"

#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

namespace sweep {

// What younger kernels have has one number on every processor.
std::string name_of(long number) {
  switch (number) {
    case 451: return "cachestat";
    case SYS_get_mempolicy: return "get_mempolicy";
    case SYS_ioctl: return "ioctl";
    case SYS_mbind: return "mbind";
    case SYS_memfd_create: return "memfd_create";
    case SYS_memfd_secret: return "memfd_secret";
    case SYS_migrate_pages: return "migrate_pages";
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
    case SYS_set_mempolicy_home_node: return "set_mempolicy_home_node";
    default: return "system call " + std::to_string(number);
  }
}

// EEXIST of mmap is for MAP_FIXED_NOREPLACE alone.
std::vector<int> errors_of(const std::string& call) {
  static const std::map<std::string, std::vector<int>> all{
      {"access", {EACCES, EFAULT, EINVAL, EIO, ELOOP, ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR, EROFS}},
      {"cachestat", {EFAULT, EINVAL, EBADF, EOPNOTSUPP, ENOSYS}},
      {"close", {EBADF, EINTR, EIO, ENOSPC, EDQUOT}},
      {"fallocate", {EBADF, EFBIG, EINTR, EINVAL, EIO, ENODEV, ENOSPC, ENOSYS, EOPNOTSUPP, EPERM, ETXTBSY}},
      {"fcntl", {EACCES, EAGAIN, EBADF, EBUSY, EINVAL, EPERM}},
      {"fdatasync", {EBADF, EINTR, EIO, ENOSPC, EROFS, EDQUOT}},
      {"fstat", {EACCES, EBADF, EFAULT, ENOMEM, EOVERFLOW}},
      {"fstatfs", {EBADF, EFAULT, EINTR, EIO, ENOMEM, ENOSYS, EOVERFLOW}},
      {"fsync", {EBADF, EINTR, EIO, ENOSPC, EROFS, EDQUOT}},
      {"ftruncate", {EFBIG, EINTR, EINVAL, EIO, EPERM, EROFS, ETXTBSY, EBADF}},
      {"get_mempolicy", {EFAULT, EINVAL, ENOSYS}},
      {"getrlimit", {EFAULT, EINVAL}},
      {"ioctl", {EBADF, EFAULT, EINVAL, ENOTTY}},
      {"madvise", {EACCES, EAGAIN, EBADF, EINVAL, EIO, ENOMEM, EPERM, EHWPOISON}},
      {"map_shadow_stack", {EEXIST, EINVAL, ENOMEM, EOPNOTSUPP, ENOSYS}},
      {"mbind", {EFAULT, EINVAL, EIO, ENOMEM, EPERM, ENOSYS}},
      {"memfd_create", {EFAULT, EINVAL, EMFILE, ENFILE, ENOMEM, EPERM, EACCES}},
      {"memfd_secret", {EINVAL, EMFILE, ENFILE, ENOMEM, ENOSYS}},
      {"migrate_pages", {EFAULT, EINVAL, EPERM, ESRCH}},
      {"mincore", {EAGAIN, EFAULT, EINVAL, ENOMEM}},
      {"mlock", {EAGAIN, EINVAL, ENOMEM, EPERM}},
      {"mlock2", {EAGAIN, EINVAL, ENOMEM, EPERM}},
      {"mlockall", {EINVAL, ENOMEM, EPERM}},
      {"mmap", {EACCES, EAGAIN, EBADF, EINVAL, ENFILE, ENODEV, ENOMEM, EOVERFLOW, EPERM, ETXTBSY}},
      {"move_pages", {E2BIG, EACCES, EFAULT, EINVAL, ENODEV, ENOENT, EPERM, ESRCH}},
      {"mprotect", {EACCES, EINVAL, ENOMEM}},
      {"mremap", {EAGAIN, EFAULT, EINVAL, ENOMEM}},
      {"mseal", {EINVAL, ENOMEM, EPERM}},
      {"msync", {EBUSY, EINTR, EINVAL, ENOMEM, EIO, ENOSPC, EDQUOT}},
      {"munlock", {EAGAIN, EINVAL, ENOMEM, EPERM}},
      {"munlockall", {EPERM}},
      {"munmap", {EINVAL, ENOMEM}},
      {"open", {EACCES, EBUSY,      EDQUOT,       EEXIST, EFAULT, EFBIG,   EINTR,      EINVAL, EISDIR,
                ELOOP,  EMFILE,     ENAMETOOLONG, ENFILE, ENODEV, ENOENT,  ENOMEM,     ENOSPC, ENOTDIR,
                ENXIO,  EOPNOTSUPP, EOVERFLOW,    EPERM,  EROFS,  ETXTBSY, EWOULDBLOCK}},
      {"pidfd_open", {EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM, ESRCH}},
      {"pkey_alloc", {EINVAL, ENOSPC, ENOSYS}},
      {"pkey_free", {EINVAL}},
      {"pkey_mprotect", {EINVAL, EACCES, ENOMEM}},
      {"posix_fadvise", {EBADF, EINVAL, ESPIPE}},
      {"posix_madvise", {EINVAL, ENOMEM}},
      {"prctl", {EACCES, EBADF, EBUSY, EFAULT, EINVAL, ENXIO, EOPNOTSUPP, EPERM}},
      {"pread", {EAGAIN, EBADF, EFAULT, EINTR, EINVAL, EIO, EISDIR, ENXIO, EOVERFLOW, ESPIPE}},
      {"process_madvise", {EBADF, EFAULT, EINVAL, ENOMEM, EPERM, ESRCH}},
      {"pthread_sigmask", {EFAULT, EINVAL}},
      {"pwrite", {EAGAIN, EBADF, EDQUOT, EFAULT, EFBIG, EINTR, EINVAL, EIO, ENOSPC, EPERM, ENXIO}},
      {"pwritev2", {EAGAIN, EBADF, EDQUOT, EFAULT, EFBIG, EINTR, EINVAL, EIO, ENOSPC, EPERM, EOPNOTSUPP, ENOSYS}},
      {"read", {EAGAIN, EBADF, EFAULT, EINTR, EINVAL, EIO, EISDIR}},
      {"readahead", {EBADF, EINVAL}},
      {"set_mempolicy", {EFAULT, EINVAL, ENOMEM, ENOSYS}},
      {"set_mempolicy_home_node", {EINVAL, EOPNOTSUPP, ENOENT, ENOSYS}},
      {"shm_open", {EACCES, EEXIST, EINVAL, EMFILE, ENAMETOOLONG, ENFILE, ENOENT, EINTR}},
      {"shm_unlink", {EACCES, ENOENT}},
      {"sigaction", {EFAULT, EINVAL}},
      {"sync_file_range", {EBADF, EINVAL, EIO, ENOMEM, ENOSPC, ENOSYS, ESPIPE}},
      {"uname", {EFAULT}},
  };
  const auto found = all.find(call);
  return found == all.end() ? std::vector<int>{} : found->second;
}

bool is_answered(const std::string& call, int code) {
  static const std::map<std::string, std::vector<int>> all{
      {"close", {EINTR}},                          // the descriptor is closed
      {"fallocate", {EINTR, EOPNOTSUPP, ENOSYS}},  // a file system without the call: zeros are written
      {"fdatasync", {EINTR}},
      {"fsync", {EINTR}},
      {"ftruncate", {EINTR}},
      {"mmap", {EINVAL, EOPNOTSUPP}},  // an older kernel: without MAP_SHARED_VALIDATE
      {"msync", {EINTR}},
      {"open", {EINTR, EWOULDBLOCK}},  // a lease is waited for
      {"pread", {EINTR}},
      {"pwrite", {EINTR}},
      {"pwritev2", {EINTR, EINVAL, EOPNOTSUPP, ENOSYS}},  // a kernel or file system without the flag
      {"read", {EINTR}},
      {"shm_open", {EINTR}},
      {"uname", {EFAULT}},  // a kernel that does not say how old it is counts as old
  };
  const auto found = all.find(call);
  return found != all.end() && std::ranges::find(found->second, code) != found->second.end();
}

}  // namespace sweep
