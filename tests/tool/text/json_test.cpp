#include "text/json.hpp"

#include <doctest/doctest.h>

namespace mmapkit::tool {

TEST_CASE("a name that is UTF-8 is a string of JSON alone") {
  json object;
  set_name(object, "path", "\xC3\xA4");
  CHECK(to_text(object) == "{\"path\":\"\xC3\xA4\"}");
}

TEST_CASE("a name that is no UTF-8 has its bytes in base64 beside it") {
  for (const auto& [name, bytes] :
       {std::pair{"\xFF", "/w=="}, {"\xFFo", "/28="}, {"\xFFoo", "/29v"}, {"a\xFF>?", "Yf8+Pw=="}}) {
    json object;
    set_name(object, "path", name);
    CHECK(object["path_base64"] == bytes);
  }
}

}  // namespace mmapkit::tool
