// One object of each type that the debuggers' files show. gdb stops in look_here.
#include <mmapkit/mmapkit.hpp>

#include <cstring>
#include <filesystem>

using namespace mmapkit;

extern "C" [[gnu::noinline]] void look_here() { asm volatile(""); }

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::filesystem::path folder{arguments[1]};
  const auto path = folder / "content";
  {
    mapping made{path,
                 {.open = open_flag::read | open_flag::write | open_flag::create | open_flag::truncate,
                  .protection = protection_flag::read | protection_flag::write,
                  .mmap = mmap_flag::shared,
                  .size = 11}};
    std::memcpy(made.data(), "hello\nworld", 11);
  }
  const mapping a_mapping{path};
  const mapping a_hollow_mapping;
  const auto a_mapped = mmap(path);
  auto an_allocation = allocate(100);
  an_allocation.as_writable<unsigned char>()[1] = 7;
  freezable memory{page_size()};
  memory.as_writable<unsigned char>()[2] = 8;
  const auto a_snapshot = memory.freeze();
  const auto a_file_content = load(path);
  auto a_shared_memory = shared_memory::anonymous(page_size());
  a_shared_memory.as_writable<unsigned char>()[0] = 9;
  std::error_code unsupported;
  const sealed_memory a_sealed_memory{page_size(), unsupported};
  const mirrored_buffer a_mirrored_buffer{1};
  const reservation a_reservation{page_size()};
  const dual_mapping a_dual_mapping{1, unsupported};
  auto a_typed_file = typed_file<short>::create(folder / "numbers", 3);
  a_typed_file[2] = -5;
  std::filesystem::remove(folder / "elements");  // gdb ended the last run before it was cut
  growable<int> a_growable{100};
  a_growable.push_back(41);
  a_growable.push_back(42);
  growable_file<int> a_growable_file{folder / "elements", 100};
  a_growable_file.push_back(43);
  const auto some_lines = a_mapping.lines();
  look_here();
  munmap(a_mapped);
  return static_cast<int>(some_lines.empty() || a_hollow_mapping);
}
