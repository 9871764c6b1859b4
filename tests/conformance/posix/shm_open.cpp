// shm_open: descriptors, owners, permissions, lifetime.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <vector>

#include "../system.hpp"
#include "child.hpp"

using namespace mmapkit;
using namespace conformance;
using support::caught;
using support::open_read_write;

namespace {

struct stat status_of(native_handle object) {
  struct stat status {};
  REQUIRE(::fstat(object, &status) == 0);
  return status;
}

mode_t permissions_of(native_handle object) { return status_of(object).st_mode & 07777; }

// The umask, for the object's life.
class file_mask {
 public:
  explicit file_mask(mode_t mask) : before_{::umask(mask)} {}
  ~file_mask() { ::umask(before_); }
  file_mask(const file_mask&) = delete;
  file_mask& operator=(const file_mask&) = delete;

 private:
  mode_t before_;
};

// Memory that holds 'a', without a handle left.
void make_object(const object_name& name, unsigned mode = 0600) {
  const object_handle handle{name, create_exclusively, mode, page_size()};
  const pages memory{page_size(), support::read_write, mmap_flag::shared, handle.get()};
  memory[0] = 'a';
}

int lowest_free() {
  const int lowest = ::dup(0);
  ::close(lowest);
  return lowest;
}

}  // namespace

TEST_CASE("shm_open 8-1: the descriptor is the lowest that is not open") {
  const shared_object object{page_size()};
  const int lowest = lowest_free();
  const object_handle first{object.name};
  CHECK(first.get() == lowest);
  const object_handle second{object.name};
  CHECK(second.get() > lowest);
}

TEST_CASE("shm_open 16-1: new memory belongs to the effective user") {
  const shared_object object{page_size()};
  CHECK(status_of(object.handle.get()).st_uid == ::geteuid());
  holds_in_child("another user", [] {
    if (!become_nobody()) return untried;
    const shared_object own{page_size()};
    return status_of(own.handle.get()).st_uid == ::geteuid() ? 0 : 1;
  });
}

TEST_CASE("shm_open 17-1: new memory belongs to the effective group") {
  const shared_object object{page_size()};
  CHECK(status_of(object.handle.get()).st_gid == ::getegid());
  holds_in_child("another user", [] {
    if (!become_nobody()) return untried;
    const shared_object own{page_size()};
    return status_of(own.handle.get()).st_gid == ::getegid() ? 0 : 1;
  });
}

TEST_CASE("shm_open 18-1: new memory has the permissions asked for, less those of the umask") {
  for (const mode_t mask : std::initializer_list<mode_t>{0000, 0022, 0077, 0777})
    for (const mode_t mode : std::initializer_list<mode_t>{0600, 0644, 0666, 0777, 0000}) {
      CAPTURE(mask);
      CAPTURE(mode);
      const file_mask during{mask};
      const object_name name;
      const object_handle object{name, create_exclusively, mode};
      CHECK(permissions_of(object.get()) == static_cast<mode_t>(mode & ~mask));
    }
}

TEST_CASE("shm_open 19-1: bits of the mode beyond the permissions change no permission") {
  const file_mask during{0};
  const object_name name;
  std::error_code error;
  const auto object = shm_open(name, create_exclusively, 04640, 0, error);
  if (error) {
    CHECK(error == std::errc::invalid_argument);
  } else {
    CHECK((permissions_of(object) & 0777) == 0640);
    mmapkit::close_file(object);
  }
}

TEST_CASE("shm_open 20-1: a new object without permission to write can be written by who made it") {
  holds_in_child("another user", [] {
    if (!become_nobody()) return untried;
    const object_name name;
    const object_handle object{name, create_exclusively, 0400, page_size()};
    const pages memory{page_size(), support::read_write, mmap_flag::shared, object.get()};
    memory[0] = 'a';
    return memory[0] == 'a' ? 0 : 1;
  });
}

TEST_CASE("shm_open 20-2: a new object that is opened for reading alone is so, whatever its permissions") {
  const object_name name;
  const object_handle object{name, open_flag::read | open_flag::ensure_create, 0777};
  CHECK((::fcntl(object.get(), F_GETFL) & O_ACCMODE) == O_RDONLY);
  CHECK(caught([&] {
          return mmap(nullptr, page_size(), support::read_write, mmap_flag::shared, object.get(), 0);
        }).code() == std::errc::permission_denied);
}

TEST_CASE("shm_open 20-3: a new object without permission to read can be read by who made it") {
  holds_in_child("another user", [] {
    if (!become_nobody()) return untried;
    const object_name name;
    const object_handle object{name, create_exclusively, 0, page_size()};
    const pages memory{page_size(), protection_flag::read, mmap_flag::shared, object.get()};
    return memory[0] == '\0' ? 0 : 1;
  });
}

