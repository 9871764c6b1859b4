#define FUSE_USE_VERSION 31
#include "failing_disk.hpp"

#include <fcntl.h>
#include <fuse.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <string>

#include "check.hpp"

namespace {

failing_device& device() { return *static_cast<failing_device*>(fuse_get_context()->private_data); }

bool is_root(const char* path) { return std::strcmp(path, "/") == 0; }
bool is_file(const char* path) { return device().exists && std::strcmp(path + 1, failing_device::file_name) == 0; }

void mark_new(std::size_t from, std::size_t length) {
  if (length == 0) return;
  for (auto i = from / failing_device::block; i <= (from + length - 1) / failing_device::block; ++i)
    device().is_new[i] = true;
}

int get_status(const char* path, struct stat* status, fuse_file_info*) {
  *status = {};
  if (!is_root(path) && !is_file(path)) return -ENOENT;
  status->st_mode = is_root(path) ? S_IFDIR | 0755 : S_IFREG | 0644;
  status->st_nlink = is_root(path) ? 2 : 1;
  status->st_blksize = failing_device::block;
  if (!is_root(path)) status->st_size = static_cast<off_t>(device().size.load());
  return 0;
}

int list(const char*, void* to, fuse_fill_dir_t add, off_t, fuse_file_info*, fuse_readdir_flags) {
  for (const auto* name : {".", "..", failing_device::file_name})
    if (name[0] == '.' || device().exists) add(to, name, nullptr, 0, fuse_fill_dir_flags{});
  return 0;
}

int make(const char* path, mode_t, fuse_file_info*) {
  if (std::strcmp(path + 1, failing_device::file_name) != 0) return -EPERM;
  device().exists = true;
  device().size = 0;
  return 0;
}

int open_file(const char* path, fuse_file_info*) { return is_file(path) ? 0 : -ENOENT; }

int remove_file(const char* path) {
  if (!is_file(path)) return -ENOENT;
  device().exists = false;
  return 0;
}

int set_size(const char*, off_t size, fuse_file_info*) {
  auto& of = device();
  const auto to = static_cast<std::size_t>(size);
  if (to > of.capacity) return -EFBIG;
  const auto from = std::min(of.size.load(), to);
  std::fill(of.taken.begin() + static_cast<std::ptrdiff_t>(from), of.taken.end(), std::byte{});
  mark_new(from, of.capacity - from);
  of.size = to;
  return 0;
}

int allocate(const char*, int mode, off_t offset, off_t length, fuse_file_info*) {
  auto& of = device();
  if (!of.allocates || (mode & ~FALLOC_FL_KEEP_SIZE) != 0) return -EOPNOTSUPP;
  const auto end = static_cast<std::size_t>(offset + length);
  if (end > of.capacity) return -EFBIG;
  if (mode == 0) of.size = std::max(of.size.load(), end);
  return 0;
}

// With its cache the kernel tells the times of a file at each sync; they are not kept.
int set_times(const char*, const timespec*, fuse_file_info*) { return 0; }

int read_bytes(const char*, char* to, std::size_t length, off_t offset, fuse_file_info*) {
  auto& of = device();
  const auto from = std::min(static_cast<std::size_t>(offset), of.size.load());
  const auto count = std::min(length, of.size - from);
  if (of.read_error != 0 && from < of.bad_to && of.bad_from < from + count) return -of.read_error;
  std::memcpy(to, &of.taken[from], count);
  return static_cast<int>(count);
}

int write_bytes(const char*, const char* bytes, std::size_t length, off_t offset, fuse_file_info*) {
  auto& of = device();
  const auto from = static_cast<std::size_t>(offset);
  if (from + length > of.capacity) return -EFBIG;
  if (const int error = of.writes.next()) return -error;
  std::memcpy(&of.taken[from], bytes, length);
  mark_new(from, length);
  of.size = std::max(of.size.load(), from + length);
  return static_cast<int>(length);
}

int sync_bytes(const char*, int, fuse_file_info*) {
  auto& of = device();
  const int error = of.syncs.next();
  for (std::size_t i = 0; i != of.is_new.size(); ++i) {
    const auto from = i * failing_device::block;
    if (of.is_new[i] && error == 0) std::memcpy(&of.durable[from], &of.taken[from], failing_device::block);
    of.is_new[i] = false;
  }
  return -error;
}

void* begin_without_cache(fuse_conn_info* connection, fuse_config*) {
  connection->want &= ~unsigned{FUSE_CAP_WRITEBACK_CACHE};
  return fuse_get_context()->private_data;
}

void* begin_with_cache(fuse_conn_info* connection, fuse_config*) {
  connection->want |= connection->capable & FUSE_CAP_WRITEBACK_CACHE;
  return fuse_get_context()->private_data;
}

fuse_operations operations(bool caches) {
  fuse_operations made{};
  made.init = caches ? begin_with_cache : begin_without_cache;
  made.getattr = get_status;
  made.readdir = list;
  made.create = make;
  made.open = open_file;
  made.unlink = remove_file;
  made.truncate = set_size;
  made.fallocate = allocate;
  made.utimens = set_times;
  made.read = read_bytes;
  made.write = write_bytes;
  made.fsync = sync_bytes;
  return made;
}

// Says a byte when it is mounted, and ends when it is not any more.
int serve(failing_device& of, const char* folder, bool caches, int ready) {
  std::string name{"failing_disk"};
  std::array<char*, 1> arguments{name.data()};
  fuse_args given{.argc = 1, .argv = arguments.data(), .allocated = 0};
  const auto what = operations(caches);
  auto* const server = fuse_new(&given, &what, sizeof what, &of);
  if (server == nullptr || fuse_mount(server, folder) != 0) return 1;
  const bool told = ::write(ready, "r", 1) == 1;
  const int result = told ? fuse_loop(server) : 1;
  fuse_unmount(server);
  fuse_destroy(server);
  return result == 0 ? 0 : 1;
}

}  // namespace

int failing_device::fault::next() {
  if (error == 0) return 0;
  if (successes != 0) {
    --successes;
    return 0;
  }
  if (failures == 0) return 0;
  --failures;
  return error;
}

void failing_device::forget() {
  exists = false;
  size = 0;
  taken.fill({});
  durable.fill({});
  is_new.fill(false);
  writes.set(0, 0, 0);
  syncs.set(0, 0, 0);
  read_error = 0;
}

failing_disk::failing_disk(std::filesystem::path folder, bool caches) : folder_{std::move(folder)} {
  void* shared = ::mmap(nullptr, sizeof(failing_device), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  check(shared != MAP_FAILED, "there is no memory for the device");
  device_ = new (shared) failing_device;
  std::array<int, 2> ready{};
  check(::pipe2(ready.data(), O_CLOEXEC) == 0, "there is no pipe");
  server_ = ::fork();
  if (server_ == 0) {
    ::close(ready[0]);
    ::_exit(serve(*device_, folder_.c_str(), caches, ready[1]));
  }
  ::close(ready[1]);
  char byte = 0;
  const bool mounted = server_ > 0 && ::read(ready[0], &byte, 1) == 1;
  ::close(ready[0]);
  check(mounted, "FUSE cannot be mounted");
}

failing_disk::~failing_disk() {
  ::umount2(folder_.c_str(), MNT_DETACH);
  ::waitpid(server_, nullptr, 0);
  ::munmap(device_, sizeof(failing_device));
}
