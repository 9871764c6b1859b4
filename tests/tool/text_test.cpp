#include "text.hpp"

#include <doctest/doctest.h>

#include "json.hpp"

namespace mmapkit::tool {

TEST_CASE("a thing stands in the singular and others in the plural") {
  CHECK(plural(0, "page") == "0 pages");
  CHECK(plural(1, "page") == "1 page");
  CHECK(plural(2, "page") == "2 pages");
}

TEST_CASE("a terminal is shown no control character") {
  CHECK(printable("a\n\x1B[2J\x7F b") == "a??[2J? b");
  CHECK(printable("\xC3\xA4") == "\xC3\xA4");
}

TEST_CASE("the width counts characters, not bytes") {
  CHECK(width_of("") == 0);
  CHECK(width_of("abc") == 3);
  CHECK(width_of("\xC3\xA4\xE2\x82\xAC") == 2);
}

TEST_CASE("a text is cut between characters") {
  CHECK(cut_to_width("abc", 3) == "abc");
  CHECK(cut_to_width("abcd", 3) == "abc");
  CHECK(cut_to_width("\xC3\xA4\xC3\xB6\xC3\xBC", 2) == "\xC3\xA4\xC3\xB6");
  CHECK(cut_to_width("abc", 0).empty());
}

TEST_CASE("a name keeps its end") {
  CHECK(cut_front_to_width("folder/file", 11) == "folder/file");
  CHECK(cut_front_to_width("folder/file", 10) == "...er/file");
  CHECK(cut_front_to_width("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4\xC3\xB6", 4) == "...\xC3\xB6");
}

TEST_CASE("JSON is UTF-8 without control characters, whatever a name holds") {
  CHECK(to_text(json("a\"\\\n\x01")) == R"("a\"\\\n\u0001")");
  CHECK(to_text(json("\xC3\xA4 \xFF")) == "\"\xC3\xA4 \xEF\xBF\xBD\"");
  CHECK(to_text(json{{"z", 1}, {"a", nullptr}}) == R"({"z":1,"a":null})");
}

}  // namespace mmapkit::tool
