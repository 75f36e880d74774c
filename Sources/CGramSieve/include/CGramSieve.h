// The first sieve of the literal search for processors with AVX-512, which Swift cannot say: byte permutations, gathers and
// compressed stores.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether this processor has what `gram_sieve_collect` is made of.
bool gram_sieve_is_supported(void);

/// Whether its gathers are faster than as many loads.
bool gram_sieve_gathers_fast(void);

/// Writes the places of sampled grams whose bit is set, as offsets in bytes; returns their number.
///
/// Only to be called where `gram_sieve_is_supported`. The caller answers for: `sampled` holds 2^20 bits, `text` has
/// `2 * samples + 2` readable bytes (none behind them is read), and `places` has room for `samples + 16` numbers.
/// `gathers` tells how the table is read; both ways find the same.
size_t gram_sieve_collect(
    const uint32_t *sampled, const unsigned char *text, size_t samples, uint32_t *places, bool gathers);
