// Random transactions, which say to the recorder what each of them has to leave: the intents of the history are whole
// contents, and an acknowledged one is a commit that has returned.
#pragma once

#include <memory>
#include <vector>

#include "operation.hpp"
#include "store.hpp"

namespace crash_states {

// Stores to up to 12 pages, or to more than the journal has room for; other sizes; steps back; checkpoints; told parts;
// closing and opening again. Throws where the memory is not what was stored. It leaves the store open, as a crash does.
std::unique_ptr<store> run_transactions(const opener& open, const path& file, std::size_t count, recorder& log,
                                        numbers& random);

// Which contents may be found after a crash at a moment: that of the last commit that had returned, and of the one
// that was under way.
class allowed_contents {
 public:
  allowed_contents(const history& of, const bytes& before, std::size_t moment);
  explicit allowed_contents(const bytes& only) : all_{&only} {}

  bool has(const bytes& found) const;
  // Of an older commit: one was lost. Else it is a mixture.
  bool is_older(const bytes& found) const;
  // From each of them, in words.
  std::string difference(const bytes& found) const;

 private:
  std::vector<const bytes*> all_;
  std::vector<const bytes*> older_;
};

}  // namespace crash_states
