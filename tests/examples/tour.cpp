// A tour of the library on a real file: maps it, reads and searches it, changes a private copy, writes through a shared
// mapping and reads that back with plain file I/O, takes protection away, and touches large memory, in huge pages and
// by the C library. It says what it did, checks what it says, and leaves the file as it was.
//
//     tour FILE [MEBIBYTES]
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <mmapkit/fmt.hpp>
#include <mmapkit/mmapkit.hpp>
#include <stdexcept>
#include <string>

namespace {

using namespace mmapkit;

constexpr auto read_write = protection_flag::read | protection_flag::write;

void must(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(fmt::format("this should be so, and is not: {}", what));
}

std::string plain_read(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string_view first_word(std::string_view text) {
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  const auto begin = std::ranges::find_if(text, is_letter);
  return {begin, std::find_if_not(begin, text.end(), is_letter)};
}

void read_and_search(const std::filesystem::path& path) {
  const mapping file{path};
  must(file.text() == plain_read(path), "the mapping shows what plain file I/O reads");
  fmt::print("1. Mapped {}: {} bytes, {} lines, the same as plain file I/O reads.\n", path.string(), file.size(),
             std::ranges::count(file.text(), '\n'));
  const auto word = first_word(file.text());
  if (word.empty()) {
    fmt::print("2. It has no word to search for.\n");
    return;
  }
  std::size_t found = 0;
  std::size_t last = 0;
  for (auto at = file.text().find(word); at != std::string_view::npos; at = file.text().find(word, at + word.size())) {
    ++found;
    last = at;
  }
  fmt::print("2. Its first word is \"{}\"; it is there {} time(s), last at byte {}.\n", word, found, last);
}

void change_a_private_copy(const std::filesystem::path& path) {
  const auto before = plain_read(path);
  mapping copy{path, {.protection = read_write}};
  std::size_t changed = 0;
  for (auto& byte : copy.writable_bytes()) {
    const auto upper = static_cast<std::byte>(std::toupper(std::to_integer<unsigned char>(byte)));
    if (upper != byte) ++changed;
    if (upper != byte) byte = upper;
  }
  must(plain_read(path) == before, "a private copy does not change the file");
  fmt::print("3. Changed {} bytes of a private copy to upper case; the file is as it was.\n", changed);
}

void write_through_a_shared_mapping(const std::filesystem::path& original) {
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  const auto path = std::filesystem::temp_directory_path() / fmt::format("mmapkit-tour-{}.bin", now);
  std::filesystem::copy_file(original, path);
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const std::string note = "written through the mapping";
  {
    mapping file{path,
                 {.open = open_flag::read | open_flag::write,
                  .protection = read_write,
                  .mmap = mmap_flag::shared,
                  .size = note.size(),
                  .offset = std::filesystem::file_size(path)}};
    std::ranges::transform(note, file.writable_bytes().begin(), [](char c) { return static_cast<std::byte>(c); });
    file.sync();
  }
  must(plain_read(path) == plain_read(original) + note, "plain file I/O reads what was stored");
  fmt::print("4. Appended {} bytes to a copy of it through a shared mapping, synced, and read them back: \"{}\".\n",
             note.size(), plain_read(path).substr(plain_read(original).size()));
  std::filesystem::remove(path);
}

void refuse_a_write(const std::filesystem::path& path) {
  mapping memory{
      mmap_options{.protection = read_write, .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = page_size()}};
  memory.writable_bytes()[0] = std::byte{1};
  memory.protect(protection_flag::read);
  fmt::print("5. Took write away from memory ({}). What is refused comes as an error:\n", memory.protection());
  bool refused = false;
  try {
    memory.writable_bytes()[0] = std::byte{2};
  } catch (const mmap_error& error) {
    refused = true;
    fmt::print("     {}\n", error);
  }
  must(refused && memory.bytes()[0] == std::byte{1}, "read-only memory is not written");
  mapping file{path, {.mmap = mmap_flag::shared}};
  if (file.empty()) return;
  refused = false;
  try {
    file.protect(read_write);
  } catch (const mmap_error& error) {
    refused = true;
    fmt::print("     {}\n", error);
  }
  must(refused, "a file opened for reading is not written");
}

// Seconds until each page of the memory was stored to.
double touch(std::byte* bytes, std::size_t size, std::chrono::steady_clock::time_point since) {
  for (std::size_t at = 0; at < size; at += page_size()) bytes[at] = std::byte{1};
  must(std::count(bytes, bytes + page_size(), std::byte{1}) == 1, "fresh memory is zero");
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

void touch_large_memory(std::size_t mebibytes) {
  const auto size = mebibytes << 20;
  auto begin = std::chrono::steady_clock::now();
  auto memory = allocate(size);
  const auto took = touch(memory.data(), size, begin);
  const auto state = memory.state();
  memory.unmap();
  begin = std::chrono::steady_clock::now();
  const std::unique_ptr<void, decltype(&std::free)> plain{std::calloc(size, 1), &std::free};
  must(plain != nullptr, "the C library has the same memory");
  const auto took_plain = touch(static_cast<std::byte*>(plain.get()), size, begin);
  fmt::print(
      "6. Allocated {} MiB and touched each page in {:.3f} s, {} MiB of it in huge pages; calloc takes {:.3f} s.\n",
      mebibytes, took, state.huge >> 20, took_plain);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    fmt::print(stderr, "usage: {} FILE [MEBIBYTES]\n", argc > 0 ? argv[0] : "tour");
    return 2;
  }
  try {
    const std::filesystem::path path{argv[1]};
    read_and_search(path);
    change_a_private_copy(path);
    write_through_a_shared_mapping(path);
    refuse_a_write(path);
    touch_large_memory(argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 1024);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
