#include <gio/gio.h>

#include "peers.hpp"
#include "scratch.hpp"

namespace peers {

void glib(const char* path) {
  GError* error = nullptr;
  auto* const file = g_mapped_file_new(path, FALSE, &error);
  bench::require(file != nullptr, "g_mapped_file_new");
  bench::touch(g_mapped_file_get_contents(file));
  g_mapped_file_unref(file);
}

glib_file::glib_file(const std::string& path) : file_{g_mapped_file_new(path.c_str(), FALSE, nullptr)} {
  bench::require(file_ != nullptr, "g_mapped_file_new");
}

glib_file::~glib_file() { g_mapped_file_unref(static_cast<GMappedFile*>(file_)); }

std::string_view glib_file::text() const {
  auto* const file = static_cast<GMappedFile*>(file_);
  return {g_mapped_file_get_contents(file), g_mapped_file_get_length(file)};
}

}  // namespace peers
