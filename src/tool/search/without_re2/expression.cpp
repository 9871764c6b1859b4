#include "search/expression.hpp"

namespace mmapkit::tool {

struct expression::compiled {};

bool has_expressions() noexcept { return false; }

expression::expression(const std::vector<std::string>& patterns, const pattern_options& /*options*/) {
  throw pattern_error{patterns.front(), "this mmapkit was built without RE2: it has -F, but no regular expressions"};
}
expression::expression(expression&&) noexcept = default;
expression& expression::operator=(expression&&) noexcept = default;
expression::~expression() = default;

std::optional<extent> expression::find(std::string_view /*text*/, extent /*part*/) const { return std::nullopt; }

bool expression::matches(std::string_view /*text*/, extent /*line*/) const { return false; }

const std::vector<std::vector<byte_sequence>>& expression::hints() const noexcept {
  static const std::vector<std::vector<byte_sequence>> none;
  return none;
}

bool expression::are_hints_all() const noexcept { return false; }

bool expression::wants_lines() const noexcept { return false; }

}  // namespace mmapkit::tool
