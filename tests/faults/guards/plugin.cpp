#include "plugin.hpp"

#include <unistd.h>

#include <mmapkit/allocation.hpp>
#include <mmapkit/flags/error.hpp>
#include <mmapkit/guarded.hpp>
#include <mmapkit/mapping.hpp>

using namespace mmapkit;

namespace {

long first_byte(const mapping& file) {
  return *static_cast<const volatile unsigned char*>(static_cast<const void*>(file.data()));
}

}  // namespace

extern "C" [[gnu::visibility("default")]] long use_mapping(const char* path, plugin::use how) {
  mapping file{path};
  if (how == plugin::use::mapping) {
    std::error_code ignored;  // this memory needs to know of forks
    static_cast<void>(allocate(file.size(), {.dont_fork = true}, ignored));
    return first_byte(file);
  }
  if (how == plugin::use::guarded_fault && ::truncate(path, 0) != 0) return 0;
  try {
    return guarded(file, [&] { return first_byte(file); });
  } catch (const mmap_error&) {
    return plugin::caught;
  }
}
