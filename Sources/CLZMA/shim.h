// liblzma: xz, lzma and lzip with a bound on the memory of each.
#if !__has_include(<lzma.h>)
#error "leaksift needs liblzma: apt-get install liblzma-dev, or brew install xz"
#endif
#include <lzma.h>
