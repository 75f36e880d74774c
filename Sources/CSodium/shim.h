// libsodium: keyed BLAKE2b for fingerprints, SHA-256 for checksums.
#if !__has_include(<sodium/crypto_generichash.h>)
#error "leaksift needs libsodium: apt-get install libsodium-dev, or brew install libsodium"
#endif
#include <sodium/crypto_generichash.h>
#include <sodium/crypto_hash_sha256.h>
