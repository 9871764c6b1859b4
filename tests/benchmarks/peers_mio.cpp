#include <mio/mmap.hpp>

#include "peers.hpp"
#include "scratch.hpp"

namespace peers {

void mio(const char* path) {
  const ::mio::mmap_source file{path};
  bench::touch(file.data());
}

struct mio_file::state {
  ::mio::mmap_sink memory;
};

mio_file::mio_file(const std::filesystem::path& path) : state_{std::make_unique<state>()} {
  state_->memory = ::mio::mmap_sink{path.string()};
}

mio_file::~mio_file() = default;

void mio_file::sync() {
  std::error_code error;
  state_->memory.sync(error);
  bench::require(!error, "mio sync");
}

// As its README says: unmap, lengthen, map. Its destructor would sync; the move of the next mapping does not.
void grow_mio(const std::filesystem::path& path, std::size_t step, std::size_t most) {
  ::mio::mmap_sink memory{path.string()};
  for (auto length = memory.size(); length < most;) {
    length = next_length(length, step);
    std::filesystem::resize_file(path, length);
    memory = ::mio::mmap_sink{path.string()};
    memory[length - 1] = 'x';
  }
}

}  // namespace peers
