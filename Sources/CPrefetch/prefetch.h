// What Swift has no word for: a hint that memory will be read soon. Harmless for any address, readable or not.
#pragma once

static inline void prefetch_for_reading(const void *address) { __builtin_prefetch(address); }
