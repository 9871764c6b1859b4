// Lines, numbers of a byte order, reading piece by piece, streams, expressions.
#include <algorithm>
#include <cstdint>
#include <mmapkit/stream.hpp>
#include <ranges>
#include <regex>
#include <sstream>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

std::vector<std::string> all_lines(std::string_view text) {
  std::vector<std::string> all;
  for (const std::string_view line : lines{text}) all.emplace_back(line);
  return all;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("lines end with a newline, with or without a carriage return, or with the text") {
  CHECK(all_lines("").empty());
  CHECK(all_lines("one") == texts{"one"});
  CHECK(all_lines("one\n") == texts{"one"});
  CHECK(all_lines("one\ntwo") == texts{"one", "two"});
  CHECK(all_lines("one\r\ntwo\r\n") == texts{"one", "two"});
  CHECK(all_lines("\n\r\n\n") == texts{"", "", ""});
  CHECK(all_lines("a\rb\n\r") == texts{"a\rb", "\r"});
}

TEST_CASE("lines are a view of the standard library, and a forward range") {
  static_assert(std::ranges::forward_range<lines>);
  static_assert(std::ranges::view<lines>);
  static_assert(std::ranges::borrowed_range<lines>);
  const scratch folder;
  const mapping file{folder.file("log", "ok\nERROR one\nok\nERROR two\n")};
  const auto is_error = [](std::string_view line) { return line.starts_with("ERROR"); };
  CHECK(std::ranges::count_if(lines{file.text()}, is_error) == 2);
  CHECK(*std::ranges::find_if(lines{file.text()}, is_error) == "ERROR one");
// Clang could not compile the views of GCC's library before version 16.
#if !defined(__clang__) || __clang_major__ >= 16 || !defined(__GLIBCXX__)
  auto errors = lines{file.text()} | std::views::filter(is_error);
  CHECK(*errors.begin() == "ERROR one");
  CHECK(std::ranges::distance(errors) == 2);
#endif
}

TEST_CASE("numbers of a file have the byte order that their type says, at any address") {
  struct record {
    std::byte lead;
    big_endian<std::uint32_t> big;
    little_endian<std::uint32_t> little;
    big_endian<double> number;
  };
  static_assert(sizeof(record) == 17);
  static_assert(std::is_trivially_copyable_v<record>);
  const scratch folder;
  const mapping file{
      folder.file("data", std::string_view{"\xff\x01\x02\x03\x04\x01\x02\x03\x04\x3f\xf0\0\0\0\0\0\0", 17})};
  const auto& found = file.as<record>().front();
  CHECK(found.big == 0x01020304U);
  CHECK(found.little == 0x04030201U);
  CHECK(found.number == 1.0);
  big_endian<std::uint16_t> other = std::uint16_t{1};
  CHECK(std::bit_cast<std::array<unsigned char, 2>>(other)[1] == 1);
  other = static_cast<std::uint16_t>(other + 1);
  CHECK(other.value() == 2);
}

TEST_CASE("a reader goes through a mapping piece by piece, to its end") {
  const scratch folder;
  const mapping file{folder.file("data", std::string_view{"ab\x01\x02\x03\x04line\r\nrest", 16})};
  reader in{file};
  CHECK(in.size() == 16);
  CHECK(in.read_byte() == std::byte{'a'});
  CHECK(in.peek() == std::byte{'b'});
  CHECK(in.read_char() == 'b');
  CHECK(in.read<big_endian<std::uint32_t>>() == 0x01020304U);
  CHECK(in.offset() == 6);
  CHECK(in.read_line() == "line");
  in.skip(1);
  CHECK(in.read_line() == "est");
  CHECK(in.at_end());
  in.seek(14);
  CHECK(in.remaining() == 2);
}

TEST_CASE("reading beyond the end is an error that says where, and moves nowhere") {
  reader in{std::string_view{"abc"}};
  in.skip(1);
  const auto error = caught([&] { static_cast<void>(in.read<std::uint32_t>()); });
  CHECK(error.code() == std::errc::invalid_argument);
  const std::string_view words = error.what();
  CHECK(words.find("4 bytes at offset 1") != std::string_view::npos);
  CHECK(words.find("2 of 3") != std::string_view::npos);
  CHECK(in.offset() == 1);
  in.skip(2);
  for (const auto& act : {+[](reader& r) { r.read_byte(); }, +[](reader& r) { static_cast<void>(r.peek()); },
                          +[](reader& r) { r.read_line(); }, +[](reader& r) { r.skip(1); },
                          +[](reader& r) { r.seek(4); }, +[](reader& r) { r.skip(SIZE_MAX); }})
    CHECK(caught([&] { act(in); }).code() == std::errc::invalid_argument);
  CHECK(in.at_end());
}

TEST_CASE("a mapping is a stream, that can be read, sought and put back into") {
  const scratch folder;
  const mapping file{folder.file("numbers", "1 2 3\nfour")};
  mapping_stream in{file};
  int sum = 0;
  for (int number = 0; in >> number;) sum += number;
  CHECK(sum == 6);
  in.clear();
  in.seekg(-4, std::ios::end);
  CHECK(in.tellg() == 6);
  std::string word;
  in >> word;
  CHECK(word == "four");
  in.clear();
  in.seekg(2);
  CHECK(in.get() == '2');
  in.unget();
  CHECK(in.peek() == '2');
  in.putback('x');
  CHECK(in.bad());
  in.clear();
  in.seekg(11);
  CHECK(in.fail());
  CHECK(file.text() == "1 2 3\nfour");
}

TEST_CASE("a mapping is searched by expressions of the standard library") {
  const scratch folder;
  const mapping file{folder.file("log", "a 17\nb 4\nc 23\n")};
  const auto text = file.text();
  const std::regex number{"[0-9]+"};
  std::vector<std::string> found;
  for (std::cregex_iterator at{text.data(), text.data() + text.size(), number}, end; at != end; ++at)
    found.push_back(at->str());
  CHECK(found == texts{"17", "4", "23"});
}

namespace {

struct without_default {
  explicit without_default(int its_value) : value{its_value} {}
  int value;
};

}  // namespace

TEST_CASE("a reader reads any trivially copyable type") {
  const int number = 7;
  reader in{std::as_bytes(std::span{&number, 1})};
  CHECK(in.read<without_default>().value == 7);
}
