// The forms with a std::error_code of what holds elements, and of a reader, do what the others do.
#include <array>
#include <cstdint>
#include <string_view>

#include <mmapkit/growable_file.hpp>

#include "../support/support.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

const auto from_before = std::make_error_code(std::errc::invalid_argument);

}  // namespace

TEST_CASE("elements are added, made more and fewer without exceptions") {
  std::error_code error = from_before;
  growable<int> numbers{std::size_t{1} << 20, reserve_options{}, error};
  CHECK_FALSE(error);
  error = from_before;
  numbers.push_back(7, error);
  CHECK_FALSE(error);
  const std::array<int, 2> more{8, 9};
  error = from_before;
  numbers.append(more, error);
  CHECK_FALSE(error);
  CHECK(numbers.size() == 3);
  CHECK(numbers.back() == 9);
  numbers.resize(2, error);
  numbers.resize(4, error);
  CHECK_FALSE(error);
  CHECK(numbers[1] == 8);
  CHECK(numbers[2] == 0);
  error = from_before;
  numbers.reserve(std::size_t{1} << 19, error);
  CHECK_FALSE(error);
  CHECK(numbers.capacity() >= std::size_t{1} << 19);
  error = from_before;
  numbers.shrink_to_fit(error);
  CHECK_FALSE(error);
  CHECK(numbers.capacity() == page_size() / sizeof(int));
  CHECK(numbers.front() == 7);
}

TEST_CASE("a span of its own elements is added without exceptions") {
  growable<char> text{100};
  std::error_code error;
  text.append(std::string_view{"ab"}, error);
  text.append({text.data(), text.size()}, error);
  text.append({}, error);
  CHECK_FALSE(error);
  CHECK(std::string_view{text.data(), text.size()} == "abab");
}

TEST_CASE("what cannot be made holds nothing") {
  const scratch folder;
  std::error_code error;
  const growable<int> memory{std::numeric_limits<std::size_t>::max(), reserve_options{}, error};
  CHECK(error == std::errc::not_enough_memory);
  CHECK(memory.empty());
  CHECK(memory.max_size() == 0);
  CHECK(memory.capacity() == 0);
  const growable_file<int> file{folder.file("odd", "12345"), 100, {}, error};
  CHECK(error == std::errc::invalid_argument);
  CHECK(file.empty());
  CHECK(file.max_size() == 0);
  const auto typed = typed_file<int>::open(folder / "odd", protection_flag::read, error);
  CHECK(error == std::errc::invalid_argument);
  CHECK_FALSE(typed);
  CHECK(typed.empty());
  CHECK(support::read_file(folder / "odd") == "12345");
}

TEST_CASE("a file of elements grows, is synced and closed without exceptions") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  std::error_code error = from_before;
  growable_file<std::uint32_t> numbers{path, 1000, growable_file_options{}, error};
  CHECK_FALSE(error);
  numbers.push_back(0x31313131, error);
  numbers.push_back(0x32323232, error);
  CHECK_FALSE(error);
  error = from_before;
  numbers.sync(msync_flag::sync, error);
  CHECK_FALSE(error);
  error = from_before;
  numbers.sync(durability::data, error);
  CHECK_FALSE(error);
  error = from_before;
  numbers.close(error);
  CHECK_FALSE(error);
  CHECK(numbers.max_size() == 0);
  CHECK(support::read_file(path) == "11112222");
  file opened{path, support::open_read_write};
  growable_file<std::uint32_t> again{opened, 1000, growable_file_options{}, error};
  CHECK_FALSE(error);
  CHECK(again.size() == 2);
}

TEST_CASE("a file of structs is made, opened and synced without exceptions") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  using numbers = typed_file<std::uint32_t>;
  const std::array<std::uint32_t, 2> two{0x31313131, 0x32323232};
  std::error_code error = from_before;
  auto zeros = numbers::create(path, 3, numbers::new_file, default_file_mode, error);
  CHECK_FALSE(error);
  CHECK(zeros.size() == 3);
  zeros.unmap();  // Windows empties no file that is mapped
  error = from_before;
  CHECK(numbers::create(path, two, numbers::new_file, default_file_mode, error).size() == 2);
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == "11112222");
  error = from_before;
  auto opened = numbers::open(path, support::read_write, error);
  CHECK_FALSE(error);
  opened[0] = 0x41414141;
  error = from_before;
  opened.sync(msync_flag::sync, error);
  CHECK_FALSE(error);
  error = from_before;
  opened.sync(durability::data, error);
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == "AAAA2222");
  file empty{folder / "other.bin", support::open_read_write | open_flag::create};
  error = from_before;
  CHECK(numbers::create(empty, two, error).size() == 2);
  CHECK_FALSE(error);
  CHECK(numbers::open(empty, protection_flag::read, error)[1] == 0x32323232);
  file third{folder / "third.bin", support::open_read_write | open_flag::create};
  CHECK(numbers::create(third, 5, error).size() == 5);
  CHECK_FALSE(error);
}

