// A key-value store that a crash cannot damage. All that one run does is one transaction: store FILE [put KEY VALUE |
// get KEY | erase KEY]... does that, and shows all that there is.
#include "store.hpp"

#include <iostream>
#include <span>

int main(int argc, char** argv) try {
  store pairs{argc > 1 ? argv[1] : throw std::invalid_argument{"which file?"}};
  std::span words{argv + 2, argv + argc};
  while (!words.empty()) {
    const std::string_view command = words[0];
    const std::size_t count = command == "put" ? 3 : 2;
    if (words.size() < count) throw std::invalid_argument{"which key, and which value?"};
    const auto value = pairs.get(words[1]);
    if (command == "put")
      pairs.put(words[1], words[2]);
    else if (!value)
      throw std::out_of_range{"there is no such key"};
    else if (command == "erase")
      pairs.erase(words[1]);
    else
      std::cout << *value << '\n';
    words = words.subspan(count);
  }
  pairs.commit();  // from here on all of it is durable; an exception before leaves none of it
  pairs.for_each([](auto key, auto value) { std::cout << key << ": " << value << '\n'; });
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
