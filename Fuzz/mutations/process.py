"""Runs a program with a time limit, in a process group of its own, and tells what it used."""
import os
import resource
import signal


MOST_OUTPUT = 32 << 20


class Ended:
    def __init__(self, status, usage, output, errors, timed_out, waited_for_git):
        self.timed_out, self.waited_for_git = timed_out, waited_for_git
        self.signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        self.code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        self.seconds = usage.ru_utime + usage.ru_stime
        # A child is told as having used what its parent once did (exec(2) keeps the mark): below that nothing is known.
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.megabytes = usage.ru_maxrss / 1024 if usage.ru_maxrss > own else 0
        self.output, self.errors = output, errors


class Runner:
    """Keeps the files that outputs go to. One for each process: it owns the alarm."""

    def __init__(self, folder):
        self.output, self.errors = os.path.join(folder, "stdout"), os.path.join(folder, "stderr")
        self.input = os.path.join(folder, "stdin")
        home = os.path.join(folder, "home")
        os.makedirs(home, exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "TZ": "UTC",
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "file",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.com",
        }
        self.running = None
        self.timed_out = self.waited_for_git = False
        signal.signal(signal.SIGALRM, self.stop)

    def stop(self, *_):
        """The first alarm asks the program to end, so that it can end its own children; the next one ends it."""
        if self.running:
            self.waited_for_git = self.waited_for_git or has_git_child(self.running)
            self.end_group(signal.SIGKILL if self.timed_out else signal.SIGTERM)
            self.timed_out = True

    def run(self, command, limit, input=b"", **variables):
        with open(self.input, "wb") as file:
            file.write(input)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, self.input, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, self.output, flags, 0o600),
            (os.POSIX_SPAWN_OPEN, 2, self.errors, flags, 0o600),
        ]
        self.timed_out = self.waited_for_git = False
        self.running = os.posix_spawnp(
            command[0], command, {**self.environment, **variables}, file_actions=actions, setpgroup=0)
        signal.setitimer(signal.ITIMER_REAL, limit, 1)
        _, status, usage = os.wait4(self.running, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self.timed_out or not os.WIFEXITED(status):
            self.end_group()
        self.running = None
        with open(self.output, "rb") as output, open(self.errors, "rb") as errors:
            # A git that writes gigabytes of a damaged object must not fill this process.
            return Ended(
                status, usage, output.read(MOST_OUTPUT), errors.read(MOST_OUTPUT), self.timed_out, self.waited_for_git)

    def end_group(self, how=signal.SIGKILL):
        """Children of a program that was killed must not work on in what is restored meanwhile."""
        try:
            os.killpg(self.running, how)
        except ProcessLookupError:
            pass

    def git(self, folder, *arguments, limit=10, input=b"", **variables):
        return self.run(["git", "-C", folder, *arguments], limit, input, **variables)


def has_git_child(parent):
    """Whether a program waits for a git that it started (proc(5))."""
    try:
        with open(f"/proc/{parent}/task/{parent}/children") as file:
            children = file.read().split()
        return any(os.readlink(f"/proc/{child}/exe").endswith("/git") for child in children)
    except OSError:
        return False
