// A file of structs: made, closed, and read again.
#include <iostream>
#include <mmapkit/mmapkit.hpp>

struct test {
  int a;
  double b;
};

int main(int, char** argv) {
  using namespace mmapkit;
  {
    auto created = typed_file<test>::create(argv[1], 1000);  // 1000 structs, zeroed, their blocks allocated
    created[0] = {1, 1.5};
  }  // closed
  const auto opened = typed_file<test>::open(argv[1]);
  std::cout << opened.size() << " structs, the first is " << opened[0].a << ' ' << opened[0].b << '\n';
}
