#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("typed memory is refused by every system today, and the call says so") {
  const auto error =
      caught([] { static_cast<void>(posix_typed_mem_open("/fast", open_flag::read, typed_memory_flag::allocate)); });
  CHECK(error.code() == std::errc::operation_not_supported);
  CHECK(error.operation() == "posix_typed_mem_open");
  CHECK(std::string_view{error.what()}.find("no system has call::posix_typed_mem_open") != std::string_view::npos);
}

TEST_CASE("its other calls are refused too, in both forms") {
  int object = 0;
  CHECK(caught([] { static_cast<void>(posix_typed_mem_get_info(no_handle)); }).code() ==
        std::errc::operation_not_supported);
  CHECK(caught([&] { static_cast<void>(posix_mem_offset(&object, sizeof object)); }).code() ==
        std::errc::operation_not_supported);
  std::error_code error;
  CHECK(posix_typed_mem_open("/fast", open_flag::read, typed_memory_flag::allocate, error) == no_handle);
  CHECK(error == std::errc::operation_not_supported);
  error.clear();
  CHECK(posix_typed_mem_get_info(no_handle, error).length == 0);
  CHECK(error == std::errc::operation_not_supported);
  error.clear();
  CHECK(posix_mem_offset(&object, sizeof object, error).length == 0);
  CHECK(error == std::errc::operation_not_supported);
}
