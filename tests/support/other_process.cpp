#include "other_process.hpp"

namespace support {

namespace {

const process_body* last = nullptr;

}  // namespace

process_body::process_body(const char* name, function body) : name_{name}, run_{body}, next_{last} { last = this; }

const process_body* process_body::find(const std::string& name) {
  const auto* body = last;
  while (body != nullptr && body->name() != name) body = body->next_;
  return body;
}

}  // namespace support
