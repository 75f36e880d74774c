// libarchive: the members of archives and what compressed files contain.
#if !__has_include(<archive.h>)
#error "leaksift needs libarchive: apt-get install libarchive-dev, or brew install libarchive"
#endif
#include <archive.h>
#include <archive_entry.h>
