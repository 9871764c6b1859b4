// Files that may be opened and not created, and calls that a filter forbids.
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <functional>
#include <mmapkit/growable_file.hpp>
#include <utility>
#include <vector>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

template <std::size_t Size>
bool let_in(std::array<sock_filter, Size> filter) {
  const sock_fprog program{filter.size(), filter.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

// From now on memfd_create is that error in this process.
bool forbid_memfd_create(int code) {
  return let_in(std::array{
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_memfd_create, 0, 1),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(code)),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  });
}

// From now on opening with O_CREAT is EACCES in this process. The flags are the third argument of openat; its lower
// half comes first on little-endian machines.
bool forbid_creating() {
  constexpr unsigned lower_half = std::endian::native == std::endian::little ? 0 : 4;
  return let_in(std::array{
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args) + 16 + lower_half),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_CREAT, 0, 1),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  });
}

}  // namespace

TEST_CASE("where memfd_create is forbidden or missing, memory without a name is had another way") {
  if (support::emulated || ::access("/dev/shm", W_OK) != 0) return;
  const std::vector<std::pair<std::string, std::function<void()>>> ways{
      {"shared_memory::anonymous", [] { static_cast<void>(shared_memory::anonymous(page_size())); }},
      {"mirrored_buffer", [] { const mirrored_buffer ring{page_size()}; }},
      {"freezable", [] { *freezable{page_size()}.data() = std::byte{1}; }},
  };
  for (const int code : {EPERM, ENOSYS})
    for (const auto& way : ways) {
      CAPTURE(code);
      CAPTURE(way.first);
      const auto told = support::told_by_child([&]() -> std::string {
        if (!forbid_memfd_create(code)) return "no filter";
        way.second();
        return supported(call::memfd_create) ? "supported" : "done";
      });
      if (told != "no filter") CHECK(told == "done");
    }
}

// The rule of fs.protected_regular, played by a filter: the setting is the whole machine's.
TEST_CASE("a file that exists and may not be opened with O_CREAT is opened without it") {
  if (support::emulated) return;
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(64, 'x'));
  const std::vector<std::pair<std::string, std::function<void()>>> ways{
      {"open_file", [&] { close_file(open_file(path, support::open_read_write | open_flag::create)); }},
      {"mapping",
       [&] {
         auto options = support::shared_writable();
         options.open |= open_flag::create;
         const mapping file{path, options};
       }},
      {"growable_file",
       [&] {
         growable_file<char> file{path, 1000};
       }},
      {"typed_file", [&] { static_cast<void>(typed_file<char>::create(path, 64)); }},
  };
  for (const auto& way : ways) {
    CAPTURE(way.first);
    const auto told = support::told_by_child([&]() -> std::string {
      if (!forbid_creating()) return "no filter";
      if (::open(path.c_str(), O_RDWR | O_CREAT, 0600) != -1 || errno != EACCES) return "open is another call here";
      way.second();
      return "done";
    });
    if (told != "no filter" && told != "open is another call here") CHECK(told == "done");
  }
  const auto missing = support::told_by_child([&]() -> std::string {
    if (!forbid_creating()) return "no filter";
    std::error_code error;
    static_cast<void>(open_file(folder / "missing", support::open_read_write | open_flag::create, error));
    return error == std::errc::permission_denied ? "denied" : error.message();
  });
  if (missing != "no filter") CHECK(missing == "denied");
}
