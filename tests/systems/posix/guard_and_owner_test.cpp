// What becomes of a guard whose mapping moves or ends, and of a loss whose memory changes hands.
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <optional>
#include <thread>
#include <vector>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

char read(const void* place) { return *static_cast<const volatile char*>(place); }

// Reads a page that is gone, under a guard.
void lose_pages(const mapping& memory, std::size_t offset) {
  caught([&] { guarded(memory, [&] { return read(memory.data() + offset); }); });
}

}  // namespace

TEST_CASE("a mapping that is moved away under its guard is an error, whether pages were lost or not") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  for (const bool cut : {false, true}) {
    mapping file{path};
    std::optional<mapping> taken;
    const auto error = caught([&] {
      guarded(file, [&] {
        taken.emplace(std::move(file));
        if (cut) std::filesystem::resize_file(path, 0);
        return read(taken->data());
      });
    });
    CHECK(error.code() == std::errc::invalid_argument);
    CHECK(std::string_view{error.what()}.find("moved") != std::string_view::npos);
  }
}

TEST_CASE("a mapping in a vector that grows under its guard is an error, and nothing is written to freed memory") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(page_size()));
  std::vector<mapping> files;
  files.emplace_back(path);
  CHECK(caught([&] {
          guarded(files[0], [&] {
            files.reserve(files.capacity() + 1);
            std::filesystem::resize_file(path, 0);
            return read(files[0].data());
          });
        }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { files[0].sync(durability::all); }).code() == std::errc::io_error);
}

TEST_CASE("a mapping that is unmapped, resized or released under its guard is an error") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * page_size()));
  {
    mapping file{path};
    CHECK(caught([&] { guarded(file, [&] { file.unmap(); }); }).code() == std::errc::invalid_argument);
  }
  {
    mapping file{path, support::shared_writable()};
    CHECK(caught([&] { guarded(file, [&] { file.resize(page_size()); }); }).code() == std::errc::invalid_argument);
    guarded(file, [] {});  // a guard of its own finds nothing wrong
  }
  {
    mapping file{path};
    mapped memory;
    CHECK(caught([&] { guarded(file, [&] { memory = file.release(); }); }).code() == std::errc::invalid_argument);
    munmap(memory);
  }
}

TEST_CASE("a fault of other memory at the addresses of an unmapped one is not the guard's") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(page_size()));
  const auto other = folder.file("other.bin", support::pattern(page_size()));
  const auto end = support::in_child_with_handlers([&] {
    mapping file{path};
    guarded(file, [&] {
      void* const place = file.data();
      file.unmap();
      const mapping stranger{other, {.mmap = mmap_flag::private_ | mmap_flag::fixed, .address = place}};
      std::filesystem::resize_file(other, 0);
      return read(place);
    });
    return 0;
  });
  CHECK(end.code != 0);  // a sanitizer has a handler of its own
}

TEST_CASE("what was lost stays lost when the memory is moved, released and taken over") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * page_size()));
  mapping file{path, support::shared_writable()};
  std::filesystem::resize_file(path, 0);
  lose_pages(file, 0);
  std::filesystem::resize_file(path, 2 * page_size());
  mapping moved{std::move(file)};
  CHECK(caught([&] { moved.sync(durability::all); }).code() == std::errc::io_error);
  mapping adopted{moved.release(), support::read_write};
  CHECK(caught([&] { adopted.sync(durability::all); }).code() == std::errc::io_error);
  CHECK(caught([&] { guarded(adopted, [] {}); }).file_offset() == 0);
}

TEST_CASE("the first lost byte is told in every order of access") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(16 * page_size()));
  for (const std::size_t from : {std::size_t{15}, std::size_t{9}, std::size_t{4}}) {
    support::write_file(path, support::pattern(16 * page_size()));
    const mapping file{path};
    std::filesystem::resize_file(path, 4 * page_size());
    const auto error = caught([&] { guarded(file, [&] { return read(file.data() + from * page_size() + 7); }); });
    if (!support::emulated && this_system() == mark::linux_) CHECK(error.file_offset() == 4 * page_size());
    CHECK(error.fault() == fault_kind::truncated);
  }
}

TEST_CASE("after a fault a copy reports no more as copied than what is the file's") {
  const scratch folder;
  const auto content = support::pattern(4 * page_size());
  const auto path = folder.file("data.bin", content);
  const mapping file{path};
  std::filesystem::resize_file(path, page_size());
  lose_pages(file, 3 * page_size() + 100);
  std::vector<std::byte> to(4 * page_size());
  const auto error = caught([&] { guarded_copy(to, file, 0); });
  REQUIRE(error.file_offset());
  const auto copied = static_cast<std::size_t>(*error.file_offset());
  CHECK(copied <= content.size());
  CHECK(support::text(to.data(), copied) == content.substr(0, copied));
}

TEST_CASE("a store to a page that was lost is not replaced by a later fault") {
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(64 * page_size(), 'x'));
  mapping file{path, support::shared_writable()};
  std::filesystem::resize_file(path, 0);
  std::size_t gone = 0;
  caught([&] {
    guarded(file, [&] {
      auto* const data = reinterpret_cast<volatile char*>(file.writable_bytes().data());
      for (std::size_t page = 64; page-- > 0;) data[page * page_size()] = 's';
      for (std::size_t page = 0; page < 64; ++page) gone += data[page * page_size()] != 's';
    });
  });
  CHECK(gone == 0);
}

TEST_CASE("a thread that exits in a guarded body after a fault only ends itself") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(page_size()));
  const auto end = support::in_child_with_handlers([&] {
    const mapping file{path};
    std::filesystem::resize_file(path, 0);
    pthread_t thread{};
    const auto body = [](void* context) -> void* {
      const auto& memory = *static_cast<const mapping*>(context);
      guarded(memory, [&] {
        read(memory.data());
        pthread_exit(nullptr);
      });
      return nullptr;
    };
    pthread_create(&thread, nullptr, body, const_cast<mapping*>(&file));
    pthread_join(thread, nullptr);
    return 7;
  });
  CHECK(end.code == 7);
}
