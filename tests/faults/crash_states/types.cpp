// Types whose memory is a file.
#include <algorithm>
#include <array>
#include <cstdint>
#include <mmapkit/mmapkit.hpp>

#include "../disks/check.hpp"
#include "operation.hpp"

using namespace mmapkit;

namespace crash_states {

namespace {

// Of a size that puts most of them across two sectors.
using record = std::array<std::uint64_t, 51>;
constexpr std::size_t most = 1000;

record make_record(numbers& random) {
  record made{};
  const auto content = random.content(sizeof made);
  std::ranges::copy(content, std::as_writable_bytes(std::span{made}).begin());
  return made;
}

std::span<const std::byte> bytes_of(const record& one) { return std::as_bytes(std::span{one}); }

std::size_t add(growable_file<record>& file, recorder& log, numbers& random) {
  const auto one = make_record(random);
  const auto intended = log.intends(file.size() * sizeof one, bytes_of(one));
  file.push_back(one);
  return intended;
}

void close(growable_file<record>& file, recorder& log) {
  log.intends_end(file.size() * sizeof(record));
  file.close();
}

void grow_new(const path& name, recorder& log, numbers& random) {
  growable_file<record> file{name, most};
  sync_directory_entry(name);
  for (int i = 0; i != 5; ++i) {
    const auto records = random.between(1, 4);
    for (std::size_t added = 0; added != records; ++added) add(file, log, random);
    if (i % 2 == 0)
      file.sync(durability::data);
    else
      file.sync();
    log.acknowledge();
  }
  close(file, log);
}

// As many as no step of growth has yet.
void append(const path& name, recorder& log, numbers& random) {
  growable_file<record> file{name, most};
  std::vector<record> many(random.between(12, 20));
  for (auto& each : many) each = make_record(random);
  log.intends(file.size() * sizeof(record), std::as_bytes(std::span{many}));
  file.append(many);
  file.sync(durability::all);
  log.acknowledge();
  log.intends(3 * sizeof(record), bytes_of(many[0]));
  file[3] = many[0];
  file.sync();
  log.acknowledge();
  close(file, log);
}

// The file keeps what was taken away until it is closed: that is never acknowledged.
void take_away(const path& name, recorder& log, numbers& random) {
  growable_file<record> file{name, most};
  const auto left = random.between(1, file.size() - 1);
  log.intends_end(left * sizeof(record));
  file.resize(left);
  for (int i = 0; i != 3; ++i) {
    const auto added = add(file, log, random);
    file.sync(durability::all);
    log.acknowledge(added);
  }
  close(file, log);
}

void prepare_elements(const path& name) {
  numbers random{2};
  growable_file<record> file{name, most};
  for (int i = 0; i != 9; ++i) file.push_back(make_record(random));
}

bytes read_elements(const path& name) {
  if (!std::filesystem::exists(name)) return {};
  growable_file<record> file{name, most, {.open = open_flag::read | open_flag::write}};
  const auto found = std::as_bytes(std::span{file.data(), file.size()});
  bytes content(found.begin(), found.end());
  const record next{1, 2, 3};
  file.push_back(next);
  check(file.back() == next && file.size() * sizeof next == content.size() + sizeof next, "it does not grow any more");
  return content;
}

void create_typed(const path& name, recorder& log, numbers& random) {
  const auto count = random.between(6, 16);
  auto file = typed_file<record>::create(name, count);
  sync_directory_entry(name);
  log.intends(0, bytes(count * sizeof(record)));
  for (int i = 0; i != 4; ++i) {
    const auto at = random.between(0, count - 1);
    const auto one = make_record(random);
    log.intends(at * sizeof one, bytes_of(one));
    file[at] = one;
    if (i % 2 == 1) {
      file.sync(durability::all);
      log.acknowledge();
    }
  }
}

void create_from_elements(const path& name, recorder& log, numbers& random) {
  std::vector<record> elements(random.between(2, 5));
  for (auto& each : elements) each = make_record(random);
  log.intends(0, std::as_bytes(std::span{elements}));
  auto file = typed_file<record>::create(name, elements);
  file.sync();
  file.unmap();
  sync_directory_entry(name);
  log.acknowledge();
}

void change_typed(const path& name, recorder& log, numbers& random) {
  auto file = typed_file<record>::open(name, protection_flag::read | protection_flag::write);
  for (int i = 0; i != 6; ++i) {
    const auto at = random.between(0, file.size() - 1);
    const auto one = make_record(random);
    log.intends(at * sizeof one, bytes_of(one));
    file[at] = one;
    log.look();
    if (i % 3 != 2) continue;
    file.sync();
    log.acknowledge();
  }
}

bytes read_typed(const path& name) {
  if (!std::filesystem::exists(name)) return {};
  const auto file = typed_file<record>::open(name);
  const auto found = std::as_bytes(std::span{file.data(), file.size()});
  return {found.begin(), found.end()};
}

}  // namespace

std::vector<operation> operations_on_types() {
  return {
      {"growable_file, a new one", prepare_nothing, grow_new, read_elements},
      {"growable_file, many elements", prepare_elements, append, read_elements},
      {"growable_file, fewer elements", prepare_elements, take_away, read_elements},
      {"typed_file::create of zeros", prepare_nothing, create_typed, read_typed},
      {"typed_file::create of elements", prepare_nothing, create_from_elements, read_typed},
      {"typed_file::open", prepare_elements, change_typed, read_typed},
  };
}

}  // namespace crash_states
