// libsodium: keyed BLAKE2b for fingerprints, SHA-256 for checksums.
#include <sodium/crypto_generichash.h>
#include <sodium/crypto_hash_sha256.h>
