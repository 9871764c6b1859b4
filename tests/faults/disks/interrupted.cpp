// interrupted FOLDER: allocates files in the folder, where shared memory has its names, while a timer's signals come
// faster than an allocation ends. Older kernels then give back all that they had allocated. Each way must end all the
// same, with all of its blocks; a control asks for the whole again and again, as is usual, and must not end, or nothing
// is proved.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iterator>
#include <string>

#include <mmapkit/mmapkit.hpp>

using namespace mmapkit;

namespace {

using clock_type = std::chrono::steady_clock;

constexpr std::size_t size = std::size_t{64} << 20;
constexpr int times_asked = 50;
constexpr std::chrono::seconds longest{120};

volatile std::sig_atomic_t signals = 0;
clock_type::time_point deadline;

// What never ends is ended, by the signal that keeps it from ending.
void count_signal(int /*signal*/) {
  signals = signals + 1;
  if (clock_type::now() > deadline) {
    constexpr char words[] = " does not end\n";
    static_cast<void>(!::write(STDOUT_FILENO, words, sizeof(words) - 1));
    ::_exit(1);
  }
}

void tick_each(std::chrono::microseconds period) {
  const timeval each{0, static_cast<suseconds_t>(period.count())};
  const itimerval timer{each, each};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

int open_new(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) std::exit((std::perror(path.c_str()), 2));
  return file;
}

// What the allocation takes where nothing interrupts it.
std::chrono::microseconds time_of_allocation(const std::filesystem::path& path) {
  const int file = open_new(path);
  const auto begin = clock_type::now();
  if (::fallocate(file, 0, 0, static_cast<off_t>(size)) != 0) std::exit((std::perror("fallocate"), 2));
  const auto taken = clock_type::now() - begin;
  ::close(file);
  std::filesystem::remove(path);
  return std::chrono::duration_cast<std::chrono::microseconds>(taken);
}

// A signal comes many times in the shortest allocation that was seen.
std::chrono::microseconds choose_period(const std::filesystem::path& path) {
  auto shortest = time_of_allocation(path);
  for (int i = 0; i < 4; ++i) shortest = std::min(shortest, time_of_allocation(path));
  return std::clamp(shortest / 8, std::chrono::microseconds{500}, std::chrono::microseconds{500'000});
}

// How many of the times the whole was there.
int ask_for_whole(const std::filesystem::path& path) {
  const int file = open_new(path);
  int ended = 0;
  for (int i = 0; i < times_asked; ++i)
    if (::fallocate(file, 0, 0, static_cast<off_t>(size)) == 0 || errno != EINTR) ++ended;
  ::close(file);
  std::filesystem::remove(path);
  return ended;
}

bool has_all_blocks(const std::filesystem::path& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && static_cast<std::size_t>(found.st_size) >= size &&
         static_cast<std::size_t>(found.st_blocks) * 512 >= size;
}

struct way {
  const char* name;
  std::function<void(const std::filesystem::path&)> allocate;
};

mapping map_new(const std::filesystem::path& path, std::size_t bytes) {
  return mapping{path,
                 {.open = open_flag::read | open_flag::write | open_flag::create,
                  .protection = protection_flag::read | protection_flag::write,
                  .mmap = mmap_flag::shared,
                  .size = bytes}};
}

const way ways[] = {
    {"mapping", [](const auto& path) { static_cast<void>(map_new(path, size)); }},
    {"resize", [](const auto& path) { map_new(path, 1).resize(size); }},
    {"fallocate",
     [](const auto& path) {
       const int file = open_new(path);
       fallocate(native_handle{file}, fallocate_mode::allocate, 0, size);
       ::close(file);
     }},
    {"typed_file", [](const auto& path) { static_cast<void>(typed_file<std::byte>::create(path, size)); }},
    {"growable_file",
     [](const auto& path) {
       growable_file<std::byte>{path, 2 * size}.resize(size);
     }},
    {"shared_memory", [](const auto& path) { shared_memory::create(path.filename().string(), size).keep_name(); }},
};

// Whether it ended with all of its blocks.
bool ends(const way& tried, const std::filesystem::path& path) {
  signals = 0;
  std::printf("%s", tried.name);
  std::fflush(stdout);
  const auto begin = clock_type::now();
  deadline = begin + longest;
  tried.allocate(path);
  const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(clock_type::now() - begin);
  const bool whole = has_all_blocks(path);
  std::printf(": %ld ms, %d signals%s\n", static_cast<long>(taken.count()), static_cast<int>(signals),
              whole ? "" : ", without all of its blocks");
  std::filesystem::remove(path);
  return whole;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const auto path = std::filesystem::path{arguments[1]} / "file";
  struct sigaction action {};
  action.sa_handler = count_signal;
  action.sa_flags = SA_RESTART;  // for what is printed; an allocation is not begun again
  const auto period = choose_period(path);
  deadline = clock_type::now() + longest;
  ::sigaction(SIGALRM, &action, nullptr);
  tick_each(period);
  const int whole = ask_for_whole(path);
  if (whole == times_asked) return 77;
  int ended = 0;
  for (const auto& each : ways) ended += ends(each, path) ? 1 : 0;
  std::printf("interrupted allocation: %d ways, %d ended, a signal each %ld us; asked for whole, %d of %d ended\n",
              static_cast<int>(std::size(ways)), ended, static_cast<long>(period.count()), whole, times_asked);
  return ended == static_cast<int>(std::size(ways)) && whole == 0 ? 0 : 1;
}
