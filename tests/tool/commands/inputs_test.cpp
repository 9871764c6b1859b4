#include "commands/inputs.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "scratch_file.hpp"

namespace mmapkit::tool {

TEST_CASE("names end at NUL bytes, and may hold newlines; the last may lack its end") {
  using namespace std::string_view_literals;
  const scratch_file list{"a\nb\0c\0d"sv};
  CHECK(names_of({{"file"}, list.path().string()}) == std::vector<std::string>{"file", "a\nb", "c", "d"});
  const scratch_file none{""};
  CHECK(names_of({{}, none.path().string()}).empty());
}

TEST_CASE("an empty name is refused, and so is a list that cannot be read") {
  using namespace std::string_view_literals;
  const scratch_file list{"a\0\0b"sv};
  CHECK_THROWS_WITH(names_of({{}, list.path().string()}),
                    ("cannot read names from '" + list.path().string() + "': a name is empty").c_str());
  CHECK_THROWS(names_of({{}, "no such list"}));
}

}  // namespace mmapkit::tool
