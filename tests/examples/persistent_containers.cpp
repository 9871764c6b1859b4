// Boost's containers in a file: a map of strings, whose changes reach the file all together, or not at all.
#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/containers/map.hpp>
#include <boost/interprocess/containers/string.hpp>
#include <boost/interprocess/managed_external_buffer.hpp>
#include <iostream>
#include <mmapkit/atomic_mapping.hpp>
#include <string>

namespace bip = boost::interprocess;

// Memory of Boost.Interprocess, whose pointers are offsets: so it may lie elsewhere the next time. It counts on being
// used by one process at a time, as an atomic_mapping is.
using memory = bip::managed_external_buffer;
template <class T>
using allocator_of = bip::allocator<T, memory::segment_manager>;
using text = bip::basic_string<char, std::char_traits<char>, allocator_of<char>>;
using numbers = bip::map<text, int, std::less<>, allocator_of<std::pair<const text, int>>>;

memory in(mmapkit::atomic_mapping& file) {
  if (!file.empty()) return {bip::open_only, file.data(), file.size()};
  file.resize(std::size_t{64} << 10);
  return {bip::create_only, file.data(), file.size()};
}

// The memory may move, and what was found in it is found anew.
void grow(mmapkit::atomic_mapping& file) {
  const auto before = file.size();
  file.resize(2 * before);
  memory{bip::open_only, file.data(), before}.grow(before);
}

void set(mmapkit::atomic_mapping& file, const char* name, int number) try {
  auto pages = in(file);
  auto& all = *pages.find_or_construct<numbers>("numbers")(pages.get_segment_manager());
  all[text{name, pages.get_segment_manager()}] = number;
} catch (const bip::bad_alloc&) {
  grow(file);
  set(file, name, number);
}

int main(int argc, char** argv) try {
  if (argc != 2) return 2;
  {
    mmapkit::atomic_mapping file{argv[1]};
    for (int i = 1; i <= 1000; ++i) set(file, ("the number " + std::to_string(i)).c_str(), i);
    file.commit();
    set(file, "the number 7", 8);
    set(file, "what is not committed", 1);
    file.roll_back();
    set(file, "the number 1000", 1001);
    file.commit();
  }
  mmapkit::atomic_mapping file{argv[1]};
  auto pages = in(file);
  const auto& all = *pages.find<numbers>("numbers").first;
  for (const auto& [name, number] : all)
    if (number == 7 || number > 1000) std::cout << name << ": " << number << '\n';
  std::cout << all.size() << " names in " << file.size() << " bytes\n";
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
