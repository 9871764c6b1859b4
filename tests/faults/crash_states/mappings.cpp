// Mappings of files: writing through, syncing, making, resizing.
#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <mmapkit/mmapkit.hpp>

#include "../disks/check.hpp"
#include "operation.hpp"

using namespace mmapkit;

namespace crash_states {

void prepare_nothing(const path& /*file*/) {}

namespace {

void write_random(const path& file, std::size_t size) {
  numbers random{1};
  const auto content = random.content(size);
  std::ofstream{file, std::ios::binary}.write(reinterpret_cast<const char*>(content.data()),
                                              static_cast<std::streamsize>(content.size()));
}

void prepare_two_pages(const path& file) { write_random(file, 2 * page_size()); }

}  // namespace

void prepare_file(const path& file) { write_random(file, prepared_size); }

bytes read_mapping(const path& file) {
  if (!std::filesystem::exists(file)) return {};
  const mapping found{file};
  return {found.bytes().begin(), found.bytes().end()};
}

namespace {

constexpr mmap_options writing{.open = open_flag::read | open_flag::write,
                               .protection = protection_flag::read | protection_flag::write,
                               .mmap = mmap_flag::shared};

mmap_options creating(std::size_t size, bool durable) {
  auto how = writing;
  how.open |= open_flag::create;
  how.size = size;
  how.durable = durable;
  return how;
}

void store(mapping& file, std::size_t offset, const bytes& content, recorder& log) {
  log.intends(offset, content);
  std::ranges::copy(content, file.writable_bytes().begin() + static_cast<std::ptrdiff_t>(offset));
  log.look();
}

// Somewhere in the first `most` bytes of the file, up to three sectors of it.
void store_somewhere(mapping& file, std::size_t most, recorder& log, numbers& random) {
  const auto content = random.content(random.between(1, 1200));
  store(file, random.between(0, most - content.size()), content, log);
}

template <class Sync>
auto storing(Sync sync) {
  return [sync](const path& name, recorder& log, numbers& random) {
    mapping file{name, writing};
    for (int times = 0; times != 2; ++times) {
      const auto stores = random.between(2, 5);
      for (std::size_t i = 0; i != stores; ++i) store_somewhere(file, prepared_size, log, random);
      sync(file);
      log.acknowledge();
    }
    store_somewhere(file, prepared_size, log, random);
  };
}

void write_one(const path& name, recorder& log, numbers& random) {
  mapping file{name, writing};
  for (int times = 0; times != 6; ++times) {
    const auto content = random.content(random.between(1, 4000));
    const auto offset = random.between(0, prepared_size - content.size());
    log.intends(offset, content);
    file.write_through(offset, content);
    log.acknowledge();
  }
}

void write_many(const path& name, recorder& log, numbers& random) {
  mapping file{name, writing};
  for (int times = 0; times != 2; ++times) {
    std::vector<bytes> contents;
    std::vector<write_request> requests;
    const auto pieces = random.between(2, 6);
    for (std::size_t i = 0; i != pieces; ++i) contents.push_back(random.content(random.between(1, 900)));
    for (const auto& each : contents) {
      requests.push_back({random.between(0, prepared_size - each.size()), each});
      log.intends(requests.back().offset, each);
    }
    file.write_through(requests);
    log.acknowledge();
  }
}

// What is synced is acknowledged, and what lies beside it is not.
void sync_part(const path& name, recorder& log, numbers& random) {
  mapping file{name, writing};
  store_somewhere(file, page_size(), log, random);
  store(file, page_size() + random.between(0, 3000), random.content(900), log);
  const auto content = random.content(random.between(600, 1000));
  const auto synced = log.intends(100, content);
  std::ranges::copy(content, file.writable_bytes().begin() + 100);
  file.sync(100, content.size(), durability::data);
  log.acknowledge(synced);
}

void create_durable(const path& name, recorder& log, numbers& random) {
  const auto size = random.between(3000, 9000);
  log.intends(0, bytes(size));
  mapping file{name, creating(size, true)};
  log.acknowledge();
  for (int i = 0; i != 4; ++i) store_somewhere(file, size, log, random);
  file.sync(durability::data);
  log.acknowledge();
}

void create_and_sync_entry(const path& name, recorder& log, numbers& random) {
  const auto size = random.between(3000, 9000);
  log.intends(0, bytes(size));
  mapping file{name, creating(size, false)};
  for (int i = 0; i != 4; ++i) store_somewhere(file, size, log, random);
  file.sync(durability::all);
  sync_directory_entry(name);
  log.acknowledge();
}

void resize(const path& name, recorder& log, numbers& random) {
  mapping file{name, writing};
  const auto size = prepared_size + random.between(1, 6000);
  log.intends(prepared_size, bytes(size - prepared_size));
  file.resize(size);
  for (int i = 0; i != 3; ++i) store_somewhere(file, size, log, random);
  file.sync(durability::all);
  log.acknowledge();
  file.resize(4000);
  const auto content = random.content(700);
  log.intends(3000, content);
  file.write_through(3000, content);
  log.acknowledge();
}

void resize_and_write(const path& name, recorder& log, numbers& random) {
  mapping file{name, writing};
  std::size_t size = prepared_size;
  for (int times = 0; times != 3; ++times) {
    const auto content = random.content(random.between(1, 3000));
    const auto offset = size + random.between(0, 500);
    log.intends(size, bytes(offset - size));
    log.intends(offset, content);
    size = offset + content.size();
    file.resize(size);
    file.write_through(offset, content);
    log.acknowledge();
  }
}

// The header says how many records there are; it is written when they are there for good.
constexpr std::size_t record_size = 700;
constexpr std::size_t records_from = 512;

void append_records(const path& name, recorder& log, numbers& random) {
  mapping file{name, creating(prepared_size, true)};
  for (std::size_t count = 0; count != 6; ++count) {
    auto content = random.content(record_size);
    std::ranges::fill(content, static_cast<std::byte>(count + 1));
    const auto offset = records_from + count * record_size;
    log.intends(offset, content);
    file.write_through(offset, content);
    const std::uint64_t number = count + 1;
    const auto header = std::as_bytes(std::span{&number, 1});
    log.intends(0, header);
    file.write_through(0, header);
    log.acknowledge();
  }
}

bytes read_records(const path& name) {
  const auto found = read_mapping(name);
  std::uint64_t count = 0;
  if (found.size() < prepared_size) return found;
  std::memcpy(&count, found.data(), sizeof count);
  for (std::size_t number = 0; number != count; ++number) {
    const auto record = std::span{found}.subspan(records_from + number * record_size, record_size);
    const auto is_there = [&](std::byte each) { return each == static_cast<std::byte>(number + 1); };
    check(std::ranges::all_of(record, is_there), "the header points at a record that is not there");
  }
  return found;
}

// A control: the header may be there before what it points at.
void append_records_at_once(const path& name, recorder& log, numbers& /*random*/) {
  mapping file{name, creating(prepared_size, true)};
  const bytes content(record_size, std::byte{1});
  const std::uint64_t number = 1;
  const auto header = std::as_bytes(std::span{&number, 1});
  log.intends(records_from, content);
  log.intends(0, header);
  const std::array<write_request, 2> both{{{records_from, content}, {0, header}}};
  file.write_through(both);
  log.acknowledge();
}

void acknowledge_first(const path& name, recorder& log, numbers& random) {
  mapping file{name, writing};
  store_somewhere(file, prepared_size, log, random);
  log.acknowledge();
  file.sync(durability::all);
}

void sync_another_part(const path& name, recorder& log, numbers& random) {
  mapping file{name, writing};
  store_somewhere(file, page_size(), log, random);
  file.sync(page_size(), page_size(), durability::data);
  log.acknowledge();
}

void create_without_entry(const path& name, recorder& log, numbers& random) {
  mapping file{name, creating(4096, false)};
  store_somewhere(file, 4096, log, random);
  file.sync(durability::all);
  log.acknowledge();
}

void nothing(mapping& /*file*/) {}

}  // namespace

std::vector<operation> operations_on_mappings() {
  return {
      {"write_through of one", prepare_file, write_one, read_mapping},
      {"write_through of many", prepare_file, write_many, read_mapping},
      {"write_through, records and then a header", prepare_nothing, append_records, read_records},
      {"sync(durability::data)", prepare_file, storing([](auto& file) { file.sync(durability::data); }), read_mapping},
      {"sync(durability::all)", prepare_file, storing([](auto& file) { file.sync(durability::all); }), read_mapping},
      {"sync(msync_flag::sync)", prepare_file, storing([](auto& file) { file.sync(); }), read_mapping},
      {"sync of a part", prepare_two_pages, sync_part, read_mapping},
      {"mmap_options::durable", prepare_nothing, create_durable, read_mapping},
      {"sync_directory_entry", prepare_nothing, create_and_sync_entry, read_mapping},
      {"resize, and sync", prepare_file, resize, read_mapping},
      {"resize, and write_through", prepare_file, resize_and_write, read_mapping},
  };
}

std::vector<operation> controls() {
  const auto schedule = [](auto& file) { file.sync(durability::scheduled); };
  return {
      {"stores without a sync", prepare_file, storing(nothing), read_mapping, true},
      {"sync(durability::scheduled)", prepare_file, storing(schedule), read_mapping, true},
      {"acknowledged before the sync", prepare_file, acknowledge_first, read_mapping, true},
      {"sync of another part", prepare_two_pages, sync_another_part, read_mapping, true},
      {"a new file without sync_directory_entry", prepare_nothing, create_without_entry, read_mapping, true},
      {"records and their header at once", prepare_nothing, append_records_at_once, read_records, true},
  };
}

}  // namespace crash_states
