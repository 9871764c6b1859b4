#include <sqlite3.h>

#include <stdexcept>

#include "atomic.hpp"

namespace peers {

// A write-ahead log that is synced at each commit.
struct sqlite_table::state {
  explicit state(const std::filesystem::path& path) {
    require(::sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    run("pragma journal_mode = wal");
    run("pragma synchronous = full");
    run("create table records (number integer primary key, content blob)");
    run(("with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < " +
         std::to_string(bench::records) + ") insert into records select i, zeroblob(" +
         std::to_string(bench::record_size) + ") from n")
            .c_str());
    constexpr char update[] = "update records set content = ?2 where number = ?1";
    require(::sqlite3_prepare_v2(database, update, sizeof update, &statement, nullptr) == SQLITE_OK);
  }
  ~state() {
    ::sqlite3_finalize(statement);
    ::sqlite3_close(database);
  }

  void require(bool good) const {
    if (!good) throw std::runtime_error{::sqlite3_errmsg(database)};
  }
  void run(const char* command) const {
    require(::sqlite3_exec(database, command, nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  sqlite3* database = nullptr;
  sqlite3_stmt* statement = nullptr;
};

sqlite_table::sqlite_table(const std::filesystem::path& path) : state_{std::make_unique<state>(path)} {}
sqlite_table::~sqlite_table() = default;

void sqlite_table::update(std::size_t number, bench::record content) {
  auto* const statement = state_->statement;
  state_->require(::sqlite3_bind_int64(statement, 1, static_cast<sqlite3_int64>(number)) == SQLITE_OK);
  state_->require(::sqlite3_bind_blob(statement, 2, content.data(), static_cast<int>(content.size()), nullptr) ==
                  SQLITE_OK);
  state_->require(::sqlite3_step(statement) == SQLITE_DONE);
  state_->require(::sqlite3_reset(statement) == SQLITE_OK);
}

}  // namespace peers
