#include <lmdb.h>

#include <array>
#include <stdexcept>

#include "atomic.hpp"

namespace peers {

namespace {

void require(int result) {
  if (result != MDB_SUCCESS) throw std::runtime_error{::mdb_strerror(result)};
}

}  // namespace

// As it is opened by default: each transaction is synced when its commit returns.
struct lmdb_table::state {
  explicit state(const std::filesystem::path& path) {
    require(::mdb_env_create(&environment));
    require(::mdb_env_set_mapsize(environment, bench::gibibyte));
    require(::mdb_env_open(environment, path.c_str(), MDB_NOSUBDIR, 0600));
    begin();
    require(::mdb_dbi_open(transaction, nullptr, MDB_CREATE | MDB_INTEGERKEY, &table));
    constexpr std::array<std::byte, bench::record_size> zeros{};
    for (std::size_t i = 0; i < bench::records; ++i) put(i, zeros);
    require(::mdb_txn_commit(transaction));
  }
  ~state() { ::mdb_env_close(environment); }

  void begin() { require(::mdb_txn_begin(environment, nullptr, 0, &transaction)); }
  void put(std::size_t number, bench::record content) {
    MDB_val key{sizeof number, &number};
    MDB_val value{content.size(), const_cast<std::byte*>(content.data())};
    require(::mdb_put(transaction, table, &key, &value, 0));
  }

  MDB_env* environment = nullptr;
  MDB_txn* transaction = nullptr;
  MDB_dbi table = 0;
};

lmdb_table::lmdb_table(const std::filesystem::path& path) : state_{std::make_unique<state>(path)} {}
lmdb_table::~lmdb_table() = default;

void lmdb_table::update(std::size_t number, bench::record content) {
  state_->begin();
  state_->put(number, content);
  require(::mdb_txn_commit(state_->transaction));
}

}  // namespace peers
