#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "child.hpp"
#include "private_shm.hpp"

namespace conformance {

namespace {

bool write_text(const char* path, const std::string& text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  return written;
}

// A user and a group that stay what they are, in namespaces where they may mount.
bool enter_namespaces() {
  if (::unshare(CLONE_NEWNS) == 0) return true;
  const auto to_itself = [](unsigned id) { return std::to_string(id) + " " + std::to_string(id) + " 1"; };
  const auto user = to_itself(::geteuid());
  const auto group = to_itself(::getegid());
  return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_text("/proc/self/uid_map", user) &&
         write_text("/proc/self/setgroups", "deny") && write_text("/proc/self/gid_map", group);
}

}  // namespace

bool enter_private_shm(const char* options) {
  if (!enter_namespaces()) return false;
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  return ::mount("tmpfs", "/dev/shm", "tmpfs", 0, options) == 0;
}

// Who cannot become anybody else gives up what root may do.
bool close_private_shm() {
  if (::chmod("/dev/shm", 0555) != 0) return false;
  static_cast<void>(become_nobody());
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  return ::syscall(SYS_capset, &header, none) == 0;
}

}  // namespace conformance
