// The years in a file: a regular expression runs over the mapping itself.
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <regex>

int main(int, char** argv) {
  const mmapkit::mapping file{argv[1]};
  const std::regex year{"\\b(19|20)[0-9][0-9]\\b"};
  const auto text = file.text();
  for (std::cregex_iterator match{text.data(), text.data() + text.size(), year}, end; match != end; ++match)
    std::cout << match->str() << " at " << match->position() << '\n';
}
