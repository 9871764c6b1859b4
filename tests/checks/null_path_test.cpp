// A program that was started without an argument has a null argv[1].
#include <string_view>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

namespace {

const char* const no_argument = nullptr;

template <class Use>
void check_null_path(Use use) {
  const auto error = caught(use);
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string_view{error.what()}.find("the path is null") != std::string_view::npos);
}

}  // namespace

TEST_CASE("a null path is refused in those words, by everything that takes one") {
  check_null_path([] { return mapping{no_argument}; });
  check_null_path([] { return mmap(no_argument); });
  check_null_path([] { with_mmap(no_argument, [](mapping&) {}); });
  check_null_path([] { return load(no_argument); });
  check_null_path([] { return open_file(no_argument); });
  check_null_path([] { sync_directory_entry(no_argument); });
  check_null_path([] { return typed_file<int>::open(no_argument); });
  check_null_path([] { return typed_file<int>::create(no_argument, 1); });
  check_null_path([] { return growable_file<int>(no_argument, 1); });
  check_null_path([] { return file{no_argument}; });
  check_null_path([] { return file_replacement{no_argument}; });
  check_null_path([] { replace_file(no_argument, "text"); });
}

TEST_CASE("a null path is refused in all characters that paths have") {
  const path_view::value_type* const native = nullptr;
  const char8_t* const utf8 = nullptr;
  check_null_path([&] { return mapping{native}; });
  check_null_path([&] { return mapping{utf8}; });
}

TEST_CASE("a null path is an error code where nothing is thrown") {
  std::error_code error;
  const mapping memory{no_argument, {}, error};
  CHECK(error == std::errc::invalid_argument);
  CHECK_FALSE(memory);
}
