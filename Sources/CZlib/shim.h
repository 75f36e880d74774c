// zlib: gzip with its checksums, piece by piece.
#if !__has_include(<zlib.h>)
#error "leaksift needs zlib: apt-get install zlib1g-dev, or brew install zlib"
#endif
#include <zlib.h>
