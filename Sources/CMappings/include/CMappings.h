// Mappings of files that may become shorter while they are read.
#pragma once
#include <stdbool.h>
#include <stddef.h>

/// A mapping that is watched.
struct watched_mapping;

/// Watches a read-only mapping: where its file has nothing any more, zeros are read from then on, instead of a signal
/// that ends the program. NULL when there is no memory left. May be called by any thread.
struct watched_mapping *watch_mapping(const void *start, size_t size);

/// Whether zeros took the place of a part of the file, which was cut or could not be read.
bool mapping_is_cut(const struct watched_mapping *mapping);

/// Ends the watch; to be called before the memory is unmapped.
void unwatch_mapping(struct watched_mapping *mapping);
