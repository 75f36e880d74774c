"""Scans a mutated repository and holds the report against the healthy one's and against what git says."""
import json
import os
import re
import struct
import zlib

from mutations.forged import forged, moved
from mutations.gitoutput import contents, last_line, right, telling
from mutations.packfile import read_index

WALL_SECONDS = 10
CPU_SECONDS = 6
MEGABYTES = 250

# What is scanned, how often, and whether it looks at everything that git knows of.
MODES = {
    "history": (12, True), "history -j1": (6, True), "history --full-scan": (3, True),
    "history --max-memory=1M": (2, True), "history --cache": (3, True), "branch": (2, False), "range": (4, False),
    "staged": (2, False), "files": (2, False),
}
CODES = (0, 1, 2, 3)


class Report:
    def __init__(self, ended):
        self.ended, self.complete, self.gaps, self.fingerprints = ended, None, set(), set()
        lines = ended.output.splitlines()
        try:
            coverage = json.loads(lines[-1])["coverage"]
            self.complete = coverage["complete"]
            self.gaps = {json.dumps(gap) for gap in coverage["skipped"]}
            self.fingerprints = {json.loads(line)["fingerprint"] for line in lines[:-1]}
        except (IndexError, KeyError, ValueError):
            pass


class Judge:
    """Scans one repository in every mode while it is healthy, and then its mutations."""

    def __init__(self, planted, copy, runner, program):
        self.planted, self.copy, self.runner, self.program = planted, copy, runner, program
        self.hash_size = 32 if planted.name == "sha256" else 20
        self.blobs = self.find_blobs()
        self.healthy = {mode: self.found(mode) for mode in self.modes()}
        self.prints, self.gaps, self.forged = {}, {}, set()
        self.commits = set(self.range().output.split())

    def modes(self):
        bare = "work" == self.copy.git_folder()
        return [mode for mode in MODES if not (bare and mode in ("staged", "files"))]

    def prepare(self):
        """The healthy scans; whatever is wrong with those is a fault of this script, or a grave one of leaksift."""
        for mode in self.modes():
            report = self.scan(mode)
            self.prints[mode], self.gaps[mode] = report.fingerprints, report.gaps
            if (report.complete is not True and self.planted.name != "shallow") or report.ended.code != 1:
                raise SystemExit(f"{self.planted.name}, {mode}: a healthy scan is incomplete\n"
                                 f"{report.ended.output.decode()[-800:]}{report.ended.errors.decode()}")
        missed = set(self.planted.secrets) - self.healthy["history"]
        if missed - self.left_behind():
            raise SystemExit(f"{self.planted.name}: a healthy scan misses {len(missed)} planted secrets")

    def left_behind(self):
        """Secrets whose blobs a clone did not bring along."""
        return {secret for secret in self.planted.secrets if not self.blobs.get(secret)}

    def find_blobs(self):
        """Ids of the blobs that each planted secret is in."""
        target = self.planted.target
        listed = self.runner.git(target, "cat-file", "--batch-check", "--batch-all-objects").output.split(b"\n")
        names = [line.split()[0] for line in listed if b" blob " in line]
        output = self.runner.git(target, "cat-file", "--batch", input=b"\n".join(names) + b"\n").output
        blobs = {secret: [] for secret in self.planted.secrets}
        for name, kind, content in contents(output):
            for secret in blobs if kind else ():
                if secret.encode() in content:
                    blobs[secret].append(name.decode())
        return blobs

    def command(self, mode, *more):
        words = mode.split()
        target = self.planted.target
        options = {
            "history": ["--history"] + [f"{word}={self.copy.full('cache')}" if word == "--cache" else word for word in words[1:]],
            "branch": ["--history", "--branch", "main"], "staged": ["--staged"], "files": [],
            "range": ["--range", "..".join(self.planted.range)],
        }[words[0]]
        return [self.program, "scan", *options, *more, "--progress=never", "-f", "jsonl", target]

    def scan(self, mode):
        return Report(self.runner.run(self.command(mode), WALL_SECONDS))

    def found(self, mode):
        """The secrets that a scan shows when it is asked to."""
        output = self.runner.run(self.command(mode, "--show-secrets"), WALL_SECONDS).output
        return {secret for secret in self.planted.secrets if secret.encode() in output}

    def judge(self, mode):
        """What is wrong with a scan: a kind and a sentence; None when nothing is."""
        report = self.scan(mode)
        ended = report.ended
        wrong = self.conduct(ended)
        return wrong if wrong or ended.timed_out else self.form(report) or self.completeness(mode, report)

    def conduct(self, ended):
        if ended.timed_out:
            # git that does not end is ended after ten minutes, which is too long to wait for here.
            return None if ended.waited_for_git else ("hang", f"no end after {WALL_SECONDS} s")
        if ended.signal or ended.code not in CODES:
            return "crash", f"signal {ended.signal}, exit code {ended.code}: {last_line(ended.errors)}"
        if ended.seconds > CPU_SECONDS:
            return "slow", f"{ended.seconds:.1f} s of CPU"
        if ended.megabytes > MEGABYTES:
            return "memory", f"{ended.megabytes:.0f} MB"
        if any(secret[8:24].encode() in stream for secret in self.planted.secrets for stream in (ended.output, ended.errors)):
            return "unmasked", "a planted secret is in the output"
        return None

    def form(self, report):
        code = report.ended.code
        if code == 2:
            return None if report.ended.errors.strip() else ("no message", "exit code 2 without a message")
        if report.complete is None:
            return "no report", f"exit code {code}: {last_line(report.ended.errors)}"
        if report.complete != (code == 0) and code != 1:
            return "exit code", f"{code}, but complete is {report.complete}"
        return None

    def completeness(self, mode, report):
        if report.ended.code == 2 or report.gaps - self.gaps[mode]:
            return None
        lost = set()
        if not report.fingerprints >= self.prints[mode]:
            lost = self.healthy[mode] - self.found(mode)
        mistaken = moved(self.copy, self.hash_size) if "--cache" in mode else set()
        self.restore()
        # The hash of each object is compared there.
        self.forged = set() if "--full-scan" in mode else forged(
            self.copy, self.hash_size, self.read, "--cache" in mode) | mistaken
        if mode == "range" and self.is_another_range():
            return None
        if mode == "staged":
            return self.lost_staged(lost) if lost else None
        if mode == "files":
            return ("lost", f"{len(lost)} secrets, of files that are there") if lost else None
        if mode == "branch":
            lost = self.still_on_branch(lost)
        readable = [secret for secret in lost if any(self.reads(blob) for blob in set(self.blobs[secret]) - self.forged)]
        if readable and (MODES[mode][1] or self.sees_range()):
            return "lost", f"{len(readable)} secrets that git can read"
        lost -= self.overwritten(lost, "--cache" in mode)
        damage = self.damage() if lost or MODES[mode][1] else None
        if damage and lost:
            return "lost", f"{len(lost)} secrets, and git says: {damage}"
        if damage and not damage.startswith("fatal"):
            return "green", f"complete, but git says: {damage}"
        return None

    def sees_range(self):
        """Whether what a range names is still what it was."""
        return self.range("--objects").code == 0

    def still_on_branch(self, secrets):
        """Secrets that the branch leads to: an older line of packed-refs may name an older commit by now."""
        listed = self.git("rev-list", "--objects", "--no-object-names", "main") if secrets else None
        if listed is None or listed.code != 0:
            return secrets
        names = set(listed.output.decode().split())
        return {secret for secret in secrets if names.intersection(self.blobs[secret])}

    def is_another_range(self):
        """Whether git says that other commits belong to the range.

        Those that do are held against their ids, and a wrong one is a gap. Commits before the range are not read, and one of
        them that has another's content can make git leave out what follows it.
        """
        listed = self.range()
        return listed.code == 0 and not self.commits <= set(listed.output.split())

    def range(self, *options):
        first, last = self.planted.range
        return self.git("rev-list", *options, last, f"^{first}")

    def lost_staged(self, lost):
        shown = self.git("diff", "--cached", "--raw", "--no-abbrev", "--no-renames")
        blobs = [blob for secret in lost for blob in self.blobs[secret]]
        if shown.code != 0:
            return "lost", f"{len(lost)} staged secrets, and git says: {last_line(shown.errors)}"
        return ("lost", f"{len(lost)} staged secrets") if any(blob.encode() in shown.output for blob in blobs) else None

    def git(self, *arguments, **more):
        return self.runner.git(self.planted.target, "--no-replace-objects", *arguments, limit=8, **more)

    def reads(self, blob):
        return any(right(name, kind, content) for name, (kind, content) in self.read([blob]).items())

    def read(self, names):
        """Kind and content, as git reads them, of the objects that it reads."""
        found, waiting = {}, list(names)
        while waiting:
            ended = self.git("cat-file", "--batch", input="".join(f"{name}\n" for name in waiting).encode())
            told = list(contents(ended.output))
            found.update({name.decode(): (kind, content) for name, kind, content in told if kind})
            # git ends at the first one that it cannot read.
            waiting = waiting[len(told) + 1:] if ended.code else []
        return found

    def overwritten(self, lost, is_cached):
        """Secrets of blobs that all have another content, so that nothing has the secret any more.

        With a cache it may still be there under the id of an object that held nothing before, which is not read again.
        """
        gone = {secret for secret in lost if self.blobs[secret] and self.forged.issuperset(self.blobs[secret])}
        if not gone or is_cached:
            return gone
        everything = self.git("cat-file", "--batch", "--batch-all-objects").output
        return {secret for secret in gone if secret.encode() not in everything}

    def damage(self):
        """What git says is damaged among what is reachable, in one line; None when it is all there."""
        ended = self.fsck()
        said = (ended.errors + b"\n" + ended.output).strip()
        if ended.code is None:
            return f"fatal: fsck does not end: {last_line(said)}"
        if ended.code >= 128:
            return f"fatal: {last_line(ended.errors)}"
        # A broken link is told in two lines.
        said = re.sub(r"\n +to +", " to ", said.decode(errors="replace"))
        told = telling([line for line in said.splitlines() if not self.is_excused(line)])
        if ended.code & 2 and told:
            return told[0][:200]
        return self.unreadable() if ended.code & 7 else None

    def is_excused(self, line):
        """Whether what git says in a line of fsck is nothing that a scan could know."""
        if set(re.findall(r"\b[0-9a-f]{40,64}\b", line)) & self.forged:
            return True
        # A remote's HEAD names a branch that is not there. Either the branch was renamed over there, which is no damage, or
        # the file packed-refs that had the branch is gone, and nothing else says that there was one.
        name = re.match(r"error: (refs/remotes/\S+): invalid sha1 pointer 0+$", line)
        if name and self.copy.read(f"{self.copy.git_folder()}/{name[1]}").startswith(b"ref: "):
            return True
        # git refuses the name of a reference, and a scan reads what it names all the same.
        name = re.match(r"error: (refs/.+): invalid sha1 pointer 0+$", line)
        if name and self.git("check-ref-format", name[1]).code != 0:
            return True
        return line.startswith(("notice: ", "warning: "))

    def fsck(self):
        nowhere = os.path.join(self.planted.root, "no-index")
        return self.git("fsck", "--no-dangling", "--no-reflogs", "--no-progress", GIT_INDEX_FILE=nowhere)

    def restore(self):
        """Makes good what git refuses although nothing of it is lost, and what leaksift reads all the same."""
        # Packs first: whether an index fits depends on its pack.
        changed = [path for path in self.copy.changed if path in self.copy.files]
        for path in sorted(changed, key=lambda path: self.copy.kinds[path] != "pack"):
            kept = {"idx": self.keeps_index, "pack": self.keeps_pack, "loose": self.keeps_loose}.get(self.copy.kinds[path])
            if kept and kept(path, self.copy.read(path), self.copy.files[path]):
                self.copy.write(path, self.copy.files[path])
        if self.git("rev-parse", "--git-dir").code != 0:
            # git refuses the repository as a whole; what is in it is asked for with these files in order.
            for path in self.copy.paths("head", "config"):
                self.copy.write(path, self.copy.files[path])
        for path in self.copy.paths("midx"):
            # git believes it rather than the indexes of packs that are others now.
            beside = [other for other in self.copy.paths("pack", "idx") if os.path.dirname(other) == os.path.dirname(path)]
            if any(self.copy.read(other) != self.copy.files[other] for other in beside):
                self.copy.clear(path)

    def keeps_index(self, path, found, healthy):
        """Whether an index, or a multi-pack-index beside it, still leads to all that is in an unchanged pack."""
        pack, other = path[:-len("idx")] + "pack", os.path.dirname(path) + "/multi-pack-index"
        listed = other in self.copy.files and other not in self.copy.changed
        return self.copy.read(pack) == self.copy.files.get(pack) and (listed or rows(found, self.hash_size) >= rows(healthy, self.hash_size))

    def keeps_pack(self, path, found, healthy):
        end = len(healthy) - self.hash_size
        return found[:end] == healthy[:end]

    @staticmethod
    def keeps_loose(path, found, healthy):
        try:
            content = zlib.decompress(healthy)
            # What is there now may be a bomb: one byte more than the healthy content tells that it is another.
            return zlib.decompressobj().decompress(found, len(content) + 1) == content
        except zlib.error:
            return False

    def unreadable(self):
        """Reads all that is reachable, for the damage that fsck finds in packs may be in what nothing needs."""
        listed = self.git("rev-list", "--objects", "--no-object-names", "--all")
        if listed.code != 0:
            return last_line(listed.errors)
        names = listed.output.decode().split()
        sound = {name for name, (kind, content) in self.read(names).items() if right(name, kind, content)}
        gone = [name for name in names if name not in sound | self.forged]
        return f"{len(gone)} reachable objects are damaged" if gone else None


def rows(index, size):
    """Ids and offsets of a pack's index; nothing where it is damaged."""
    try:
        return set(zip(*read_index(index, size)))
    except struct.error:
        return set()
