// A TOML document as a sequence of events, so that Swift sees no C++.
#ifndef CTOML_H
#define CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CTOML_TABLE_BEGIN,
  CTOML_TABLE_END,
  CTOML_ARRAY_BEGIN,
  CTOML_ARRAY_END,
  CTOML_STRING,
  CTOML_INTEGER,
  CTOML_FLOAT,
  CTOML_BOOLEAN,
  CTOML_DATE,
} ctoml_kind;

/// One event. `key` is empty inside arrays and at the root; text is UTF-8, not NUL-terminated,
/// and valid only during the call. Lines and columns are 1-based.
typedef struct {
  ctoml_kind kind;
  const char *key;
  size_t key_length;
  const char *text;  // CTOML_STRING and CTOML_DATE
  size_t text_length;
  int64_t integer;  // CTOML_INTEGER, CTOML_BOOLEAN (0 or 1)
  double number;    // CTOML_FLOAT
  uint32_t line;
  uint32_t column;
} ctoml_event;

typedef struct {
  char message[512];
  uint32_t line;
  uint32_t column;
} ctoml_failure;

/// Parses `length` bytes, which must be valid UTF-8, and visits the document depth-first.
/// Returns false, with `failure` filled and nothing visited, when the text is not TOML.
bool ctoml_walk(const char *text, size_t length, void (*visit)(void *context, const ctoml_event *event),
                void *context, ctoml_failure *failure);

#ifdef __cplusplus
}
#endif
#endif
