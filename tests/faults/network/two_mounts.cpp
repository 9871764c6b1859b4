// two_mounts WRITER READER ROUNDS: two mounts of one file system, as two machines have them. What does a reader at the
// one see of what sync(all) or write_through has acknowledged at the other, in each way to look, and do locks hold?
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <functional>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <thread>
#include <utility>

#include "../disks/check.hpp"

using namespace mmapkit;

namespace {

using number = std::uint64_t;

constexpr mmap_options for_writing{.open = open_flag::read | open_flag::write,
                                   .protection = protection_flag::read | protection_flag::write,
                                   .mmap = mmap_flag::shared};

class descriptor {
 public:
  descriptor(const std::filesystem::path& path, int flags) : file_{::open(path.c_str(), flags | O_CLOEXEC)} {}
  ~descriptor() { close(); }
  void close() {
    if (file_ >= 0) ::close(std::exchange(file_, -1));
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  operator int() const { return file_; }

 private:
  int file_;
};

// Anew each time.
number value_in(const void* memory) { return *static_cast<const volatile number*>(memory); }

// What the mount where the reader is keeps open: a mapping, and a descriptor.
class reader {
 public:
  explicit reader(const std::filesystem::path& where) : path{where}, file{where, O_RDWR} {
    map_again();
    static_cast<void>(look());
  }

  number look() const { return value_in(mapped.data()); }
  void drop_cache() const { ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED); }
  void lock_for_a_moment() const {
    struct flock range {};
    range.l_type = F_WRLCK;
    static_cast<void>(::fcntl(file, F_OFD_SETLKW, &range));
    range.l_type = F_UNLCK;
    static_cast<void>(::fcntl(file, F_OFD_SETLK, &range));
  }
  number read(int from) const {
    number value = 0;
    return ::pread(from, &value, sizeof value, 0) == sizeof value ? value : 0;
  }
  void map_again() { mapped = mapping{path, for_writing}; }

