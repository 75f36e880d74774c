"""The files of a healthy repository in memory, so that each mutation is undone by writing back what it changed."""
import os
import re
import shutil
import stat

# What a path below a repository is, by the first pattern that fits.
KINDS = [
    ("cache", r"^cache/"),
    ("pack", r"objects/pack/.*\.pack$"), ("idx", r"objects/pack/.*\.idx$"), ("midx", r"objects/pack/multi-pack-index$"),
    ("pack-other", r"objects/pack/"), ("graph", r"objects/info/commit-graph"), ("alternates", r"objects/info/alternates$"),
    ("loose", r"objects/[0-9a-f]{2}/"), ("packed-refs", r"(^|/)packed-refs$"), ("shallow", r"(^|/)shallow$"),
    ("logs", r"(^|/)logs/"), ("worktree", r"(^|/)worktrees/|(^|/)work/\.git$"), ("ref", r"(^|/)refs/"),
    ("head", r"(^|/)HEAD$"), ("config", r"(^|/)config$"), ("index", r"(^|/)index$"),
    ("reftable", r"(^|/)reftable/"),
]


def kind(path, bare):
    if not (bare or re.search(r"(^|/)\.git(/|$)|^lender/|^middle/|^cache/", path)):
        return None
    return next((name for name, pattern in KINDS if re.search(pattern, path)), None)


class Copy:
    """The files below `root`. Paths are relative to it."""

    def __init__(self, root):
        self.root = root
        self.files, self.folders = self.look()
        bare = os.path.exists(os.path.join(root, "work/objects"))
        self.kinds = {path: kind(path, bare) for path in self.files}
        self.by_kind = {}
        for path in sorted(self.files):
            if self.kinds[path]:
                self.by_kind.setdefault(self.kinds[path], []).append(path)
        self.changed = {}

    def look(self):
        files, folders = {}, set()
        for parent, names, leaves in os.walk(self.root):
            folders.update(os.path.relpath(os.path.join(parent, name), self.root) for name in names)
            for leaf in leaves:
                path = os.path.join(parent, leaf)
                with open(path, "rb") as file:
                    files[os.path.relpath(path, self.root)] = file.read()
        return files, folders

    def full(self, path):
        return os.path.join(self.root, path)

    def paths(self, *kinds):
        """Files of these kinds that are still there as files."""
        found = [path for name in kinds for path in self.by_kind.get(name, [])]
        return [path for path in found if not isinstance(self.changed.get(path), str)]

    def read(self, path):
        data = self.changed.get(path, self.files.get(path))
        return data if isinstance(data, bytes) else b""

    def write(self, path, data):
        self.clear(path)
        os.makedirs(os.path.dirname(self.full(path)), exist_ok=True)
        with open(self.full(path), "wb") as file:
            file.write(data)
        self.changed[path] = bytes(data)

    def clear(self, path):
        """Removes what is at a path, whatever it is."""
        self.changed[path] = "nothing"
        full = self.full(path)
        try:
            mode = os.lstat(full).st_mode
        except OSError:
            return
        if stat.S_ISDIR(mode):
            shutil.rmtree(full)
        else:
            os.remove(full)

    def clear_folder(self, path):
        for name in self.files:
            if name.startswith(path + "/"):
                self.changed[name] = "nothing"
        self.clear(path)

    def put(self, path, make, name):
        """Something else than a file at a path."""
        self.clear(path)
        make(self.full(path))
        self.changed[path] = name

    def restore(self, folders=()):
        """Writes back what was changed, and whole folders that a program wrote into."""
        for folder in folders:
            for path in self.files:
                if path.startswith(folder + "/"):
                    self.changed[path] = "written"
            shutil.rmtree(self.full(folder), ignore_errors=True)
        for path in sorted(self.changed):
            self.clear(path)
            self.remove_new_folders(os.path.dirname(path))
        for folder in sorted(self.folders) if self.changed else ():
            os.makedirs(self.full(folder), exist_ok=True)
        for path in [path for path in self.changed if path in self.files]:
            with open(self.full(path), "wb") as file:
                file.write(self.files[path])
        self.changed = {}

    def remove_new_folders(self, folder):
        while folder and folder not in self.folders and os.path.isdir(self.full(folder)):
            if os.listdir(self.full(folder)):
                break
            os.rmdir(self.full(folder))
            folder = os.path.dirname(folder)

    def is_whole(self):
        return self.look() == (self.files, self.folders)

    def git_folder(self):
        """The repository's own folder with objects, relative to `root`."""
        return next(name for name in ("work/.git", "main/.git", "work") if f"{name}/objects" in self.folders)

    def objects(self):
        return f"{self.git_folder()}/objects"
