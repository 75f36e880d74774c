import Foundation

/// A tree's files, packed as people pack them.
enum Archives {
  /// Makes a jar, a docx, a compressed tar and a container image of two layers, a quarter of the files in each.
  ///
  /// - Parameters:
  ///   - tree: The folder with the files.
  ///   - place: Where the archives go; an empty folder.
  /// - Throws: ``Mistake`` when Python is not there, or fails.
  static func make(of tree: String, in place: String) throws {
    guard let python = Tool.onPath("python3") else { throw Mistake(description: "python3 is not on PATH") }
    let cost = try ChildRun.measure([python, "-c", script, tree], in: place)
    guard cost.status == 0 else { throw Mistake(description: "packing \(tree) ended with \(cost.status)") }
  }

  /// What only decompresses them, with the same library as leaksift; `nil` when it is not installed.
  static func yardstick(in place: String) -> (name: String, words: [String])? {
    guard let bsdtar = Tool.onPath("bsdtar") else { return nil }
    let each = "for file in '\(place)'/*; do '\(bsdtar)' -xOf \"$file\"; done"
    return ("bsdtar -xO of each, layers as they are", ["/bin/sh", "-c", each])
  }

  /// Files of at most 1 MB, 200 MB together; an image as `docker save` has written them since version 25.
  private static let script = #"""
    import hashlib, io, json, os, sys, tarfile, zipfile
    from xml.sax.saxutils import escape
    tree, parts, total = sys.argv[1], [[], [], [], []], 0
    for folder, folders, names in os.walk(tree):
      folders[:] = sorted(name for name in folders if name != ".git")
      for name in sorted(names):
        path = os.path.join(folder, name)
        if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > 1_000_000: continue
        total += os.path.getsize(path)
        if total > 200_000_000: break
        parts[total % 4].append(path)
    read = lambda path: open(path, "rb").read()
    relative = lambda path: os.path.relpath(path, tree)
    def add(archive, name, data):
      info = tarfile.TarInfo(name)
      info.size = len(data)
      archive.addfile(info, io.BytesIO(data))
    def tar(paths):
      data = io.BytesIO()
      with tarfile.open(fileobj=data, mode="w") as archive:
        for path in paths: add(archive, "app/" + relative(path), read(path))
      return data.getvalue()
    with zipfile.ZipFile("app.jar", "w", zipfile.ZIP_DEFLATED) as jar:
      for path in parts[0]: jar.write(path, relative(path))
    with zipfile.ZipFile("text.docx", "w", zipfile.ZIP_DEFLATED) as docx:
      lines = "".join(read(path).decode("utf-8", "replace") for path in parts[1]).splitlines()
      kept = ("".join(c for c in line if c >= " ") for line in lines)
      body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in kept)
      docx.writestr("word/document.xml", f"<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>")
    with tarfile.open("source.tar.gz", "w:gz") as archive:
      for path in parts[2]: archive.add(path, relative(path))
    layers = [tar(parts[3][::2]), tar(parts[3][1::2])]
    digest = lambda data: hashlib.sha256(data).hexdigest()
    blob = lambda data: "blobs/sha256/" + digest(data)
    config = json.dumps({"config": {"Env": ["PATH=/bin"]}, "rootfs": {"diff_ids": ["sha256:" + digest(l) for l in layers]}})
    manifest = json.dumps([{"Config": blob(config.encode()), "Layers": [blob(layer) for layer in layers]}])
    with tarfile.open("image.tar", "w") as archive:
      for data in layers + [config.encode()]: add(archive, blob(data), data)
      add(archive, "manifest.json", manifest.encode())
    """#
}
