// writer WAY FOLDER: writes records to a file, and says "WAY NUMBER" on standard output when so many of them are there
// for good. It is killed, or its machine loses its power.
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>

#include "records.hpp"
#include "transactions.hpp"

using namespace mmapkit;

namespace {

class acknowledging {
 public:
  explicit acknowledging(std::string way) : way_{std::move(way)} {}

  // At once, and whole.
  void operator()(std::uint64_t number) const {
    const auto line = way_ + ' ' + std::to_string(number) + '\n';
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(3);
  }

 private:
  std::string way_;
};

// A new file that is found after the power is back.
mapping create(const std::filesystem::path& path, std::size_t size) {
  return mapping{path,
                 {.open = open_flag::read | open_flag::write | open_flag::create,
                  .protection = protection_flag::read | protection_flag::write,
                  .mmap = mmap_flag::shared,
                  .size = size,
                  .durable = true}};
}

void make_room(mapping& file, std::size_t needed) {
  if (needed > file.size()) file.resize(needed + file.size() / 2);
}

auto bytes_of(const record& one) { return std::as_bytes(std::span{one}); }

using write_one = std::function<void(mapping& file, std::size_t offset, const record& one)>;

void store(mapping& file, std::size_t offset, const record& one) {
  std::ranges::copy(bytes_of(one), file.writable_bytes().begin() + static_cast<std::ptrdiff_t>(offset));
}

// One record after the other, in a file that grows.
void write_records(const std::filesystem::path& path, const acknowledging& acknowledge, const write_one& write) {
  auto file = create(path, 5 * sizeof(record));
  acknowledge(0);
  for (std::uint64_t number = 0; number != most_records; ++number) {
    make_room(file, (number + 1) * sizeof(record));
    write(file, number * sizeof(record), record_of(number));
    acknowledge(number + 1);
  }
}

void sync_data(mapping& file, std::size_t offset, const record& one) {
  store(file, offset, one);
  file.sync(offset, sizeof one, durability::data);
}

void sync_all(mapping& file, std::size_t offset, const record& one) {
  store(file, offset, one);
  file.sync(durability::all);
}

void write_through(mapping& file, std::size_t offset, const record& one) { file.write_through(offset, bytes_of(one)); }

void write_pieces(mapping& file, std::size_t offset, const record& one) {
  const auto bytes = bytes_of(one);
  const std::array<write_request, 2> pieces{{{offset + 600, bytes.subspan(600)}, {offset, bytes.first(600)}}};
  file.write_through(pieces);
}

void write_elements(const std::filesystem::path& path, const acknowledging& acknowledge) {
  growable_file<record> file{path, most_records};
  sync_directory_entry(path);
  while (file.size() != file.max_size()) {
    file.push_back(record_of(file.size()));
    file.sync();
    acknowledge(file.size());
  }
}

// The data first, then the header that says that it is there.
void write_ordered(const std::filesystem::path& path, const acknowledging& acknowledge) {
  auto file = create(path, header_size + 5 * sizeof(record));
  acknowledge(0);
  for (std::uint64_t count = 1; count <= most_records; ++count) {
    make_room(file, header_size + count * sizeof(record));
    write_through(file, header_size + (count - 1) * sizeof(record), record_of(count - 1));
    file.write_through(0, std::as_bytes(std::span{&count, 1}));
    acknowledge(count);
  }
}

void commit_transactions(const std::filesystem::path& path, const acknowledging& acknowledge) {
  atomic_mapping store{path, transactions::options};
  acknowledge(0);
  for (std::uint64_t number = 1;; ++number) {
    transactions::run(number, store);
    store.commit();
    acknowledge(number);
  }
}

// The same in a shared mapping, which has to leave half of a transaction.
void sync_transactions(const std::filesystem::path& path, const acknowledging& acknowledge) {
  transactions::shared_store store{path};
  acknowledge(0);
  for (std::uint64_t number = 1;; ++number) {
    transactions::run(number, store);
    store.sync();
    acknowledge(number);
  }
}

// What has to lose records, or a proof proves nothing: stores that nothing makes durable, and stores to a copy.
void only_store(const std::filesystem::path& path, const acknowledging& acknowledge) {
  write_records(path, acknowledge, store);
}

void store_in_copy(const std::filesystem::path& path, const acknowledging& acknowledge) {
  create(path, 2000 * sizeof(record)).unmap();
  mapping copy{path, {.protection = protection_flag::read | protection_flag::write}};
  for (std::uint64_t number = 0; number != 2000; ++number) {
    store(copy, number * sizeof(record), record_of(number));
    acknowledge(number + 1);
  }
  ::pause();
}

template <auto Write>
void each_by(const std::filesystem::path& path, const acknowledging& acknowledge) {
  write_records(path, acknowledge, Write);
}

const std::map<std::string, void (*)(const std::filesystem::path&, const acknowledging&)> ways{
    {"sync", each_by<sync_data>},
    {"sync_all", each_by<sync_all>},
    {"write_through", each_by<write_through>},
    {"write_pieces", each_by<write_pieces>},
    {"growable_file", write_elements},
    {"ordered", write_ordered},
    {"commit", commit_transactions},
    {"sync_transactions", sync_transactions},
    {"only_store", only_store},
    {"copy", store_in_copy}};

}  // namespace

int main(int, char** arguments) {
  const std::string way = arguments[1];
  try {
    ways.at(way)(path_of(way, arguments[2]), acknowledging{way});
  } catch (const std::exception& error) {
    std::cout << way << " failed: " << error.what() << std::endl;
  }
  return 1;
}
