#include "new_file.hpp"

#include "backend/files.hpp"
#include "backend/paths.hpp"
#include "checks/explain.hpp"
#include "checks/native_path.hpp"
#include "checks/options.hpp"
#include "extent.hpp"
#include "growth.hpp"

namespace mmapkit {

namespace {

// What can be judged of the mapping of a file that is not there yet.
bool check_empty_file(const mmap_options& options, failure& why) noexcept {
  constexpr backend::file_info empty{.regular = true, .has_end = true};
  auto size = options.size.value_or(0);
  if (!options.size && !calls::find_rest(empty, options, size, why)) return false;
  if (size == 0) return true;
  calls::extent place;
  calls::growth_steps extension{no_handle};
  return calls::find_extent(options, size, 0, place, why) &&
         extension.plan(operation::mmap, empty, options.offset + size, is_shared_and_writable(options), options.growth,
                        why) &&
         (has_fixed_address(options.mmap) || calls::has_addresses(operation::mmap, place.length, why));
}

// A path, and how a file is opened there.
struct attempts {
  const native_path& name;
  const mmap_options& options;
  failure& why;

  native_handle open(open_flag flags) const noexcept {
    why = {};
    const auto file =
        backend::open_file(name.c_str(), normalized(flags), normalized(options.protection), why.code, options.mode);
    why.attribute_to(operation::open);
    return file;
  }

  // Again, where another call of ours has taken the name away that it had just made. A file in memory never has one.
  native_handle open_existing(open_flag flags) const noexcept {
    constexpr int most_tries = 100;
    for (int tries = 1;; ++tries) {
      const auto file = open(flags);
      if (why || tries == most_tries || backend::has_name(file)) return file;
      std::error_code ignored;
      backend::close_file(file, ignored);
    }
  }

  // A link that leads nowhere is neither there nor can it be made: the last attempt makes what it leads to.
  native_handle open_or_make(open_flag flags, bool& is_new) const noexcept {
    const bool must_make = has(flags, open_flag::ensure_create);
    const auto existing_alone = flags & ~(open_flag::create | open_flag::ensure_create);
    if (!must_make) {
      const auto existing = open_existing(existing_alone);
      if (why.code != std::errc::no_such_file_or_directory) return existing;
    }
    why = {};
    if (!check_empty_file(options, why)) return no_handle;
    const auto made = open(existing_alone | open_flag::ensure_create);
    is_new = !why;
    return why.code == std::errc::file_exists && !must_make ? open_existing(flags) : made;
  }
};

}  // namespace

native_handle calls::open_or_make(path_view path, open_flag open, const mmap_options& options, bool& is_new,
                                  failure& why) noexcept {
  const native_path name{path, why};
  if (why) return no_handle;
  const auto file = attempts{name, options, why}.open_or_make(open, is_new);
  if (why && why.operation == operation::open) explain_open(why, name.c_str(), open);
  return file;
}

void calls::give_up(path_view path, native_handle file, bool is_new) noexcept {
  failure ignored;
  const native_path name{path, ignored};
  if (is_new && !ignored) backend::remove_new_file(name.c_str(), file);
  backend::close_file(file, ignored.code);
}

}  // namespace mmapkit
