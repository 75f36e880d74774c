#include "CGramSieve.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define VECTORS __attribute__((target("avx512f,avx512bw,popcnt")))
#define INLINED static inline __attribute__((always_inline))

bool gram_sieve_is_supported(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("popcnt");
}

// Intel's processors before Sapphire Rapids gather an order of magnitude slower since a leak was closed in them
// (CVE-2022-40982), and AMD's Zen 5 takes 1.4 times as long as for single loads. 16-bit floats came with those that are fast.
bool gram_sieve_gathers_fast(void) { return gram_sieve_is_supported() && __builtin_cpu_supports("avx512fp16"); }

enum { lanes = 16 };

/// Four words of the table, one load each.
VECTORS INLINED __m128i load_words(const uint32_t *sampled, __m128i places) {
  uint64_t low = (uint64_t)_mm_cvtsi128_si64(places);
  uint64_t high = (uint64_t)_mm_extract_epi64(places, 1);
  __m128i words = _mm_cvtsi32_si128((int)sampled[(uint32_t)low]);
  words = _mm_insert_epi32(words, (int)sampled[low >> 32], 1);
  words = _mm_insert_epi32(words, (int)sampled[(uint32_t)high], 2);
  return _mm_insert_epi32(words, (int)sampled[high >> 32], 3);
}

/// The words of the table at 16 places.
VECTORS INLINED __m512i words_at(const uint32_t *sampled, __m512i places, bool gathers) {
  if (gathers) return _mm512_i32gather_epi32(places, sampled, 4);
  __m512i words = _mm512_castsi128_si512(load_words(sampled, _mm512_castsi512_si128(places)));
  words = _mm512_inserti32x4(words, load_words(sampled, _mm512_extracti32x4_epi32(places, 1)), 1);
  words = _mm512_inserti32x4(words, load_words(sampled, _mm512_extracti32x4_epi32(places, 2)), 2);
  return _mm512_inserti32x4(words, load_words(sampled, _mm512_extracti32x4_epi32(places, 3)), 3);
}

/// Looks at up to 16 grams from `text` on, those that `taken` names; returns the lanes whose bit is set.
///
/// Invariant: the bytes that `readable` names can be read, and cover the grams that `taken` names.
VECTORS INLINED __mmask16
sieve(const uint32_t *sampled, const unsigned char *text, __mmask64 readable, __mmask16 taken, bool gathers) {
  // Neighbouring pairs of bytes make the grams at every second byte.
  const __m512i pairs = _mm512_set_epi16(16, 15, 15, 14, 14, 13, 13, 12, 12, 11, 11, 10, 10, 9, 9, 8, 8, 7, 7, 6, 6, 5, 5,
                                         4, 4, 3, 3, 2, 2, 1, 1, 0);
  __m512i bytes = _mm512_maskz_loadu_epi8(readable, text);
  __m512i grams = _mm512_and_si512(_mm512_permutexvar_epi16(pairs, bytes), _mm512_set1_epi32(0x1F1F1F1F));
  // As `Gram.packed` does it.
  __m512i halves = _mm512_maddubs_epi16(grams, _mm512_set1_epi16(1 | 32 << 8));
  __m512i packed = _mm512_madd_epi16(halves, _mm512_set1_epi32(1 | 1024 << 16));
  __m512i words = words_at(sampled, _mm512_srli_epi32(packed, 5), gathers);
  return _mm512_mask_test_epi32_mask(taken, _mm512_rorv_epi32(words, packed), _mm512_set1_epi32(1));
}

VECTORS INLINED size_t
collect(const uint32_t *sampled, const unsigned char *text, size_t samples, uint32_t *places, bool gathers) {
  __m512i place = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  size_t found = 0;
  size_t sample = 0;
  for (; sample + lanes <= samples; sample += lanes) {
    __mmask16 set = sieve(sampled, text + 2 * sample, (1ull << (2 * lanes + 2)) - 1, 0xFFFF, gathers);
    _mm512_storeu_si512(places + found, _mm512_maskz_compress_epi32(set, place));
    found += (size_t)__builtin_popcount(set);
    place = _mm512_add_epi32(place, _mm512_set1_epi32(2 * lanes));
  }
  if (sample < samples) {
    size_t rest = samples - sample;
    __mmask16 taken = (__mmask16)((1u << rest) - 1);
    __mmask16 set = sieve(sampled, text + 2 * sample, (1ull << (2 * rest + 2)) - 1, taken, gathers);
    _mm512_storeu_si512(places + found, _mm512_maskz_compress_epi32(set, place));
    found += (size_t)__builtin_popcount(set);
  }
  return found;
}

VECTORS size_t gram_sieve_collect(
    const uint32_t *sampled, const unsigned char *text, size_t samples, uint32_t *places, bool gathers) {
  return gathers ? collect(sampled, text, samples, places, true) : collect(sampled, text, samples, places, false);
}

#else

bool gram_sieve_is_supported(void) { return false; }

bool gram_sieve_gathers_fast(void) { return false; }

size_t gram_sieve_collect(
    const uint32_t *sampled, const unsigned char *text, size_t samples, uint32_t *places, bool gathers) {
  (void)sampled, (void)text, (void)samples, (void)places, (void)gathers;
  return 0;
}

#endif
