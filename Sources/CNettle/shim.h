// nettle: the hashes that git names objects by.
#if !__has_include(<nettle/sha1.h>)
#error "leaksift needs nettle: apt-get install nettle-dev, or brew install nettle"
#endif
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

// Version 4 takes no length: a digest is always whole.
static inline void nettle_finish_sha1(struct sha1_ctx *state, uint8_t *digest) {
#if NETTLE_VERSION_MAJOR >= 4
  nettle_sha1_digest(state, digest);
#else
  nettle_sha1_digest(state, SHA1_DIGEST_SIZE, digest);
#endif
}

static inline void nettle_finish_sha256(struct sha256_ctx *state, uint8_t *digest) {
#if NETTLE_VERSION_MAJOR >= 4
  nettle_sha256_digest(state, digest);
#else
  nettle_sha256_digest(state, SHA256_DIGEST_SIZE, digest);
#endif
}
