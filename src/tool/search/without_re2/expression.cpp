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

const std::vector<hint_texts>& expression::hints() const noexcept {
  static const std::vector<hint_texts> none;
  return none;
}

bool expression::wants_lines() const noexcept { return false; }

}  // namespace mmapkit::tool
