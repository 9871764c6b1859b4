#include <fcntl.h>
#include <liburing.h>

#include <cstdlib>
#include <vector>

#include "peers.hpp"
#include "scratch.hpp"

namespace peers {

// One buffer for each request that is on its way.
struct uring_reader::state {
  state(const std::filesystem::path& path, std::size_t depth, bool direct)
      : file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | (direct ? O_DIRECT : 0))}, free(depth) {
    bench::require(file >= 0, "open");
    errno = -::io_uring_queue_init(static_cast<unsigned>(depth), &ring, 0);
    bench::require(errno == 0, "io_uring_queue_init");
    for (auto& one : free) one = std::aligned_alloc(bench::page, bench::page);
  }
  ~state() {
    for (auto* const one : free) std::free(one);
    ::io_uring_queue_exit(&ring);
    ::close(file);
  }
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  void begin(std::size_t number) {
    auto* const request = ::io_uring_get_sqe(&ring);
    ::io_uring_prep_read(request, file, free.back(), bench::page, number * bench::page);
    ::io_uring_sqe_set_data(request, free.back());
    free.pop_back();
  }
  // Waits for one, and takes all that are there.
  void take() {
    ::io_uring_submit_and_wait(&ring, 1);
    for (io_uring_cqe* done = nullptr; ::io_uring_peek_cqe(&ring, &done) == 0; ::io_uring_cqe_seen(&ring, done)) {
      errno = done->res < 0 ? -done->res : 0;
      bench::require(done->res == static_cast<int>(bench::page), "io_uring read");
      bench::touch(::io_uring_cqe_get_data(done));
      free.push_back(::io_uring_cqe_get_data(done));
    }
  }

  io_uring ring{};
  int file;
  std::vector<void*> free;
};

uring_reader::uring_reader(const std::filesystem::path& path, std::size_t depth, bool direct)
    : state_{std::make_unique<state>(path, depth, direct)} {}
uring_reader::~uring_reader() = default;

void uring_reader::read(std::span<const std::size_t> pages) {
  const auto depth = state_->free.size();
  for (const auto one : pages) {
    if (state_->free.empty()) state_->take();
    state_->begin(one);
  }
  while (state_->free.size() != depth) state_->take();
}

}  // namespace peers
