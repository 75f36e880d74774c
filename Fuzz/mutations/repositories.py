"""Makes small repositories of every layout, with secrets that are made up as they are written."""
import os
import random
import shutil
import string

WORDS = "alpha beta gamma delta value count name table index total open close first last".split()


class Planted:
    """A repository below `root`, what is scanned of it, and the secrets in it."""

    def __init__(self, name, root, runner, seed):
        self.name, self.root, self.runner = name, root, runner
        self.random = random.Random(f"{seed}/{name}")
        self.target = os.path.join(root, "work")
        self.secrets = []
        self.range = None  # two commits, the second the newest
        self.clock = 1700000000

    def git(self, *arguments, folder=None, **more):
        self.clock += 60
        date = f"{self.clock} +0000"
        ended = self.runner.git(
            folder or self.target, *arguments, limit=60, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date, **more)
        if ended.code != 0:
            raise SystemExit(f"{self.name}: git {' '.join(arguments)}: {ended.errors.decode(errors='replace')}")
        return ended.output.decode().strip()

    def init(self, *options):
        os.makedirs(self.target)
        self.git("init", "-q", "--template=", "-b", "main", *options)
        self.git("config", "pack.threads", "1")
        self.git("config", "gc.auto", "0")

    def secret(self):
        letters = string.ascii_letters + string.digits
        return "sk_" + "live_" + "".join(self.random.choices(letters, k=24))

    def text(self, lines=40):
        return [" ".join(self.random.choices(WORDS, k=6)) + f" {line}" for line in range(lines)]

    def plant(self, lines):
        """Lines with a new secret in their midst, and the secret."""
        made = self.secret()
        self.secrets.append(made)
        place = len(lines) // 2
        return lines[:place] + [f"PAYMENT={made}"] + lines[place:]

    def write(self, path, lines):
        path = os.path.join(self.target, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write("\n".join(lines) + "\n")

    def commit(self, subject="change"):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", subject)

    def history(self, edits=8):
        """Versions of one file, secrets in an old and in the newest one, a deleted file, a branch, deep folders, tags."""
        lines = self.text()
        self.write("long.txt", lines)
        self.write("README", self.text(3))
        self.commit()
        for edit in range(edits):
            lines = list(lines)
            lines[self.random.randrange(len(lines))] = f"edited {edit} {self.random.random()}"
            self.write("long.txt", self.plant(lines) if edit in (2, edits - 1) else lines)
            self.commit(f"edit {edit}")
        self.write("gone.sh", self.plant(self.text(5)))
        self.commit()
        os.remove(os.path.join(self.target, "gone.sh"))
        self.write("/".join("abcdefghijkl") + "/deep.txt", self.plant(self.text(4)))
        self.commit()
        self.git("checkout", "-q", "-b", "side", "HEAD~3")
        self.write("side.txt", self.plant(self.text(6)))
        self.commit()
        self.git("checkout", "-q", "main")
        self.git("merge", "-q", "--no-ff", "-m", "merge", "side")
        self.git("tag", "light", "HEAD~2")
        self.git("tag", "-a", "-m", "one", "one", "HEAD~1")
        self.git("tag", "-a", "-m", "two", "two", "one")

    def orphan(self):
        """A blob that only a tag names, and one that nothing names."""
        for tag in ("blob", None):
            text = "\n".join(self.plant(self.text(4))).encode()
            name = self.git("hash-object", "-w", "--stdin", input=text)
            if tag:
                self.git("tag", tag, name)

    def stage(self):
        self.write("staged.txt", self.plant(self.text(5)))
        self.git("add", "staged.txt")

    def packs(self):
        folder = os.path.join(self.target, ".git/objects/pack")
        return sorted(name for name in os.listdir(folder) if name.endswith(".pack"))

    def end(self):
        """Notes the range that is scanned, by ids."""
        listed = self.git("rev-list", "--first-parent", "HEAD").split()
        self.range = (listed[-2], listed[0])


def loose(made):
    made.init()
    made.history()
    made.orphan()


def packed(made):
    made.init()
    made.history(12)
    made.orphan()
    made.git("repack", "-q", "-a", "-d", "-f", "--depth=20")
    made.git("pack-refs", "--all")
    made.git("commit-graph", "write", "--reachable")


def id_deltas(made):
    made.init()
    made.git("config", "repack.useDeltaBaseOffset", "false")
    made.history(12)
    made.git("repack", "-q", "-a", "-d", "-f", "--depth=20")


def several_packs(made):
    made.init()
    made.history(4)
    made.git("repack", "-q", "-d")
    made.write("second.txt", made.plant(made.text()))
    made.commit()
    made.git("repack", "-q", "-d")
    made.write("third.txt", made.plant(made.text()))
    made.commit()
    made.git("repack", "-q", "-d")
    made.git("multi-pack-index", "write")
    made.write("loose.txt", made.plant(made.text(4)))
    made.commit()


def borrowing(made):
    made.init()
    made.history(4)
    made.git("repack", "-q", "-a", "-d")
    lender, middle = (os.path.join(made.root, name) for name in ("lender", "middle"))
    shutil.copytree(made.target, lender)
    made.git("clone", "-q", "--template=", "--shared", "--bare", lender, middle)
    shutil.rmtree(made.target)
    made.git("clone", "-q", "--template=", "--shared", middle, made.target, folder=made.root)
    made.write("own.txt", made.plant(made.text()))
    made.commit()


def sha256(made):
    made.init("--object-format=sha256")
    made.history()
    made.git("repack", "-q", "-a", "-d", "-f")
    made.git("pack-refs", "--all")
    made.write("loose.txt", made.plant(made.text(4)))
    made.commit()


def work_tree(made):
    made.init()
    made.history(3)
    main = os.path.join(made.root, "main")
    os.rename(made.target, main)
    made.git("worktree", "add", "-q", "-b", "linked", made.target, folder=main)
    made.write("linked.txt", made.plant(made.text(4)))
    made.commit()
    made.git("checkout", "-q", "--detach")
    made.write("detached.txt", made.plant(made.text(4)))
    made.commit()


def shallow(made):
    made.init()
    made.history(6)
    whole = os.path.join(made.root, "whole")
    os.rename(made.target, whole)
    made.git("clone", "-q", "--template=", "--depth=3", f"file://{whole}", made.target, folder=made.root)
    shutil.rmtree(whole)
    made.write("new.txt", made.plant(made.text(4)))
    made.commit()


def bare(made):
    made.init()
    made.history(5)
    whole = os.path.join(made.root, "whole")
    os.rename(made.target, whole)
    made.git("clone", "-q", "--template=", "--bare", "--no-local", whole, made.target, folder=made.root)
    shutil.rmtree(whole)


def reftable(made):
    made.init("--ref-format=reftable")
    made.history(4)
    made.git("repack", "-q", "-a", "-d")


LAYOUTS = [loose, packed, id_deltas, several_packs, borrowing, sha256, work_tree, shallow, bare, reftable]


def make_all(folder, runner, seed):
    """Every layout that this git can make."""
    made = []
    for layout in LAYOUTS:
        name = layout.__name__.replace("_", "-")
        planted = Planted(name, os.path.join(folder, name), runner, seed)
        os.makedirs(planted.root)
        if layout is reftable and runner.git(folder, "init", "--ref-format=reftable", "probe").code != 0:
            continue
        layout(planted)
        if layout is not bare:
            planted.stage()
        planted.end()
        made.append(planted)
    return made