TEST_CASE("memory is frozen without exceptions") {
  std::error_code error = from_before;
  freezable memory{page_size(), error};
  CHECK_FALSE(error);
  memory.writable_bytes()[0] = std::byte{1};
  error = from_before;
  const auto before = memory.freeze(error);
  if (error == std::errc::invalid_argument) return;  // macOS has no private views of shared memory
  CHECK_FALSE(error);
  memory.writable_bytes()[0] = std::byte{2};
  CHECK(before.bytes()[0] == std::byte{1});
}

TEST_CASE("the state of an allocation is told without exceptions") {
  const auto memory = allocate(4 * page_size(), {.prefault_threads = 1});
  std::error_code error = from_before;
  const auto state = memory.state(error);
  CHECK_FALSE(error);
  CHECK(state.page_size == memory.state().page_size);
  CHECK(state.resident == memory.state().resident);
}

TEST_CASE("a reader reads without exceptions") {
  reader in{std::string_view{"abcd12\nlast"}};
  std::error_code error = from_before;
  CHECK(in.peek(error) == std::byte{'a'});
  CHECK_FALSE(error);
  error = from_before;
  CHECK(in.peek(2, error).size() == 2);
  CHECK_FALSE(error);
  CHECK(in.offset() == 0);
  CHECK(in.read_byte(error) == std::byte{'a'});
  CHECK(in.read_char(error) == 'b');
  error = from_before;
  in.skip(1, error);
  CHECK_FALSE(error);
  CHECK(in.offset() == 3);
  in.seek(4, error);
  CHECK(in.read<std::array<char, 1>>(error)[0] == '1');
  CHECK(in.read_line(error) == "2");
  error = from_before;
  CHECK(in.read(2, error).size() == 2);
  CHECK_FALSE(error);
  CHECK(in.read<std::uint32_t>(error) == 0);
  CHECK(error == std::errc::invalid_argument);
  CHECK(in.remaining() == 2);
  CHECK(in.read_line(error) == "st");
  CHECK_FALSE(error);
  CHECK(in.read_line(error).empty());
  CHECK(error == std::errc::invalid_argument);
}

TEST_CASE("a mapping lives for one call without exceptions") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  std::error_code error = from_before;
  CHECK(with_mmap(
            path, {}, [](mapping& memory) { return memory.size(); }, error) == 5);
  CHECK_FALSE(error);
  void* at = nullptr;
  error = from_before;
  with_mmap(
      support::anonymous(page_size()), [&](void* addr, backing_file, std::size_t) { at = addr; }, error);
  CHECK_FALSE(error);
  REQUIRE(at != nullptr);
  CHECK_FALSE(support::is_mapped(at));
  CHECK(with_mmap(
            path, {.offset = 77}, [](mapping& memory) { return memory.size(); }, error) == 0);
  CHECK(error);
}

TEST_CASE("a file is replaced by what a body writes, without exceptions") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  std::error_code error = from_before;
  replace_file(
      path, [](file& next) { next.resize(4); }, error);
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == std::string_view{"\0\0\0\0", 4});
}

TEST_CASE("code is edited and found without exceptions") {
  std::error_code error = from_before;
  dual_mapping code{page_size(), error};
  if (error) return;  // this system, or its rules, let nobody make code
  error = from_before;
  code.edit(
      0, 4, [](std::span<std::byte> bytes) { bytes[0] = std::byte{7}; }, error);
  CHECK_FALSE(error);
  CHECK(code.code()[0] == std::byte{7});
  error = from_before;
  const auto* const first = reinterpret_cast<const void*>(code.function<void()>(0, error));
  CHECK(first == code.code().data());
  CHECK_FALSE(error);
  const bool is_found = code.function<void()>(code.size(), error) != nullptr;
  CHECK_FALSE(is_found);
  CHECK(error == std::errc::invalid_argument);
}
