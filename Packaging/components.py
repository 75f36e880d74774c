"""What the Linux program is linked with: the one table for its notices and its SBOM.

A library is recognised by the Debian package that its archive is from; `*` stands for the version of GCC in a name.
"""

import fnmatch

# Name, Debian package, licence as an SPDX expression, home page.
COMPONENTS = [
    ("PCRE2", "libpcre2-dev", "BSD-3-Clause", "https://www.pcre.org/"),
    ("libarchive", "libarchive-dev", "BSD-2-Clause", "https://www.libarchive.org/"),
    ("libdeflate", "libdeflate-dev", "MIT", "https://github.com/ebiggers/libdeflate"),
    ("libsodium", "libsodium-dev", "ISC", "https://libsodium.org/"),
    ("Nettle", "nettle-dev", "LGPL-3.0-or-later OR GPL-2.0-or-later", "https://www.lysator.liu.se/~nisse/nettle/"),
    ("toml++", "libtomlplusplus-dev", "MIT", "https://marzer.github.io/tomlplusplus/"),
    ("liblzma", "liblzma-dev", "LicenseRef-public-domain", "https://tukaani.org/xz/"),
    ("Zstandard", "libzstd-dev", "BSD-3-Clause OR GPL-2.0-only", "https://facebook.github.io/zstd/"),
    ("LZ4", "liblz4-dev", "BSD-2-Clause", "https://lz4.org/"),
    ("bzip2", "libbz2-dev", "bzip2-1.0.6", "https://sourceware.org/bzip2/"),
    ("zlib", "zlib1g-dev", "Zlib", "https://zlib.net/"),
    ("libacl", "libacl1-dev", "LGPL-2.1-or-later", "https://savannah.nongnu.org/projects/acl/"),
    ("libattr", "libattr1-dev", "LGPL-2.1-or-later", "https://savannah.nongnu.org/projects/attr/"),
    ("GNU C Library", "libc6-dev", "LGPL-2.1-or-later", "https://www.gnu.org/software/libc/"),
    ("libstdc++", "libstdc++-*-dev", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org/"),
    ("libgcc", "libgcc-*-dev", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org/"),
]

# Comes with the compiler, from no Debian package.
SWIFT = ("Swift runtime and standard library", "Apache-2.0 WITH Swift-exception", "https://www.swift.org/")


def component_of(package):
    """The row of a Debian package; None when the table does not have it."""
    return next((row for row in COMPONENTS if fnmatch.fnmatchcase(package, row[1])), None)
