#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 1
#include <toml++/toml.h>

#include <cstring>
#include <sstream>
#include <string>
#include <string_view>

#include "ctoml.h"

namespace {

struct walker {
  void (*visit)(void *, const ctoml_event *);
  void *context;

  void emit(ctoml_event event, std::string_view key, const toml::node &node) const {
    event.key = key.data();
    event.key_length = key.size();
    event.line = node.source().begin.line;
    event.column = node.source().begin.column;
    visit(context, &event);
  }

  void text(ctoml_kind kind, std::string_view key, const toml::node &node, std::string_view value) const {
    ctoml_event event{};
    event.kind = kind;
    event.text = value.data();
    event.text_length = value.size();
    emit(event, key, node);
  }

  template <typename Date>
  void date(std::string_view key, const toml::node &node, const Date &value) const {
    std::ostringstream out;
    out << value;
    text(CTOML_DATE, key, node, out.str());
  }

  void walk(std::string_view key, const toml::node &node) const {
    ctoml_event event{};
    if (auto table = node.as_table()) {
      event.kind = CTOML_TABLE_BEGIN;
      emit(event, key, node);
      for (auto &&[name, child] : *table) walk(name.str(), child);
      event.kind = CTOML_TABLE_END;
      emit(event, key, node);
    } else if (auto array = node.as_array()) {
      event.kind = CTOML_ARRAY_BEGIN;
      emit(event, key, node);
      for (auto &&child : *array) walk({}, child);
      event.kind = CTOML_ARRAY_END;
      emit(event, key, node);
    } else if (auto string = node.as_string()) {
      text(CTOML_STRING, key, node, string->get());
    } else if (auto integer = node.as_integer()) {
      event.kind = CTOML_INTEGER;
      event.integer = integer->get();
      emit(event, key, node);
    } else if (auto number = node.as_floating_point()) {
      event.kind = CTOML_FLOAT;
      event.number = number->get();
      emit(event, key, node);
    } else if (auto boolean = node.as_boolean()) {
      event.kind = CTOML_BOOLEAN;
      event.integer = boolean->get() ? 1 : 0;
      emit(event, key, node);
    } else if (auto day = node.as_date()) {
      date(key, node, day->get());
    } else if (auto time = node.as_time()) {
      date(key, node, time->get());
    } else if (auto moment = node.as_date_time()) {
      date(key, node, moment->get());
    }
  }
};

}  // namespace

extern "C" bool ctoml_walk(const char *text, size_t length, void (*visit)(void *, const ctoml_event *),
                           void *context, ctoml_failure *failure) {
  toml::parse_result result = toml::parse(std::string_view(text, length));
  if (!result) {
    const toml::parse_error &error = result.error();
    std::string_view reason = error.description();
    const size_t count = reason.size() < sizeof(failure->message) - 1 ? reason.size() : sizeof(failure->message) - 1;
    std::memcpy(failure->message, reason.data(), count);
    failure->message[count] = 0;
    failure->line = error.source().begin.line;
    failure->column = error.source().begin.column;
    return false;
  }
  walker{visit, context}.walk({}, result.table());
  return true;
}
