#include <mmapkit/atomic_mapping.hpp>

#include <algorithm>
#include <new>

#include "atomic_mapping_store.hpp"
#include "checks/describe.hpp"
#include "checks/failure.hpp"

namespace mmapkit {

namespace {

failure nothing_is_open(operation what) noexcept {
  return refuse(what, std::errc::bad_file_descriptor, "nothing is open");
}

std::string describe_store(const detail::transaction::store* of) {
  return of == nullptr ? "an atomic_mapping" : describe(path_view{of->blamed()}, {}, operation::open);
}

void raise_failure(const failure& why, const detail::transaction::store* of, const char* verb) {
  if (why) raise(why, describe_store(of), verb);
}

detail::transaction::store* make_store(failure& why) noexcept {
  auto* const made = new (std::nothrow) detail::transaction::store;
  if (made == nullptr) refuse(why, operation::open, std::errc::not_enough_memory, "there is no memory for it");
  return made;
}

failure close_and_delete(detail::transaction::store* of) noexcept {
  const auto why = of == nullptr ? failure{} : of->close();
  delete of;
  return why;
}

}  // namespace

atomic_mapping::atomic_mapping(path_view path, const atomic_mapping_options& options) {
  failure why;
  of_ = make_store(why);
  if (of_ != nullptr) why = of_->open(path, options);
  if (!why) return;
  std::string object;
  try {
    object =
        of_ == nullptr || of_->blamed().empty() ? mmapkit::describe(path, {}, operation::open) : describe_store(of_);
  } catch (...) {
    delete of_;
    throw;
  }
  delete of_;
  raise(why, object);
}

atomic_mapping::atomic_mapping(path_view path, std::error_code& error) noexcept : atomic_mapping{path, {}, error} {}

atomic_mapping::atomic_mapping(path_view path, const atomic_mapping_options& options, std::error_code& error) noexcept {
  failure why;
  of_ = make_store(why);
  if (of_ != nullptr) why = of_->open(path, options);
  if (why) {
    delete of_;
    of_ = nullptr;
  }
  report(why, error);
}

atomic_mapping& atomic_mapping::operator=(atomic_mapping&& other) noexcept {
  if (this == &other) return *this;
  close_and_delete(of_);
  of_ = std::exchange(other.of_, nullptr);
  return *this;
}

atomic_mapping::~atomic_mapping() { close_and_delete(of_); }

std::byte* atomic_mapping::data() noexcept { return of_ == nullptr || of_->size() == 0 ? nullptr : of_->data(); }
const std::byte* atomic_mapping::data() const noexcept {
  return of_ == nullptr || of_->size() == 0 ? nullptr : of_->data();
}
std::size_t atomic_mapping::size() const noexcept { return of_ == nullptr ? 0 : of_->size(); }
protection_flag atomic_mapping::protection() const noexcept {
  return of_ == nullptr ? protection_flag::none : of_->protection();
}

void atomic_mapping::commit() {
  raise_failure(of_ == nullptr ? nothing_is_open(operation::msync) : of_->commit(nullptr), of_, "commit");
}

void atomic_mapping::commit(std::error_code& error) noexcept {
  report(of_ == nullptr ? nothing_is_open(operation::msync) : of_->commit(nullptr), error, "commit");
}

void atomic_mapping::commit_parts(std::span<const part> parts) {
  raise_failure(of_ == nullptr ? nothing_is_open(operation::msync) : of_->commit(&parts), of_, "commit");
}

void atomic_mapping::commit_parts(std::span<const part> parts, std::error_code& error) noexcept {
  report(of_ == nullptr ? nothing_is_open(operation::msync) : of_->commit(&parts), error, "commit");
}

bool atomic_mapping::has_all_changes(std::span<const part> parts) const noexcept {
  return of_ == nullptr || of_->has_all_changes(parts);
}

void atomic_mapping::roll_back() {
  raise_failure(of_ == nullptr ? nothing_is_open(operation::msync) : of_->roll_back(), of_, "roll back");
}

void atomic_mapping::roll_back(std::error_code& error) noexcept {
  report(of_ == nullptr ? nothing_is_open(operation::msync) : of_->roll_back(), error, "roll back");
}

void atomic_mapping::resize(std::size_t bytes) {
  raise_failure(of_ == nullptr ? nothing_is_open(operation::fallocate) : of_->resize(bytes), of_, "resize");
}

void atomic_mapping::resize(std::size_t bytes, std::error_code& error) noexcept {
  report(of_ == nullptr ? nothing_is_open(operation::fallocate) : of_->resize(bytes), error, "resize");
}

std::vector<atomic_mapping::part> atomic_mapping::changed() const {
  failure why;
  auto found = of_ == nullptr ? std::vector<part>{} : of_->changed(why);
  raise_failure(why, of_, "find the changes of");
  return found;
}

std::vector<atomic_mapping::part> atomic_mapping::changed(std::error_code& error) const noexcept {
  failure why;
  std::vector<part> found;
  try {
    if (of_ != nullptr) found = of_->changed(why);
  } catch (const std::bad_alloc&) {
    refuse(why, operation::mmap, std::errc::not_enough_memory, "there is no memory for a list of the changes");
  }
  report(why, error, "find the changes of");
  return found;
}

void atomic_mapping::checkpoint() {
  raise_failure(of_ == nullptr ? nothing_is_open(operation::msync) : of_->checkpoint(), of_, "sync");
}

void atomic_mapping::checkpoint(std::error_code& error) noexcept {
  report(of_ == nullptr ? nothing_is_open(operation::msync) : of_->checkpoint(), error, "sync");
}

void atomic_mapping::close() {
  if (of_ == nullptr) return;
  const auto why = of_->close();
  std::string object;
  try {
    if (why) object = describe_store(of_);
  } catch (const std::bad_alloc&) {  // it is closed all the same
  }
  delete std::exchange(of_, nullptr);
  if (why) raise(why, object, "close");
}

void atomic_mapping::close(std::error_code& error) noexcept {
  report(close_and_delete(std::exchange(of_, nullptr)), error, "close");
}

}  // namespace mmapkit
