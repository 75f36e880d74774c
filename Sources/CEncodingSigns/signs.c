#include "CEncodingSigns.h"
#include <stdbool.h>
#include <string.h>

enum { width = 64 };

// The compiler makes of these whatever the processor has: a vector of AVX-512, two of AVX2, four of SSE2 or NEON.
typedef unsigned char block __attribute__((vector_size(width)));
typedef bool truths __attribute__((ext_vector_type(width)));

#define INLINED static inline __attribute__((always_inline))
// Vectors are passed between functions that are inlined without exception, so that how others would pass them is of no
// matter.
#pragma clang diagnostic ignored "-Wpsabi"

INLINED uint64_t bits(block found) {
  truths each = __builtin_convertvector(found, truths);
  uint64_t all;
  memcpy(&all, &each, sizeof all);
  return all;
}

INLINED block between(block bytes, unsigned char first, unsigned char last) {
  return (block)(bytes - first <= (unsigned char)(last - first));
}

INLINED block is(block bytes, unsigned char byte) { return (block)(bytes == byte); }

/// The characters of both alphabets of base64.
INLINED uint64_t characters(block bytes) {
  return bits(between(bytes | 0x20, 'a', 'z') | between(bytes, '/', '9') | is(bytes, '+') | is(bytes, '-') | is(bytes, '_'));
}

/// Bytes that begin escapes.
INLINED uint64_t introducers(block bytes) {
  return bits(is(bytes, '%') | is(bytes, '\\') | is(bytes, '&') | is(bytes, '=') | is(bytes, 'U'));
}

INLINED bool is_between(unsigned char byte, unsigned char first, unsigned char last) {
  return byte >= first && byte <= last;
}

/// A byte of the text, or zero where there is none.
INLINED unsigned char byte_at(const encoding_search *search, uint64_t place) {
  return place < search->readable ? search->text[place] : 0;
}

/// Whether what begins an escape is followed by what makes it one that hides something. Few bytes begin one, so that
/// they are looked at one by one.
INLINED bool is_escape(const encoding_search *search, uint64_t place) {
  unsigned char next = byte_at(search, place + 1);
  switch (search->text[place]) {
  case '%': return is_between(next, '0', '9') || (next == 'u' && byte_at(search, place + 2) == '0');
  case '\\':
    // Of what is escaped with letters only these stand for ASCII, and octal numbers from 200 on do not; those that are
    // worth decoding begin with 0, 1, or two digits from 40 on.
    if (is_between(next, '4', '7')) return is_between(byte_at(search, place + 2), '0', '7');
    if ((next | 0x20) == 'u') return byte_at(search, place + 2) != '+';
    return next == 'x' || next == 'n' || next == 'r' || next == 't' || next == '0' || next == '1';
  case '&': return next == '#' || next == 'q' || next == 'a';
  case '=':
    // Of mail `=3D`, broken lines, two escapes in a row, and line ends.
    if (is_between(next, '4', '7')) return byte_at(search, place + 3) == '=';
    if (next != '0') return next == '3' || next == '\n' || next == '\r';
    next = byte_at(search, place + 2) | 0x20;
    return next == 'a' || next == 'd';
  default: return next == '+';
  }
}

/// The last character of each run that ends before the last byte of a block and has enough characters in it.
INLINED uint64_t ends_of_runs(uint64_t set) {
  uint64_t ends = set;
  for (unsigned count = 1; count < 16; count *= 2) ends &= ends << count;
  ends &= ends << (encoding_shortest_run - 16);
  return ends & ~(set >> 1 | 1ull << 63);
}

/// The 64 bytes from a place on; zeros where there is no text.
INLINED block load(const encoding_search *search) {
  block bytes = {0};
  uint64_t left = search->readable - search->position;
  if (left < width) memcpy(&bytes, search->text + search->position, left);
  else memcpy(&bytes, search->text + search->position, width);
  return bytes;
}

INLINED uint64_t collect(encoding_search *search, encoding_sign *signs, uint64_t capacity) {
  uint64_t found = 0;
  while (search->position < search->end && found + encoding_most_signs <= capacity) {
    block bytes = load(search);
    uint64_t position = search->position, before = search->characters;
    uint64_t rest = search->end - position < width ? search->end - position : width;
    uint64_t taken = rest < width ? (1ull << rest) - 1 : ~0ull;
    uint64_t set = characters(bytes) & taken;
    uint64_t leading = ~set ? (uint64_t)__builtin_ctzll(~set) : width;
    if (before + leading >= encoding_shortest_run && leading < width && before > 0) {
      signs[found++] = (encoding_sign){position - before, before + leading};
    }
    // What begins in an earlier block is done with.
    uint64_t own = before > 0 && leading < width ? set & (~0ull << leading) : set;
    uint64_t ends = ends_of_runs(own);
    uint64_t starts = introducers(bytes) & taken;
    uint64_t places = ends | starts;
    for (; places; places &= places - 1) {
      uint64_t place = (uint64_t)__builtin_ctzll(places);
      if (ends >> place & 1) {
        uint64_t gaps = ~own & ((1ull << place) - 1);
        uint64_t start = gaps ? width - (uint64_t)__builtin_clzll(gaps) : 0;
        signs[found++] = (encoding_sign){position + start, place + 1 - start};
      }
      // The last character of a range may be both, as the U of `U+`.
      if (starts >> place & 1 && is_escape(search, position + place)) {
        signs[found++] = (encoding_sign){position + place, 0};
      }
    }
    search->characters = leading == width ? before + width : (uint64_t)__builtin_clzll(~set);
    search->position = position + rest;
  }
  if (search->position == search->end && search->characters >= encoding_shortest_run) {
    signs[found++] = (encoding_sign){search->end - search->characters, search->characters};
  }
  return found;
}

#if defined(__x86_64__)

bool encoding_is_supported(encoding_instructions instructions) {
  if (instructions == encoding_portable) return true;
  if (!__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("lzcnt")) return false;
  if (instructions == encoding_avx2) return __builtin_cpu_supports("avx2");
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

__attribute__((target("avx2,bmi,lzcnt"))) static uint64_t
collect_with_avx2(encoding_search *search, encoding_sign *signs, uint64_t capacity) {
  return collect(search, signs, capacity);
}

__attribute__((target("avx512f,avx512bw,bmi,lzcnt"))) static uint64_t
collect_with_avx512(encoding_search *search, encoding_sign *signs, uint64_t capacity) {
  return collect(search, signs, capacity);
}

uint64_t encoding_signs_collect(
    encoding_search *search, encoding_sign *signs, uint64_t capacity, encoding_instructions instructions) {
  switch (instructions) {
  case encoding_avx512: return collect_with_avx512(search, signs, capacity);
  case encoding_avx2: return collect_with_avx2(search, signs, capacity);
  default: return collect(search, signs, capacity);
  }
}

#else

bool encoding_is_supported(encoding_instructions instructions) { return instructions == encoding_portable; }

uint64_t encoding_signs_collect(
    encoding_search *search, encoding_sign *signs, uint64_t capacity, encoding_instructions instructions) {
  (void)instructions;
  return collect(search, signs, capacity);
}

#endif
