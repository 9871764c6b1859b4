// Maps a file, touches it and unmaps it, between two calls of getppid that a trace can be cut at.
//
//     map_once calls|mapping|with_mmap|load_copied|load_mapped FILE
//
// Or advises memory once more, after it was advised: advised. Or commits a page of an atomic_mapping for the third
// time: commit. Or writes through for the second time: write_through
#include <unistd.h>

#include <filesystem>

#include <mmapkit/atomic_mapping.hpp>
#include <mmapkit/mmapkit.hpp>
#include <span>
#include <string>
#include <string_view>

namespace {

volatile std::byte seen;

void touch(const void* addr) { seen = *static_cast<const std::byte*>(addr); }

std::filesystem::path new_name() {
  return std::filesystem::temp_directory_path() / ("map_once." + std::to_string(::getpid()));
}

}  // namespace

int main(int argc, char** argv) {
  using namespace mmapkit;
  if (argc != 3) return 2;
  const std::string_view way{argv[1]};
  const std::filesystem::path path{argv[2]};
  static_cast<void>(page_size());
  if (way == "advised") {
    const mapping file{path};
    const auto advise = [&] { madvise(const_cast<std::byte*>(file.data()), file.size(), advice::sequential); };
    advise();
    ::getppid();
    advise();
    ::getppid();
    return 0;
  }
  if (way == "commit") {
    const auto name = new_name();
    atomic_mapping store{name, {.size = 1 << 20}};
    const auto commit = [&] {
      ++store.object<int>(0);
      store.commit({store.bytes().first(sizeof(int))});
    };
    commit();
    commit();
    ::getppid();
    commit();
    ::getppid();
    store.close();
    std::filesystem::remove(name);
    return 0;
  }
  if (way == "write_through") {
    const auto name = new_name();
    mapping file{name,
                 {.open = open_flag::read | open_flag::write | open_flag::create,
                  .protection = protection_flag::read | protection_flag::write,
                  .mmap = mmap_flag::shared,
                  .size = page_size()}};
    const auto write = [&] { file.write_through(0, std::as_bytes(std::span{"text"})); };
    write();
    ::getppid();
    write();
    ::getppid();
    std::filesystem::remove(name);
    return 0;
  }
  ::getppid();
  if (way == "calls") {
    const auto memory = mmap(path);
    touch(memory.addr);
    munmap(memory);
  } else if (way == "mapping") {
    const mapping file{path};
    touch(file.data());
  } else if (way == "with_mmap") {
    with_mmap(path, [](void* addr, backing_file, std::size_t) { touch(addr); });
  } else if (way == "load_copied" || way == "load_mapped") {
    touch(load(path, way == "load_copied" ? default_copy_limit : 0).data());
  }
  ::getppid();
}
