#include "text/text.hpp"

#include <doctest/doctest.h>

#include "text/json.hpp"

namespace mmapkit::tool {

TEST_CASE("a thing stands in the singular and others in the plural") {
  CHECK(plural(0, "page") == "0 pages");
  CHECK(plural(1, "page") == "1 page");
  CHECK(plural(2, "page") == "2 pages");
}

TEST_CASE("a terminal is shown no control character") {
  CHECK(printable("a\n\r\t\x1B[2J\x7F b\\") == R"(a\n\r\t\x1b[2J\x7f b\)");
  CHECK(printable(std::string_view{"\0", 1}) == R"(\x00)");
  CHECK(printable("\xC2\x80 \xC2\x9B") == R"(\u0080 \u009b)");  // C1, in UTF-8
  CHECK(printable("a\tb\n", "\t") == "a\tb\\n");
}

TEST_CASE("a terminal is shown nothing that reorders or hides text") {
  CHECK(printable("\xE2\x80\xAE"
                  "gpj.exe") == R"(\u202egpj.exe)");
  CHECK(printable("\xE2\x81\xA6\xE2\x80\x8F\xD8\x9C\xE2\x80\xA8") == R"(\u2066\u200f\u061c\u2028)");
  CHECK(printable("\xEF\xBB\xBF\xE2\x80\x8B") == R"(\ufeff\u200b)");
  CHECK(printable("\xF3\xA0\x81\x81") == R"(\ue0041)");
}

TEST_CASE("letters of every script are shown as they are") {
  for (const std::string_view text : {"\xC3\xA4", "\xC2\xA0", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
                                      "\xD9\x85\xE2\x80\x8C", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"})
    CHECK(printable(text) == text);
}

TEST_CASE("bytes that are no UTF-8 are shown as numbers") {
  CHECK(printable("\xE4 \xFF\x9B") == R"(\xe4 \xff\x9b)");
  CHECK(printable("\xC3") == R"(\xc3)");          // cut off
  CHECK(printable("\xC0\x8A") == R"(\xc0\x8a)");  // too long for a newline
  CHECK(printable("\xE0\x80\x8A") == R"(\xe0\x80\x8a)");
  CHECK(printable("\xED\xA0\x80") == R"(\xed\xa0\x80)");          // a surrogate
  CHECK(printable("\xF4\x90\x80\x80") == R"(\xf4\x90\x80\x80)");  // beyond Unicode
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
