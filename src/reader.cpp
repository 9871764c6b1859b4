#include <mmapkit/reader.hpp>

#include "core.hpp"
#include "formatted.hpp"

namespace mmapkit {

void reader::fail(std::size_t length) const {
  raise(refuse(operation::view, std::errc::result_out_of_range, "only {m} of {n} bytes are left", left(), size()),
        formatted("{} bytes at offset {}", length, offset_));
}

void reader::fail_seek(std::size_t offset) const {
  raise(refuse(operation::view, std::errc::result_out_of_range, "there are {m} bytes", size()),
        formatted("the bytes from offset {}", offset));
}

}  // namespace mmapkit
