// Code that a signal handler needs must not be unloaded.
#include <dlfcn.h>

#include "per_system.hpp"

// Not there in a program that is linked statically, which unloads nothing.
// NOLINTBEGIN(readability-redundant-declaration): declared again, as weak
extern "C" {
[[gnu::weak]] decltype(::dladdr) dladdr;
[[gnu::weak]] decltype(::dlopen) dlopen;
}
// NOLINTEND(readability-redundant-declaration)

namespace mmapkit::backend {

namespace {

// Where dlopen(3) has not both, as on OpenBSD, a handle that is never closed keeps it too.
#if defined(RTLD_NOLOAD) && defined(RTLD_NODELETE)
constexpr int dlopen_mode = RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE;
#else
constexpr int dlopen_mode = RTLD_NOW;
#endif

}  // namespace

// It is loaded: this only asks for it never to go.
void posix::keep_loaded(const void* code) noexcept {
  if (&::dladdr == nullptr || &::dlopen == nullptr) return;
  Dl_info where{};
  if (::dladdr(const_cast<void*>(code), &where) != 0 && where.dli_fname != nullptr)
    ::dlopen(where.dli_fname, dlopen_mode);
}

}  // namespace mmapkit::backend