TEST_CASE("shm_open 23-1: of processes that create the same name at once, one succeeds") {
  constexpr int processes = 4;
  constexpr int won = 1;
  constexpr int lost = 2;
  for (int round = 0; round < 25; ++round) {
    const object_name name;
    support::pipe_ends gate;
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
      children.push_back(support::start_child([&] {
        gate.close_writer();
        static_cast<void>(gate.read_all());  // until nobody holds the other end
        const auto error = opening(name, create_exclusively);
        return !error ? won : error == std::errc::file_exists ? lost : -1;
      }));
    }
    gate.close_writer();
    int winners = 0;
    for (const auto child : children) {
      const auto end = support::wait_for(child);
      CHECK((end.code == won || end.code == lost));
      winners += end.code == won ? 1 : 0;
    }
    REQUIRE(winners == 1);
  }
}

TEST_CASE("shm_open 25-1: truncate cuts what exists to size 0") {
  const object_name name;
  make_object(name);
  const object_handle cut{name, open_read_write | open_flag::truncate};
  CHECK(status_of(cut.get()).st_size == 0);
  const object_name other;
  const object_handle made{other, open_read_write | open_flag::create | open_flag::truncate, 0600, page_size()};
  CHECK(status_of(made.get()).st_size == static_cast<off_t>(page_size()));
}

TEST_CASE("shm_open 26-1: truncate leaves the permissions, though another mode is given") {
  const file_mask during{0};
  const object_name name;
  make_object(name, 0640);
  const object_handle cut{name, open_read_write | open_flag::create | open_flag::truncate, 0777};
  CHECK(permissions_of(cut.get()) == 0640);
}

TEST_CASE("shm_open 26-2: truncate leaves the owner, though another user does it") {
  const file_mask during{0};
  const object_name name;
  make_object(name, 0666);
  const auto owner = ::geteuid();
  holds_in_child("another user", [&] {
    if (!become_nobody()) return untried;
    const object_handle cut{name, open_read_write | open_flag::truncate};
    const auto status = status_of(cut.get());
    return status.st_uid == owner && status.st_size == 0 ? 0 : 1;
  });
}

TEST_CASE("shm_open 28-1: memory and its content stay while nobody has it open") {
  const object_name name;
  make_object(name);
  const object_handle again{name};
  const pages memory{page_size(), protection_flag::read, mmap_flag::shared, again.get()};
  CHECK(memory[0] == 'a');
}

TEST_CASE("shm_open 28-2: memory and its content outlive the process that made it") {
  const object_name name;
  CHECK(in_other_process("create object", name.text()) == 0);
  const object_handle again{name};
  const pages memory{page_size(), protection_flag::read, mmap_flag::shared, again.get()};
  CHECK(memory[0] == 'x');
}

TEST_CASE("shm_open 28-3: memory without a name stays while it is open or mapped") {
  const object_name name;
  make_object(name);
  object_handle handle{name};
  shm_unlink(name);
  const pages memory{page_size(), protection_flag::read, mmap_flag::shared, handle.get()};
  handle.close();
  CHECK(memory[0] == 'a');
}

TEST_CASE("shm_open 30-1: a descriptor that was closed is the next one again") {
  const shared_object object{page_size()};
  object_handle first{object.name};
  const object_handle second{object.name};
  const int number = first.get();
  first.close();
  const object_handle third{object.name};
  CHECK(third.get() == number);
}

TEST_CASE("shm_open 32-1: memory without the permissions for what is asked is denied") {
  holds_in_child("another user", [] {
    if (!become_nobody()) return untried;
    const object_name unwritable;
    make_object(unwritable, 0400);
    const object_name unreadable;
    make_object(unreadable, 0200);
    const auto denied = [](const object_name& name, open_flag flags) {
      return opening(name, flags) == std::errc::permission_denied;
    };
    if (!denied(unwritable, open_read_write) || !denied(unreadable, open_flag::read)) return 1;
    const object_handle allowed{unwritable, open_flag::read};
    return 0;
  });
}

TEST_CASE("shm_open 34-1: truncate of memory that may not be written is denied, and nothing is cut") {
  holds_in_child("another user", [] {
    if (!become_nobody()) return untried;
    const object_name name;
    make_object(name, 0400);
    if (opening(name, open_read_write | open_flag::truncate) != std::errc::permission_denied) return 1;
    const object_handle reader{name, open_flag::read};
    return status_of(reader.get()).st_size == static_cast<off_t>(page_size()) ? 0 : 2;
  });
}

TEST_CASE("shm_open 36-1: signals do not break it off") {
  holds_in_child("signals", [] {
    struct sigaction nothing {};
    nothing.sa_handler = [](int) {};  // and no SA_RESTART
    ::sigaction(SIGALRM, &nothing, nullptr);
    const itimerval often{{0, 200}, {0, 200}};
    ::setitimer(ITIMER_REAL, &often, nullptr);
    const object_name name;
    const object_handle object{name, create_exclusively, 0600, page_size()};
    for (int i = 0; i < 2000; ++i) {
      if (opening(name, open_read_write | open_flag::create, 0600, page_size())) return 1;
    }
    return 0;
  });
}

TEST_CASE("shm_open 38-1: more files than the process may have open are too many") {
  const shared_object object{page_size()};
  const support::few_open_files few{static_cast<unsigned>(lowest_free())};
  CHECK(opening(object.name) == std::errc::too_many_files_open);
}
