// What the module exports is enough: types, calls, flags with their operators and rows, errors.
#include <cstdio>
#include <string>
#include <system_error>

import mmapkit;

std::size_t size_by_header(const char* path);  // of beside.cpp

int main(int, char** arguments) {
  const mmapkit::mapping file{arguments[1]};
  if (file.size() != size_by_header(arguments[1])) return 1;

  auto memory = mmapkit::allocate(mmapkit::page_size());
  memory.as_writable<int>()[0] = 7;
  if (memory.object<int>(0) != 7) return 2;

  constexpr auto flags = mmapkit::mmap_flag::private_ | mmapkit::mmap_flag::anonymous;
  if (mmapkit::to_string(flags) != "private|anonymous" || !mmapkit::supported(flags)) return 3;
  if (mmapkit::rows<mmapkit::advice>[0].flag != mmapkit::advice::normal) return 4;

  mmapkit::growable<int> numbers{1000};
  numbers.push_back(1);
  if (numbers.back() != 1) return 5;

  try {
    const mmapkit::mapping none{"/nowhere/at all"};
    return 6;
  } catch (const mmapkit::mmap_error& error) {
    if (error.code() != std::errc::no_such_file_or_directory) return 7;
  }
  std::printf("%zu bytes\n", file.size());
}
