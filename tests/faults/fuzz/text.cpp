#include <sstream>
#include <system_error>

#include "fuzz.hpp"

using namespace mmapkit;

namespace fuzz {

std::string to_text(const step& one) {
  std::ostringstream text;
  constexpr const char* names[] = {"mmap",  "munmap",  "mprotect", "msync",   "madvise", "posix_madvise",
                                   "mlock", "munlock", "mremap",   "mincore", "store",   "cut"};
  text << names[static_cast<std::size_t>(one.what)] << '(' << one.at << ", " << one.length;
  switch (one.what) {
    case kind::map:
      text << ", " << to_string(one.protection) << ", " << to_string(one.flags) << ", file "
           << static_cast<int>(one.file) << ", " << one.offset << (one.anywhere ? ", anywhere" : "");
      break;
    case kind::protect: text << ", " << to_string(one.protection); break;
    case kind::sync: text << ", " << to_string(one.sync); break;
    case kind::advise: text << ", " << to_string(one.advice) << (one.discarding ? ", discarding" : ""); break;
    case kind::advise_posix: text << ", " << to_string(one.posix_advice); break;
    case kind::lock: text << ", " << to_string(one.lock); break;
    case kind::remap:
      text << ", " << one.new_length << ", " << to_string(one.remap) << ", "
           << (one.has_new_place ? std::to_string(one.new_at) : "none");
      break;
    case kind::in_core: text << ", room for " << one.room; break;
    case kind::unmap:
    case kind::unlock:
    case kind::store:
    case kind::cut: break;
  }
  text << (one.throws ? "), throwing" : ")");
  return text.str();
}

std::string to_text(const outcome& what) {
  if (what.error != 0) return std::system_category().message(what.error);
  std::string pages;
  for (const auto page : what.pages) pages += std::to_string(page);
  return "success at " + std::to_string(what.place) + (pages.empty() ? "" : ", pages " + pages);
}

}  // namespace fuzz
