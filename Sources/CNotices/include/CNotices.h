// The notices of everything that is linked into the program. An array of unknown size does not reach Swift, so functions
// hand out its start and size.
#pragma once
#include <stddef.h>

/// UTF-8 text, without a NUL at its end, made by Packaging/collect-notices.
const unsigned char *notices(void);
size_t notices_size(void);
