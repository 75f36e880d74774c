#include "CModels.h"

static const unsigned char grams[] = {
#embed "grams.bin"
};

static const unsigned char rarity[] = {
#embed "rarity.bin"
};

static const unsigned char scorer[] = {
#embed "scorer.bin"
};

const unsigned char *gram_model(void) { return grams; }
size_t gram_model_size(void) { return sizeof grams; }
const unsigned char *rarity_model(void) { return rarity; }
size_t rarity_model_size(void) { return sizeof rarity; }
const unsigned char *scorer_model(void) { return scorer; }
size_t scorer_model_size(void) { return sizeof scorer; }
