#include <mmapkit/reader.hpp>

#include "checks/failure.hpp"
#include "checks/formatted.hpp"

namespace mmapkit {

namespace {

failure too_few(std::size_t left, std::size_t size) noexcept {
  return refuse(operation::view, std::errc::invalid_argument, "only {m} of {n} bytes are left", left, size);
}

failure beyond(std::size_t size) noexcept {
  return refuse(operation::view, std::errc::invalid_argument, "there are {m} bytes", size);
}

}  // namespace

void reader::fail(std::size_t length) const {
  raise(too_few(remaining(), size()), formatted("{} bytes at offset {}", length, offset_));
}

void reader::fail(std::size_t /*length*/, std::error_code& error) const noexcept {
  report(too_few(remaining(), size()), error);
}

void reader::fail_seek(std::size_t offset) const {
  raise(beyond(size()), formatted("the bytes from offset {}", offset));
}

void reader::fail_seek(std::size_t /*offset*/, std::error_code& error) const noexcept { report(beyond(size()), error); }

}  // namespace mmapkit
