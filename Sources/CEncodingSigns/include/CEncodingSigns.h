// The search for places where a text may encode something, 64 bytes at a time: Swift has no way from a vector of truths to
// the bits of a number.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// The instructions that a search is made of: those of every processor of its kind, or those that some of x86-64 have. All
/// find the same.
typedef enum { encoding_portable, encoding_avx2, encoding_avx512 } encoding_instructions;

/// Whether this processor has them.
bool encoding_is_supported(encoding_instructions instructions);

/// A search, and how far it is.
typedef struct {
  const unsigned char *text;
  /// Number of bytes that can be read.
  uint64_t readable;
  /// Offset of the next byte.
  uint64_t position;
  /// Where the search ends.
  uint64_t end;
  /// Number of characters of base64 right before the next byte; those before the start of the search do not count.
  uint64_t characters;
} encoding_search;

/// Fewest characters of base64 in a row that are a sign.
enum { encoding_shortest_run = 20 };
/// Most signs that are found in 64 bytes: the second byte of an escape is none, so that at most every other byte is one,
/// and a run may end before the first byte, another with the search.
enum { encoding_most_signs = 34 };

/// Where something may be encoded.
typedef struct {
  uint64_t start;
  /// Of a run of characters of base64, their number. Of what may be an escape that hides something, 0: `%`, `\`, `&`,
  /// `=` or `U` before bytes that go on so.
  uint64_t count;
} encoding_sign;

/// Goes on with a search, and writes the signs that it finds, those of each kind in order; returns their number.
///
/// It stops at the end, or before it when `signs` may not have room for those of 64 bytes more. The caller answers for:
/// `text` has `readable` bytes (none behind them is read), `position <= end <= readable`, and `signs` has room for
/// `capacity >= encoding_most_signs` ones, and the processor supports `instructions`.
uint64_t encoding_signs_collect(
    encoding_search *search, encoding_sign *signs, uint64_t capacity, encoding_instructions instructions);