  std::filesystem::path path;
  descriptor file;
  mapping mapped;
};

struct view {
  const char* name;
  std::function<number(reader&)> look;
};

number read_directly(reader& of) {
  const descriptor file{of.path, O_RDONLY | O_DIRECT};
  alignas(4096) static std::array<std::byte, 4096> block;
  return ::pread(file, block.data(), block.size(), 0) > 0 ? value_in(block.data()) : 0;
}

number drop_mapped_pages(reader& of) {
  of.mapped.advise(discarding{advice::dont_need});
  of.drop_cache();
  return of.look();
}

const std::array<view, 12> views{{
    {"the open mapping", [](auto& of) { return of.look(); }},
    {"the open mapping, a second later",
     [](auto& of) {
       std::this_thread::sleep_for(std::chrono::seconds{1});
       return of.look();
     }},
    {"the open mapping, after sync(msync_flag::invalidate)",
     [](auto& of) {
       of.mapped.sync(msync_flag::sync | msync_flag::invalidate);
       return of.look();
     }},
    {"the open mapping, after posix_fadvise(dont_need)", [](auto& of) { return of.drop_cache(), of.look(); }},
    {"the open mapping, after advise(dont_need) and posix_fadvise(dont_need)", drop_mapped_pages},
    {"the open mapping, after a lock", [](auto& of) { return of.lock_for_a_moment(), of.look(); }},
    {"pread of the open file, after a lock", [](auto& of) { return of.lock_for_a_moment(), of.read(of.file); }},
    {"a second open and mapping",
     [](auto& of) {
       return value_in(mapping{of.path, {.mmap = mmap_flag::shared}}.data());
     }},
    {"unmapped, opened and mapped again",
     [](auto& of) {
       of.mapped.unmap();
       of.map_again();
       return of.look();
     }},
    {"unmapped and closed by all, opened and mapped again",
     [](auto& of) {
       of.mapped.unmap();
       of.file.close();
       of.map_again();
       return of.look();
     }},
    {"unmapped, posix_fadvise(dont_need), opened and mapped again",
     [](auto& of) {
       of.mapped.unmap();
       of.drop_cache();
       of.map_again();
       return of.look();
     }},
    {"pread with O_DIRECT", read_directly},
}};

void make_file(const std::filesystem::path& path) {
  auto how = for_writing;
  how.open |= open_flag::create;
  how.size = page_size();
  how.durable = true;
  const mapping made{path, how};
}

// How many of the rounds are seen at once.
unsigned count_fresh(const view& way, const std::filesystem::path& writer, const std::filesystem::path& at,
                     bool through, unsigned rounds) {
  make_file(writer);
  mapping file{writer, for_writing};
  reader of{at};
  unsigned fresh = 0;
  for (number round = 1; round <= rounds; ++round) {
    if (through) {
      file.write_through(0, std::as_bytes(std::span{&round, 1}));
    } else {
      std::memcpy(file.data(), &round, sizeof round);
      file.sync(durability::all);
    }
    if (way.look(of) == round) ++fresh;
  }
  return fresh;
}

// Whether another mount is refused what this one has locked.
template <class Lock>
const char* refuses(const std::filesystem::path& first, const std::filesystem::path& second, Lock lock) {
  const descriptor holding{first, O_RDWR};
  if (!lock(holding)) return "no such lock";
  const pid_t child = ::fork();  // POSIX locks are those of a process
  if (child == 0) {
    const descriptor asking{second, O_RDWR};
    ::_exit(lock(asking) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1 ? "holds" : "does not hold";
}

auto fcntl_lock(int command) {
  return [command](int file) {
    struct flock range {};
    range.l_type = F_WRLCK;
    return ::fcntl(file, command, &range) == 0;
  };
}

const char* sees_length(const std::filesystem::path& writer, const std::filesystem::path& at) {
  const descriptor open{at, O_RDONLY};
  struct stat before {};
  ::fstat(open, &before);
  mapping file{writer, for_writing};
  file.resize(3 * page_size());
  file.sync(durability::all);
  struct stat after {};
  ::fstat(open, &after);
  return static_cast<std::size_t>(after.st_size) == 3 * page_size() ? "seen at once" : "not seen at once";
}

template <class Ask>
void tell(const char* what, Ask ask) {
  std::cout << "| " << what << " | ";
  try {
    ask();
  } catch (const std::exception& error) {
    std::cout << error.what();
  }
  std::cout << " |" << std::endl;
}

}  // namespace

int main(int argc, char** arguments) {
  try {
    check(argc == 4, std::string{"usage: "} + arguments[0] + " WRITER READER ROUNDS");
    const auto rounds = static_cast<unsigned>(std::stoul(arguments[3]));
    const auto writer = std::filesystem::path{arguments[1]} / "two.bin";
    const auto at = std::filesystem::path{arguments[2]} / "two.bin";
    for (const auto& each : views)
      tell(each.name, [&] {
        const bool waits = std::strstr(each.name, "later") != nullptr;
        const auto times = waits ? std::min(rounds, 5U) : rounds;
        std::cout << count_fresh(each, writer, at, false, times) << " of " << times << " | "
                  << count_fresh(each, writer, at, true, times) << " of " << times;
      });
    tell("flock",
         [&] { std::cout << refuses(writer, at, [](int file) { return ::flock(file, LOCK_EX | LOCK_NB) == 0; }); });
    tell("F_SETLK", [&] { std::cout << refuses(writer, at, fcntl_lock(F_SETLK)); });
    tell("F_OFD_SETLK", [&] { std::cout << refuses(writer, at, fcntl_lock(F_OFD_SETLK)); });
    tell("a new length, by fstat of an open file", [&] { std::cout << sees_length(writer, at); });
    std::filesystem::remove(writer);
    return 0;
  } catch (const std::exception& error) {
    std::cout << "two mounts: " << error.what() << '\n';
    return 1;
  }
}
