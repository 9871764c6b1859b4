#include <filesystem>
#include <type_traits>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

using native_view = std::basic_string_view<path_view::value_type>;

// What is a path is one, whatever else it offers.
struct temporary_file : std::filesystem::path {
  using std::filesystem::path::path;
  [[nodiscard]] const std::filesystem::path& path() const { return *this; }
};

// What has a path is none.
struct project {
  std::filesystem::path folder;
  [[nodiscard]] const std::filesystem::path& path() const { return folder; }
};

// A text whose data is one that no NUL follows, unless it is asked for.
struct lazy_text {
  using traits_type = std::char_traits<char>;
  std::string all;
  std::string ended = all.substr(0, all.size() - 1);
  [[nodiscard]] const char* data() const { return all.data(); }
  [[nodiscard]] const char* c_str() const { return ended.c_str(); }
  [[nodiscard]] std::size_t size() const { return ended.size(); }
};

std::string content_of(path_view path) { return support::text(mapping{path}); }

}  // namespace

TEST_CASE("a file is found by its name in whatever it is written") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto name = path.string();
  const auto utf8 = path.u8string();
  CHECK(content_of(path) == "content");
  CHECK(content_of(path.native()) == "content");
  CHECK(content_of(path.c_str()) == "content");
  CHECK(content_of(name) == "content");
  CHECK(content_of(name.c_str()) == "content");
  CHECK(content_of(std::string_view{name}) == "content");
  CHECK(content_of(utf8) == "content");
  CHECK(content_of(utf8.c_str()) == "content");
  CHECK(content_of(std::u8string_view{utf8}) == "content");
  CHECK(content_of(std::filesystem::directory_entry{path}) == "content");
}

TEST_CASE("a view of a part of a text names that part") {
  const scratch folder;
  const auto path = folder.file("data", "the part").native();
  const auto longer = path + path_view::value_type{'2'};
  folder.file("data2", "the whole");
  CHECK(content_of(native_view{longer}.substr(0, path.size())) == "the part");
  CHECK(content_of(native_view{longer}) == "the whole");
  CHECK(content_of(longer) == "the whole");
}

TEST_CASE("a text is asked for its end where it has one") {
  const scratch folder;
  const auto path = folder.file("data", "content");
  CHECK(content_of(lazy_text{path.string() + 'X'}) == "content");
}

TEST_CASE("a class of paths is a path, though it has one too") {
  const scratch folder;
  CHECK(content_of(temporary_file{folder.file("data", "content").native()}) == "content");
}

TEST_CASE("a name of any characters is a name") {
  const scratch folder;
  const auto path = folder / "" / std::filesystem::path{u8"r\u00e9sum\u00e9 \u65e5\u672c.txt"};
  support::write_file(path, "content");
  CHECK(content_of(path.u8string()) == "content");
  CHECK(content_of(path) == "content");
}

TEST_CASE("a NUL within a name is refused, wherever it is") {
  const scratch folder;
  const auto path = folder.file("data", "content").native();
  const auto with_nul = path + path_view::value_type{} + path_view::value_type{'x'};
  CHECK(caught([&] { return mapping{with_nul}; }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { return mapping{native_view{with_nul}}; }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { return load(with_nul); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { return open_file(with_nul); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { sync_directory_entry(with_nul); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { return growable_file<int>(with_nul, 1); }).code() == std::errc::invalid_argument);
  CHECK(std::string{caught([&] { return mapping{with_nul}; }).what()}.find("data\\0x") != std::string::npos);
}

TEST_CASE("an empty name is the system's error, as a name that is not there") {
  CHECK(caught([] { return mapping{""}; }).code() == std::errc::no_such_file_or_directory);
  CHECK(caught([] { return mapping{std::string_view{}}; }).code() == std::errc::no_such_file_or_directory);
}

TEST_CASE("an error tells the name, from whatever it was taken") {
  const scratch folder;
  const auto path = folder / "absent.bin";
  const auto tells = [&](path_view name) {
    const auto error = caught([&] { return mapping{name}; });
    return std::string_view{error.what()}.find("absent.bin'") != std::string_view::npos;
  };
  CHECK(tells(path));
  CHECK(tells(path.string()));
  CHECK(tells(std::u8string_view{path.u8string()}));
}

TEST_CASE("numbers, addresses and wrong characters are no names") {
  static_assert(!std::is_constructible_v<path_view, int>);
  static_assert(!std::is_constructible_v<path_view, void*>);
  static_assert(!std::is_constructible_v<path_view, std::nullptr_t>);
  static_assert(!std::is_constructible_v<path_view, const char16_t*>);
  static_assert(!std::is_constructible_v<path_view, std::u32string>);
  static_assert(!std::is_constructible_v<path_view, std::vector<char>>);
  static_assert(!std::is_constructible_v<path_view, project>);
  static_assert(std::is_constructible_v<path_view, const wchar_t*> == std::is_same_v<path_view::value_type, wchar_t>);
  static_assert(std::is_trivially_copyable_v<path_view>);
  CHECK(std::is_nothrow_constructible_v<path_view, const char*>);
}
