// What asks for an element that is not there ends a program that is built for debugging.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "../../support/child.hpp"

using namespace mmapkit;

#ifndef NDEBUG

namespace {

// Without the words of the assertion, which nobody is to read here.
template <class Access>
int signal_of(Access access) {
  return support::in_child([&] {
           const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
           if (nowhere < 0 || ::dup2(nowhere, STDERR_FILENO) < 0) return 1;
           access();
           return 0;
         })
      .signal;
}

}  // namespace

TEST_CASE("an element of a growable that is not there is an assertion") {
  growable<int> numbers{100};
  CHECK(signal_of([&] { numbers.pop_back(); }) == SIGABRT);
  CHECK(signal_of([&] { static_cast<void>(numbers.front()); }) == SIGABRT);
  CHECK(signal_of([&] { static_cast<void>(numbers.back()); }) == SIGABRT);
  CHECK(signal_of([&] { static_cast<void>(numbers[0]); }) == SIGABRT);
  numbers.push_back(1);
  CHECK(signal_of([&] { static_cast<void>(std::as_const(numbers)[1]); }) == SIGABRT);
  CHECK(numbers[0] == 1);
  CHECK(numbers.front() == numbers.back());
  numbers.pop_back();
  CHECK(numbers.empty());
}

TEST_CASE("an element of a typed_file that is not there is an assertion") {
  const support::scratch folder;
  auto file = typed_file<int>::create(folder / "numbers", 2);
  CHECK(signal_of([&] { static_cast<void>(file[2]); }) == SIGABRT);
  CHECK(signal_of([&] { static_cast<void>(std::as_const(file)[2]); }) == SIGABRT);
  CHECK(file[1] == 0);
}

TEST_CASE("an offset of a mirrored_buffer that is not below its size is an assertion") {
  mirrored_buffer ring{1};
  CHECK(signal_of([&] { static_cast<void>(ring.from(ring.size())); }) == SIGABRT);
  CHECK(ring.from(ring.size() - 1).size() == ring.size());
}

#else

TEST_CASE("what is built with NDEBUG asserts nothing") {
  growable<int> numbers{10};
  numbers.push_back(1);
  CHECK(&numbers[1] == numbers.data() + 1);  // the element is not there, its memory is
}

#endif
