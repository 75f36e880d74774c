// Refuses what toml++ 3.3 cannot take, before it sees the text.
#ifndef CTOML_PRECHECK_H
#define CTOML_PRECHECK_H

#include <cstddef>
#include <string_view>

namespace ctoml {

struct position {
  unsigned line;
  unsigned column;
};

/// Why the text must not reach the parser, and where; an empty reason when it may.
///
/// A key of many dotted parts nests as many tables, and the parser recurses once a level without a limit of its own.
/// Strings and comments are skipped as TOML reads them, so that no key hides in what only looks like one.
std::string_view refusal(std::string_view text, position &place);

}  // namespace ctoml
#endif
