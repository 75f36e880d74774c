import Testing

/// Every kind of container, in files, on standard input, in a staged change, a range and a history: the planted secret is found at its place.
struct ContainerMatrixTests {
  /// How a container is made.
  struct Kind: CustomTestStringConvertible {
    var testDescription: String
    /// Programs that it takes; where one is missing the kind is left out.
    var tools: [String] = ["python3"]
    /// Makes `box` from the folder `inner`, which contains `a.txt`.
    var script: String
    /// Where in the box the file is.
    var member = "inner/a.txt"
  }

  static let kinds =
    archives
    + filters.map { name, tool in
      Kind(testDescription: "tar.\(name)", tools: [tool], script: "tar cf - inner | \(tool) -c >box")
    }
    + filters.map { name, tool in
      Kind(testDescription: "single .\(name)", tools: [tool], script: "\(tool) -c <inner/a.txt >box", member: "box")
    }

  private static let filters = [("gz", "gzip"), ("bz2", "bzip2"), ("xz", "xz"), ("zst", "zstd"), ("lz4", "lz4")]

  private static let archives = [
    Kind(testDescription: "zip", script: "python3 -m zipfile -c box inner"),
    Kind(
      testDescription: "zip, deflated and from a stream",
      script: """
        python3 -c "
        import sys, zipfile
        class Pipe:
          def write(self, data): return sys.stdout.buffer.write(data)
          def flush(self): pass
        with zipfile.ZipFile(Pipe(), 'w', zipfile.ZIP_DEFLATED) as z: z.write('inner/a.txt')" >box
        """),
    Kind(
      testDescription: "zip with lzma",
      script: """
        python3 -c "
        import zipfile
        with zipfile.ZipFile('box', 'w', zipfile.ZIP_LZMA) as z: z.write('inner/a.txt')"
        """),
    Kind(testDescription: "tar, as of 1979", tools: ["tar"], script: "tar --format=v7 -cf box inner"),
    Kind(testDescription: "tar of GNU", tools: ["tar"], script: "tar --format=gnu -cf box inner"),
    Kind(testDescription: "tar of POSIX", tools: ["tar"], script: "tar --format=pax -cf box inner"),
    Kind(testDescription: "tar of folders with a dot", tools: ["tar"], script: "tar cf box ./inner"),
    Kind(testDescription: "cpio newc", tools: ["cpio"], script: "echo inner/a.txt | cpio -o -H newc >box"),
    Kind(testDescription: "cpio odc", tools: ["cpio"], script: "echo inner/a.txt | cpio -o -H odc >box"),
    Kind(testDescription: "cpio in binary", tools: ["cpio"], script: "echo inner/a.txt | cpio -o -H bin >box"),
    Kind(
      testDescription: "cpio.gz", tools: ["cpio", "gzip"], script: "echo inner/a.txt | cpio -o -H newc | gzip -c >box"),
    Kind(testDescription: "ar", tools: ["ar"], script: "ar rc box inner/a.txt", member: "a.txt"),
    Kind(
      testDescription: "deb", tools: ["ar", "xz"],
      script: """
        echo 2.0 >debian-binary; tar cf - inner | xz -c >data.tar.xz
        ar rc box debian-binary data.tar.xz; rm debian-binary data.tar.xz
        """, member: "data.tar.xz!inner/a.txt"),
    Kind(testDescription: "7z", tools: ["7z"], script: "7z a box.7z inner; mv box.7z box"),
    Kind(testDescription: "iso", tools: ["genisoimage"], script: "genisoimage -quiet -R -o box inner", member: "a.txt"),
    Kind(
      testDescription: "lzma alone",
      script: """
        python3 -c "
        import lzma; open('box', 'wb').write(lzma.compress(open('inner/a.txt', 'rb').read(), format=lzma.FORMAT_ALONE))"
        """, member: "box"),
    Kind(
      testDescription: "cab",
      script: """
        python3 -c "
        import struct
        text, name = open('inner/a.txt', 'rb').read(), b'inner\\\\\\\\a.txt\\0'
        data = struct.pack('<IHH', 0, len(text), len(text)) + text
        files = struct.pack('<IIHHHH', len(text), 0, 0, 0x5A21, 0, 0x20) + name
        start = 36 + 8
        folder = struct.pack('<IHH', start + len(files), 1, 0)
        size = start + len(files) + len(data)
        head = b'MSCF' + struct.pack('<IIIIIBBHHHHH', 0, size, 0, start, 0, 3, 1, 1, 1, 0, 1, 0)
        open('box', 'wb').write(head + folder + files + data)"
        """),
    Kind(
      testDescription: "lha",
      script: """
        python3 -c "
        import struct
        text, name = open('inner/a.txt', 'rb').read(), b'inner/a.txt'
        crc = 0
        for byte in text:
          crc ^= byte
          for _ in range(8): crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
        sizes = struct.pack('<III', len(text), len(text), 0x5A210000)
        head = b'-lh0-' + sizes + bytes([0x20, 0, len(name)]) + name + struct.pack('<H', crc)
        open('box', 'wb').write(bytes([len(head), sum(head) & 255]) + head + text + bytes(1))"
        """),
    Kind(
      testDescription: "rpm", tools: ["python3", "cpio", "gzip"],
      script: """
        python3 -c "
        import struct
        lead = b'\\xED\\xAB\\xEE\\xDB\\3\\0\\0\\0\\0\\1' + b'box'.ljust(66, b'\\0') + b'\\0\\1\\0\\5' + bytes(16)
        header = b'\\x8E\\xAD\\xE8\\1' + bytes(4) + struct.pack('>II', 0, 0)
        open('box', 'wb').write(lead + header + header)"
        echo inner/a.txt | cpio -o -H newc | gzip -c >>box
        """),
    Kind(
      testDescription: "zlib",
      script: "python3 -c \"import zlib; open('box', 'wb').write(zlib.compress(open('inner/a.txt', 'rb').read()))\"",
      member: "box"),
    Kind(
      testDescription: "zipapp", script: "echo 'run()' >inner/__main__.py; python3 -m zipapp inner -p python3 -o box",
      member: "a.txt"),
    Kind(
      testDescription: "zip behind a script",
      script: "python3 -m zipfile -c a.zip inner; (echo '#!/bin/sh'; echo exit; cat a.zip) >box; rm a.zip"),
    Kind(
      testDescription: "zip with a comment, behind a program",
      script: """
        python3 -c "
        import zipfile
        with zipfile.ZipFile('a.zip', 'w') as z: z.write('inner/a.txt'); z.comment = b'PK\\5\\6' * 9999"
        cat /bin/true a.zip >box; rm a.zip
        """),
    Kind(
      testDescription: "zip behind something else",
      script: "python3 -m zipfile -c a.zip inner; (head -c 5000 /dev/urandom | od -v; cat a.zip) >box; rm a.zip"),
    Kind(
      testDescription: "zip behind a program in tar",
      script: "python3 -m zipfile -c a.zip inner; cat /bin/true a.zip >b; tar cf box b; rm a.zip b",
      member: "b!inner/a.txt"),
    Kind(testDescription: "7z that extracts itself", tools: ["7z"], script: "7z a -sfx box.exe inner; mv box.exe box"),
    Kind(
      testDescription: "7z behind a program and its settings", tools: ["7z"],
      script: """
        7z a a.7z inner; (cat /bin/true; printf ';!@Install@!UTF-8!\\r\\n;!@InstallEnd@!\\r\\n'; cat a.7z) >box; rm a.7z
        """),
    Kind(
      testDescription: "tar.xz behind a script", tools: ["xz"],
      script: "(printf '#!/bin/sh\\nexit\\n'; tar cf - inner | xz -c) >box"),
    Kind(testDescription: "tar behind a script", script: "(printf '#!/bin/sh\\nexit\\n'; tar cf - inner) >box"),
    Kind(
      testDescription: "tar.bz2 behind a program in cpio", tools: ["bzip2", "cpio"],
      script: "(cat /bin/true; tar cf - inner | bzip2 -c) >b; echo b | cpio -o -H newc >box; rm b",
      member: "b!inner/a.txt"),
    Kind(
      testDescription: "zip in tar.gz in zip", tools: ["python3", "tar", "gzip"],
      script: """
        python3 -m zipfile -c a.zip inner; tar czf b.tgz a.zip; python3 -m zipfile -c box b.tgz; rm a.zip b.tgz
        """, member: "b.tgz!a.zip!inner/a.txt"),
  ]

