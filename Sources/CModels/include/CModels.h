// Fitted tables that the binary carries. Arrays of unknown size do not reach Swift, so functions hand out their start.
#pragma once
#include <stddef.h>

/// 32 x 32 x 32 surprises of three folded bytes in eighths of a bit, the first byte's in the lowest bits of an index, made by
/// Scripts/fit-grams.
const unsigned char *gram_model(void);
size_t gram_model_size(void);

/// 32 x 32 x 32 trigram surprises in sixteenths of a bit, made by Scripts/fit-rarity.
const unsigned char *rarity_model(void);
size_t rarity_model_size(void);

/// Decision trees of the contextual scorer, made by Scripts/fit-scorer.
const unsigned char *scorer_model(void);
size_t scorer_model_size(void);
