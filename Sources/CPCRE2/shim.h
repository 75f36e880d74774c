// PCRE2 with 8-bit code units: patterns and subjects are bytes.
#define PCRE2_CODE_UNIT_WIDTH 8
#if !__has_include(<pcre2.h>)
#error "leaksift needs pcre2: apt-get install libpcre2-dev, or brew install pcre2"
#endif
#include <pcre2.h>
