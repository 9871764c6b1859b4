#include "native_file.hpp"

#include <mmapkit/calls/native_file.hpp>

#include "backend/files.hpp"
#include "checks/describe.hpp"
#include "checks/options.hpp"

namespace mmapkit {

namespace {

native_handle open_path(path_view path, open_flag flags, unsigned mode, failure& why) noexcept {
  if (!check(flags, why) || !check_mode(mode, flags, why)) return no_handle;
  const bool writes = has(flags, open_flag::write);
  return calls::open_file(path, flags, writes ? protection_flag::write : protection_flag::read, mode, why);
}

failure close_handle(native_handle file) noexcept {
  failure why;
  backend::close_file(file, why.code);
  why.attribute_to(operation::close);
  return why;
}

}  // namespace

native_handle open_file(path_view path, open_flag flags) { return open_file(path, flags, default_file_mode); }

native_handle open_file(path_view path, open_flag flags, unsigned mode) {
  failure why;
  const auto file = open_path(path, flags, mode, why);
  if (why) raise(why, describe(path, {}, operation::open));
  return file;
}

native_handle open_file(path_view path, open_flag flags, std::error_code& error) noexcept {
  return open_file(path, flags, default_file_mode, error);
}

native_handle open_file(path_view path, open_flag flags, unsigned mode, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return open_path(path, flags, mode, why); });
}

void close_file(native_handle file) {
  if (const auto why = close_handle(file)) raise(why, describe_closed(file));
}

void close_file(native_handle file, std::error_code& error) noexcept { report(close_handle(file), error); }

}  // namespace mmapkit
