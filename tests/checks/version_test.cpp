#include <mmapkit/version.hpp>

#include <doctest/doctest.h>

#include <string>

TEST_CASE("the header's version is that of the project") {
  const auto text = std::to_string(MMAPKIT_VERSION_MAJOR) + '.' + std::to_string(MMAPKIT_VERSION_MINOR) + '.' +
                    std::to_string(MMAPKIT_VERSION_PATCH);
  CHECK(text == MMAPKIT_PROJECT_VERSION);
}

TEST_CASE("the version is one number that the preprocessor can compare") {
#if MMAPKIT_VERSION >= 500 && MMAPKIT_VERSION < 1000000
  CHECK(MMAPKIT_VERSION / 10000 == MMAPKIT_VERSION_MAJOR);
  CHECK(MMAPKIT_VERSION / 100 % 100 == MMAPKIT_VERSION_MINOR);
  CHECK(MMAPKIT_VERSION % 100 == MMAPKIT_VERSION_PATCH);
#else
  FAIL("MMAPKIT_VERSION is out of its range");
#endif
}
