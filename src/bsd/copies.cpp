#include "../backend.hpp"

namespace mmapkit::backend {

// Mapped anew in its place, a run becomes one with the view around it.
void forget_copies(const map_request& view, std::span<const page_run> runs, std::error_code& error) noexcept {
  for (const auto& run : runs) {
    map_request part = view;
    part.address = run.addr;
    part.length = run.size;
    part.offset = view.offset + static_cast<std::uint64_t>(run.addr - static_cast<std::byte*>(view.address));
    if (!error) show(part, error);
  }
}

}  // namespace mmapkit::backend
