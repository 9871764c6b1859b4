#include <boost/interprocess/anonymous_shared_memory.hpp>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/iostreams/device/mapped_file.hpp>

#include "peers.hpp"
#include "scratch.hpp"

namespace ipc = boost::interprocess;

namespace peers {

void boost_iostreams(const char* path) {
  static const std::string name{path};  // once: the path is always the same
  const boost::iostreams::mapped_file_source file{name};
  bench::touch(file.data());
}

void boost_interprocess(const char* path) {
  const ipc::file_mapping file{path, ipc::read_only};
  const ipc::mapped_region region{file, ipc::read_only};
  bench::touch(region.get_address());
}

void boost_memory() {
  const auto region = ipc::anonymous_shared_memory(64 * bench::page);
  auto* memory = region.get_address();
  benchmark::DoNotOptimize(memory);
}

struct boost_interprocess_file::state {
  ipc::file_mapping file;
  ipc::mapped_region region;
};

boost_interprocess_file::boost_interprocess_file(const std::filesystem::path& path)
    : state_{std::make_unique<state>()} {
  state_->file = ipc::file_mapping{path.c_str(), ipc::read_write};
  state_->region = ipc::mapped_region{state_->file, ipc::read_write};
}

boost_interprocess_file::~boost_interprocess_file() = default;

void boost_interprocess_file::sync() { bench::require(state_->region.flush(0, 0, false), "flush"); }

void grow_boost_iostreams(const std::filesystem::path& path, std::size_t step, std::size_t most) {
  boost::iostreams::mapped_file_params how{path.string()};
  how.flags = boost::iostreams::mapped_file::readwrite;
  boost::iostreams::mapped_file file{how};
  for (auto length = file.size(); length < most;) {
    length = next_length(length, step);
    file.resize(static_cast<boost::iostreams::stream_offset>(length));
    file.data()[length - 1] = 'x';
  }
}

void grow_boost_interprocess(const std::filesystem::path& path, std::size_t step, std::size_t most) {
  const ipc::file_mapping file{path.c_str(), ipc::read_write};
  ipc::mapped_region region{file, ipc::read_write};
  for (auto length = region.get_size(); length < most;) {
    length = next_length(length, step);
    std::filesystem::resize_file(path, length);
    ipc::mapped_region{file, ipc::read_write}.swap(region);
    static_cast<char*>(region.get_address())[length - 1] = 'x';
  }
}

}  // namespace peers
