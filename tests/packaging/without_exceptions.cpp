// Everything that reports by a std::error_code, in a program without exceptions.
#include <mmapkit/mmapkit.hpp>

#include <span>
#include <string_view>

using namespace mmapkit;

page_allocator<int> pages;

bool elements(path_view path, handle_view opened, std::span<const int> more, std::error_code& error) {
  growable<int> memory{100, {}, error};
  memory.push_back(1, error);
  memory.append(more, error);
  memory.resize(5, error);
  memory.reserve(50, error);
  memory.shrink_to_fit(error);
  growable_file<int> file{path, 100, {}, error};
  growable_file<int> borrowing{opened, 100, {}, error};
  file.push_back(1, error);
  file.sync(msync_flag::sync, error);
  file.sync(durability::all, error);
  file.close(error);
  auto typed = typed_file<int>::create(path, 3, typed_file<int>::new_file, 0600, error);
  typed = typed_file<int>::create(path, more, typed_file<int>::new_file, 0600, error);
  typed = typed_file<int>::create(opened, 3, error);
  typed = typed_file<int>::create(opened, more, error);
  typed = typed_file<int>::open(path, protection_flag::read, error);
  typed = typed_file<int>::open(opened, protection_flag::read, error);
  typed.sync(msync_flag::sync, error);
  typed.sync(durability::all, error);
  return typed.size() == memory.size();
}

bool memory(std::error_code& error) {
  freezable original{100, error};
  const auto before = original.freeze(error);
  const auto block = allocate(100, {}, error);
  dual_mapping code{100, error};
  code.edit(
      0, 1, [](std::span<std::byte> bytes) { bytes[0] = std::byte{}; }, error);
  auto shared = shared_memory::anonymous(100, error);
  shared.keep_name(error);
  return block.state(error).resident == before.size() && code.function<int()>(0, error) == nullptr &&
         shared.seals(error) == seal_flag{} && regions(error).empty() && !find_region(&code, error) &&
         !find_region_usage(&code, error) &&
         scan_pages(&code, 1, page_category::present, scan_flag::none, error).empty();
}

bool content(path_view path, handle_view opened, std::error_code& error) {
  reader in{std::string_view{"text"}};
  in.skip(1, error);
  in.seek(0, error);
  const auto size_of = [](mapping& file) { return file.size(); };
  const auto size_by_values = [](void*, backing_file, std::size_t size) { return size; };
  replace_file(
      path, [](file& next) { next.close(); }, error);
  return in.peek(error) == in.read_byte(error) && in.peek(1, error).size() == in.read(1, error).size() &&
         in.read<int>(error) == in.read_char(error) && in.read_line(error).empty() &&
         with_mmap(path, {}, size_of, error) == with_mmap(opened, {}, size_by_values, error);
}