  /// A way to scan the box, and what its path is then.
  static let ways = [
    ("leaksift scan -f json box", "box"), ("leaksift scan -f json - <box", "-"),
    ("git init -q; git commit -q --allow-empty -m 1; git add box; leaksift scan -f json --staged", "box"),
    (
      "git commit -q -m 2; leaksift scan -f json --since HEAD~1",
      "box"
    ),
    ("git rm -q --cached box; git commit -q -m 3; leaksift scan -f json --history", "box"),
  ]

  @Test(arguments: kinds) func `the secret in a container is found at its place`(kind: Kind) throws {
    let sandbox = try Sandbox()
    for tool in kind.tools where try sandbox.run("command -v \(tool)").code != 0 { return }
    let made = try sandbox.run(
      """
      set -e; mkdir inner
      random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)
      printf 'one\\ntwo\\nK=sk_''live_%s\\n' "$random" >inner/a.txt
      \(kind.script)
      rm -r inner
      """)
    try #require(made.code == 0, "\(made.errors)")
    for (command, name) in Self.ways {
      let outcome = try sandbox.run(command)
      #expect(outcome.code == 1, "\(command): \(outcome.output)\(outcome.errors)")
      let member = name == "-" && kind.member == "box" ? "-" : kind.member
      #expect(outcome.output.contains("\"path\": \"\(name)!\(member)\""), "\(command): \(outcome.output)")
      #expect(outcome.output.contains("\"line\": 3,"), "\(command)")
    }
    let off = try sandbox.run("leaksift scan -f json --max-archive-depth 0 box")
    #expect(!off.output.contains("box!"))
  }
}
