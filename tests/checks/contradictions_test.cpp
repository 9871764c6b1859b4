// Options that exclude each other, or need each other, are refused before anything is done: by which call, and why.
#include <string>
#include <string_view>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

struct contradiction {
  mmap_options options;
  std::string_view operation;
  std::string_view reason;
};

mmap_options memory_with(mmap_flag more) {
  auto options = support::anonymous(page_size());
  options.mmap |= more;
  return options;
}

mmap_options file_with(open_flag open) {
  mmap_options options;
  options.open = open;
  return options;
}

template <class Change>
mmap_options changed(mmap_options options, Change change) {
  change(options);
  return options;
}

template <class Map>
void check_refused(const contradiction& one, Map map) {
  CAPTURE(one.reason);
  if (!supported(one.options.mmap) || !supported(one.options.open)) return;  // that is refused first
  const auto error = support::caught([&] { map(one.options); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(error.operation() == one.operation);
  CAPTURE(std::string{error.what()});
  CHECK(std::string_view{error.what()}.find(one.reason) != std::string_view::npos);
}

}  // namespace

TEST_CASE("memory: each contradiction is refused by its own words") {
  const auto plain = support::anonymous(page_size());
  const std::vector<contradiction> all{
      {memory_with(mmap_flag::no_replace), "mmap", "no_replace needs an address"},
      {memory_with(mmap_flag::non_block), "mmap", "non_block needs mmap_flag::populate"},
      {changed(memory_with(mmap_flag::populate), [](auto& o) { o.protection = protection_flag::none; }), "mmap",
       "populate and protection_flag::none exclude each other"},
      {memory_with(mmap_flag::huge_2mb), "mmap", "a size of huge pages needs mmap_flag::huge_table"},
      {changed(plain, [](auto& o) { o.alignment = 3; }), "mmap", "the alignment is not a power of two"},
      {changed(plain,
               [](auto& o) {
                 o.alignment = std::size_t{1} << 20;
                 o.address = reinterpret_cast<void*>(std::uintptr_t{1} << 30);
               }),
       "mmap", "an address and an alignment exclude each other"},
      {changed(plain, [](auto& o) { o.size = 0; }), "mmap", "the size is 0"},
      {changed(plain, [](auto& o) { o.size.reset(); }), "mmap", "anonymous memory needs a size"},
      {changed(plain, [](auto& o) { o.offset = allocation_granularity(); }), "mmap", "anonymous memory has no offset"},
      {changed(plain, [](auto& o) { o.durable = true; }), "mmap", "durable is for a path"},
      {changed(plain, [](auto& o) { o.mmap = mmap_flag::private_; }), "mmap", "mmap_flag::anonymous is needed"},
      {changed(plain, [](auto& o) { o.open = open_flag::read | open_flag::create; }), "mmap",
       "open_flag::create is for opening a path"}};
  for (const auto& one : all) check_refused(one, [](const mmap_options& options) { const mapping made{options}; });
}

TEST_CASE("a file: each contradiction is refused by its own words, and the file is as it was") {
  const support::scratch folder;
  const auto path = folder.file("data.bin", support::pattern(100));
  const auto shared = support::shared_writable();
  const std::vector<contradiction> all{
      {changed(mmap_options{}, [](auto& o) { o.mmap |= mmap_flag::anonymous; }), "mmap", "maps no file"},
      {changed(mmap_options{}, [](auto& o) { o.durable = true; }), "mmap", "durable is for a path and a shared"},
      {changed(mmap_options{}, [](auto& o) { o.alignment = std::size_t{1} << 20; }), "mmap",
       "an alignment beyond the granularity needs mmap_flag::anonymous"},
      {file_with(open_flag{}), "open", "one of open_flag::read and open_flag::write is needed"},
      {file_with(open_flag::read | open_flag::truncate), "open", "open_flag::truncate needs open_flag::write"},
      {file_with(support::open_read_write | open_flag::directory), "open", "directory and open_flag::write exclude"},
      {file_with(open_flag::read | open_flag::directory | open_flag::create), "open", "directory cannot create"},
      {changed(shared, [](auto& o) { o.open = open_flag::read; }), "open",
       "with mmap_flag::shared needs open_flag::write"},
      {changed(file_with(support::open_read_write | open_flag::truncate), [](auto& o) { o.size = 100; }), "open",
       "only a shared, writable mapping gives it a size again"},
      {changed(file_with(support::open_read_write | open_flag::truncate),
               [](auto& o) { o.offset = allocation_granularity(); }),
       "open", "no offset is left in it"}};
  for (const auto& one : all) {
    check_refused(one, [&](const mmap_options& options) { const mapping made{path, options}; });
    CHECK(support::read_file(path) == support::pattern(100));
  }
}
