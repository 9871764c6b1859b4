#include <mmapkit/native_file.hpp>

#include "core.hpp"
#include "native_path.hpp"
#include "options.hpp"

namespace mmapkit {

namespace {

native_handle open_path(path_view path, open_flag flags, failure& why) noexcept {
  const native_path name{path, why};
  if (why || !check(flags, why)) return no_handle;
  const bool writes = has(flags, open_flag::write);
  const auto file =
      backend::open_file(name.c_str(), writes ? flags | open_flag::read : flags,
                         writes ? protection_flag::read | protection_flag::write : protection_flag::read, why.code);
  return why.failed(operation::open) ? no_handle : file;
}

failure close_handle(native_handle file) noexcept {
  failure why;
  backend::close_file(file, why.code);
  why.failed(operation::close);
  return why;
}

}  // namespace

native_handle open_file(path_view path, open_flag flags) {
  failure why;
  const auto file = open_path(path, flags, why);
  if (why) raise(why, core::describe(path, {}, operation::open));
  return file;
}

native_handle open_file(path_view path, open_flag flags, std::error_code& error) noexcept {
  failure why;
  const auto file = open_path(path, flags, why);
  core::report(why, error);
  return file;
}

void close_file(native_handle file) {
  if (const auto why = close_handle(file)) raise(why, core::describe(file));
}

void close_file(native_handle file, std::error_code& error) noexcept { core::report(close_handle(file), error); }

}  // namespace mmapkit
