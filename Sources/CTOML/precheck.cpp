#include "precheck.h"

namespace ctoml {
namespace {

constexpr unsigned most_key_parts = 32;

class scanner {
 public:
  explicit scanner(std::string_view text) : text(text) {}

  std::string_view refusal(position &place) {
    unsigned parts = 1;
    while (at < text.size()) {
      const char byte = text[at];
      switch (byte) {
        case '.': ++parts; break;
        case '=': case ',': case '[': case ']': case '{': case '}': case '\n': parts = 1; break;
        default: break;
      }
      place = {line, static_cast<unsigned>(at - line_start) + 1};
      if (parts > most_key_parts) return "a key has more than 32 dotted parts";
      if (byte == '"' || byte == '\'') {
        skip_string(byte);
      } else if (byte == '#') {
        while (at < text.size() && text[at] != '\n') ++at;
      } else {
        advance();
      }
    }
    return {};
  }

 private:
  std::string_view text;
  size_t at = 0;
  size_t line_start = 0;
  unsigned line = 1;

  void advance() {
    if (text[at] == '\n') {
      ++line;
      line_start = at + 1;
    }
    ++at;
  }

  bool is_triple(char quote) const {
    return at + 2 < text.size() && text[at] == quote && text[at + 1] == quote && text[at + 2] == quote;
  }

  void skip_string(char quote) {
    const bool is_long = is_triple(quote);
    at += is_long ? 3 : 1;
    while (at < text.size()) {
      if (text[at] == '\\' && quote == '"') {
        advance();
        if (at < text.size()) advance();
      } else if (!is_long && text[at] == '\n') {
        return;  // a short string ends with its line; the parser says so
      } else if (!is_long && text[at] == quote) {
        ++at;
        return;
      } else if (is_long && is_triple(quote)) {
        at += 3;
        // Up to two quotes of the string's own may stand before the closing three.
        for (int extra = 0; extra < 2 && at < text.size() && text[at] == quote; ++extra) ++at;
        return;
      } else {
        advance();
      }
    }
  }
};

}  // namespace

std::string_view refusal(std::string_view text, position &place) { return scanner(text).refusal(place); }

}  // namespace ctoml
