#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

namespace {

// With its first exception a static program of GCC sorts its tables, in memory that it keeps: before any is counted.
[[maybe_unused]] const bool has_thrown = [] {
  try {
    throw false;
  } catch (bool) {
    return true;
  }
}();

}  // namespace
