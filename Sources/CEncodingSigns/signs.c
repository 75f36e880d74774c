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

/// Where escapes may begin that hide something, given the bytes and those one, two and three places on.
INLINED uint64_t escapes(block bytes, block next, block third, block fourth) {
  block percent = is(bytes, '%') & (between(next, '0', '9') | (is(next, 'u') & is(third, '0')));
  // Of what is escaped with letters only these stand for ASCII, and octal numbers from 200 on do not; those that are
  // worth decoding begin with 0, 1, or two digits from 40 on.
  block wide = is(next | 0x20, 'u') & ~is(third, '+');
  block letter = wide | is(next, 'x') | is(next, 'n') | is(next, 'r') | is(next, 't');
  block octal = between(next, '0', '1') | (between(next, '4', '7') & between(third, '0', '7'));
  block backslash = is(bytes, '\\') & (letter | octal);
  block entity = is(bytes, '&') & (is(next, '#') | is(next, 'q') | is(next, 'a'));
  // Of mail `=3D`, broken lines, two escapes in a row, and line ends.
  block line_end = is(next, '0') & (is(third | 0x20, 'a') | is(third | 0x20, 'd'));
  block twice = between(next, '4', '7') & is(fourth, '=');
  block quoted = is(bytes, '=') & (is(next, '3') | is(next, '\n') | is(next, '\r') | twice | line_end);
  block point = is(bytes, 'U') & is(next, '+');
  return bits(percent | backslash | entity | quoted | point);
}

/// The last character of each run that ends before the last byte of a block and has enough characters in it.
INLINED uint64_t ends_of_runs(uint64_t set) {
  uint64_t ends = set;
  for (unsigned count = 1; count < 16; count *= 2) ends &= ends << count;
  ends &= ends << (encoding_shortest_run - 16);
  return ends & ~(set >> 1 | 1ull << 63);
}

enum { looked_ahead = 3 };

/// The 64 bytes from a place on, and as many from each of the next three on; zeros where there is no text.
INLINED void load(const encoding_search *search, block blocks[looked_ahead + 1]) {
  unsigned char tail[width + looked_ahead] = {0};
  const unsigned char *start = search->text + search->position;
  if (search->readable - search->position < sizeof tail) {
    memcpy(tail, start, search->readable - search->position);
    start = tail;
  }
  for (int ahead = 0; ahead <= looked_ahead; ahead++) memcpy(&blocks[ahead], start + ahead, sizeof(block));
}

INLINED uint64_t collect(encoding_search *search, encoding_sign *signs, uint64_t capacity) {
  uint64_t found = 0;
  while (search->position < search->end && found + encoding_most_signs <= capacity) {
    block ahead[looked_ahead + 1];
    load(search, ahead);
    uint64_t position = search->position, before = search->characters;
    uint64_t rest = search->end - position < width ? search->end - position : width;
    uint64_t taken = rest < width ? (1ull << rest) - 1 : ~0ull;
    uint64_t set = characters(ahead[0]) & taken;
    uint64_t leading = ~set ? (uint64_t)__builtin_ctzll(~set) : width;
    if (before + leading >= encoding_shortest_run && leading < width && before > 0) {
      signs[found++] = (encoding_sign){position - before, before + leading};
    }
    // What begins in an earlier block is done with.
    uint64_t own = before > 0 && leading < width ? set & (~0ull << leading) : set;
    uint64_t ends = ends_of_runs(own);
    uint64_t starts = escapes(ahead[0], ahead[1], ahead[2], ahead[3]) & taken;
    uint64_t places = ends | starts;
    for (; places; places &= places - 1) {
      uint64_t place = (uint64_t)__builtin_ctzll(places);
      if (ends >> place & 1) {
        uint64_t gaps = ~own & ((1ull << place) - 1);
        uint64_t start = gaps ? width - (uint64_t)__builtin_clzll(gaps) : 0;
        signs[found++] = (encoding_sign){position + start, place + 1 - start};
      }
      // The last character of a range may be both, as the U of `U+`.
      if (starts >> place & 1) signs[found++] = (encoding_sign){position + place, 0};
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
