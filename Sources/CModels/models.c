#include "CModels.h"

static const unsigned char rarity[] = {
#embed "rarity.bin"
};

const unsigned char *rarity_model(void) { return rarity; }
size_t rarity_model_size(void) { return sizeof rarity; }
