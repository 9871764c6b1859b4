#include "files/name_list.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "scratch_file.hpp"

namespace mmapkit::tool {

TEST_CASE("names end at NUL bytes, and may hold newlines; the last may lack its end") {
  using namespace std::string_view_literals;
  const scratch_file list{"a\nb\0c\0d"sv};
  CHECK(read_names(list.path().string()) == std::vector<std::string>{"a\nb", "c", "d"});
  const scratch_file none{""};
  CHECK(read_names(none.path().string()).empty());
}

TEST_CASE("an empty name is refused, and so is a list that cannot be read") {
  using namespace std::string_view_literals;
  const scratch_file list{"a\0\0b"sv};
  CHECK_THROWS_WITH(read_names(list.path().string()),
                    ("cannot read names from '" + list.path().string() + "': a name is empty").c_str());
  CHECK_THROWS(read_names("no such list"));
}

}  // namespace mmapkit::tool
