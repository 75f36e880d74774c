// nettle: the hashes that git names objects by.
#if !__has_include(<nettle/nettle-meta.h>)
#error "leaksift needs nettle: apt-get install nettle-dev, or brew install nettle"
#endif
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

/// Hashes two pieces of bytes, one after the other, by `nettle_sha1` or `nettle_sha256`, whose digest fits `digest`.
static inline void nettle_hash_two(const struct nettle_hash *hash, const uint8_t *first, size_t first_count,
                                   const uint8_t *second, size_t second_count, uint8_t *digest) {
  union {
    struct sha1_ctx sha1;
    struct sha256_ctx sha256;
  } state;
  hash->init(&state);
  hash->update(&state, first_count, first);
  hash->update(&state, second_count, second);
  // Version 4 takes no length: a digest is always whole.
#if NETTLE_VERSION_MAJOR >= 4
  hash->digest(&state, digest);
#else
  hash->digest(&state, hash->digest_size, digest);
#endif
}

/// Ends a SHA-256 that was begun with `sha256_init`; the digest has 32 bytes.
static inline void nettle_sha256_end(struct sha256_ctx *state, uint8_t *digest) {
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest(state, digest);
#else
  sha256_digest(state, SHA256_DIGEST_SIZE, digest);
#endif
}
