// hot_paths PATH FILE: goes along one path a thousand times, for a tool that counts instructions. What it counts is
// between begin and end of `along`; the first time, which finds out what is asked once, is before.
#include <cstring>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <mmapkit/mmapkit.hpp>
#include <string>

using namespace mmapkit;

namespace {

constexpr int times = 1000;
constexpr auto read_write = protection_flag::read | protection_flag::write;

void use(const void* memory) { asm volatile("" : : "r"(memory) : "memory"); }

// Not taken into its caller: the tool knows it by its name.
[[gnu::noinline]] void along(const std::function<void()>& path) {
  for (int i = 0; i < times; ++i) path();
  asm volatile("");
}

mapping writable_file(const std::filesystem::path& file) {
  return mapping{file,
                 {.open = open_flag::read | open_flag::write | open_flag::create,
                  .protection = read_write,
                  .mmap = mmap_flag::shared,
                  .size = 4096}};
}

using path = std::function<void()>;

path prepare(const std::string& name, const std::filesystem::path& file) {
  static auto memory = writable_file(file);
  static std::byte page[4096];
  static growable<int> numbers{10'000'000};
  static std::string text(100'000, 'x');
  for (std::size_t i = 50; i < text.size(); i += 50) text[i] = '\n';
  static const std::map<std::string, path> all{
      {"mmap_munmap_file",
       [file] {
         const auto mapped = mmapkit::mmap(file);
         use(mapped.addr);
         munmap(mapped);
       }},
      {"mapping_file", [file] { use(mapping{file}.data()); }},
      {"mapping_anonymous",
       [] {
         use(mapping{{.protection = read_write, .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 4096}}
                 .data());
       }},
      {"mprotect", [] { mprotect(memory.data(), 4096, read_write); }},
      {"msync", [] { msync(memory.data(), 4096, msync_flag::async); }},
      {"mapping_sync", [] { memory.sync(0, 100, msync_flag::async); }},
      {"write_through",
       [] {
         memory.write_through(8, {page, 8});
       }},
      {"load_small", [file] { use(load(file).data()); }},
      {"guarded_copy_100",
       [] {
         guarded_copy({page, 100}, memory, 0);
       }},
      {"guarded", [] { guarded(memory, [] { use(memory.data()); }); }},
      {"growable_push_back", [] { numbers.push_back(1); }},
      {"reader_read_char",
       [] {
         reader in{text};
         int sum = 0;
         while (!in.at_end()) sum += in.read_char();
         use(&sum);
       }},
      {"reader_read_line",
       [] {
         reader in{text};
         while (!in.at_end()) use(in.read_line().data());
       }},
      {"lines",
       [] {
         for (const auto line : lines{text}) use(line.data());
       }},
  };
  if (name == "names") {
    for (const auto& [each, unused] : all) std::cout << each << '\n';
    return {};
  }
  return all.at(name);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto path = prepare(argv[1], argv[2]);
  if (!path) return 0;
  path();
  along(path);
}
