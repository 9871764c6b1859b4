// Where coverage is measured, a child that ends by _exit() writes its counts too, which only exit() does by itself.
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

extern "C" {

void __gcov_dump();
void __gcov_reset();
[[noreturn]] void __real__exit(int code);

[[noreturn]] void __wrap__exit(int code) {
  // The files with the counts may be longer than what the test allows, and another user's than its.
  if (::seteuid(::getuid()) != 0) __real__exit(code);
  constexpr rlimit none{RLIM_INFINITY, RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &none);
  ::signal(SIGXFSZ, SIG_IGN);
  __gcov_dump();
  __real__exit(code);
}

// Makes the files before the program begins, and so that everybody may add to them: a child that has become another
// user counts too.
[[gnu::constructor]] void make_files_of_counts() {
  const auto before = ::umask(0);
  __gcov_dump();
  __gcov_reset();
  ::umask(before);
}
}
