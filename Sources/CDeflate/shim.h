// libdeflate: whole-buffer inflate and CRC-32.
#if !__has_include(<libdeflate.h>)
#error "leaksift needs libdeflate: apt-get install libdeflate-dev, or brew install libdeflate"
#endif
#include <libdeflate.h>
