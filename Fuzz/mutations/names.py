"""References, configuration and alternates that name what is not there, each other, or nothing that makes sense."""
import re


def names_of(copy, random):
    size = 64 if "sha256" in copy.root else 40
    loose = [path for path in copy.paths("loose")]
    there = re.sub(r".*/([0-9a-f]{2})/([0-9a-f]+)$", r"\1\2", random.choice(loose)) if loose else "0" * size
    return random.choice((
        random.randbytes(size // 2).hex(), "0" * size, there, there[:-1], there + "0", there.upper(), "", "garbage",
        "ref: refs/heads/main", "ref: refs/heads/nothing", "ref: ../../../etc/passwd", "ref:refs/heads/side", "ref: ",
        "ref: HEAD", "\0" * 40, there + " x", " " + there, there + "\n" + there, "9" * (104 - size)))


def change_reference(copy, random):
    paths = copy.paths("ref", "head")
    if not paths:
        return None
    path = random.choice(paths)
    copy.write(path, (names_of(copy, random) + random.choice(("\n", "\n", "", "\r\n"))).encode())
    return f"named otherwise: {copy.kinds[path]}"


def circle(copy, random):
    folder = copy.git_folder()
    if f"{folder}/refs/heads" not in copy.folders:
        return None
    count = random.choice((1, 2, 7))
    for row in range(count):
        copy.write(f"{folder}/refs/heads/circle{row}", f"ref: refs/heads/circle{(row + 1) % count}\n".encode())
    return "circle of references"


def change_packed_references(copy, random):
    paths = copy.paths("packed-refs")
    if not paths:
        return None
    path = random.choice(paths)
    lines = copy.read(path).decode(errors="replace").splitlines()
    row = random.randrange(len(lines))
    what = random.choice(("gone", "twice", "shuffled", "other id", "no name", "odd name", "long", "no end", "peeled"))
    if what == "gone":
        del lines[row]
    elif what == "twice":
        lines.insert(row, lines[row])
    elif what == "shuffled":
        random.shuffle(lines)
    elif what == "long":
        lines += [f"{names_of(copy, random)} refs/heads/{row:06}" for row in range(2000)]
    else:
        name = lines[row].split(" ")[-1]
        lines[row] = {
            "other id": f"{names_of(copy, random)} {name}", "no name": lines[row].split(" ")[0] + " ",
            "odd name": lines[row].split(" ")[0] + " refs/../x", "no end": lines[row], "peeled": f"^{'a' * 40}"}[what]
    copy.write(path, ("\n".join(lines) + ("" if what == "no end" else "\n")).encode(errors="replace"))
    return f"packed-refs: {what}"


def change_alternates(copy, random):
    path = f"{copy.objects()}/info/alternates"
    known = copy.read(path).decode(errors="replace")
    own = copy.full(copy.objects())
    what, text = random.choice((
        ("itself", f"{known}{own}\n"), ("nowhere", f"{known}/nowhere/objects\n"), ("relative", known + "../objects\n"),
        ("remark", "# a remark\n" + known), ("quoted", f'"{known.strip()}"\n'), ("no end", known.strip()),
        ("long", "#" * 70 + "\n" + ("# filled\n" * 130000) + known), ("blanks", "\n\n" + known + " \n"),
        ("a file", known + copy.full(copy.git_folder()) + "/HEAD\n"), ("carriage return", known.strip() + "\r\n"),
        ("parent", known + "..\n"), ("circle", known + copy.full("lender/.git/objects") + "\n"),
    ))
    copy.write(path, text.encode())
    lender = "lender/.git/objects"
    if what == "circle" and lender in copy.folders:
        copy.write(f"{lender}/info/alternates", f"{own}\n".encode())
    return f"alternates: {what}"


def change_config(copy, random):
    paths = [path for path in copy.paths("config") if path.startswith(copy.git_folder())]
    if not paths:
        return None
    text = copy.read(paths[0]).decode(errors="replace")
    what, added = random.choice((
        ("unknown extension", "[core]\nrepositoryformatversion = 1\n[extensions]\nodd = true\n"),
        ("partial clone", "[remote \"o\"]\npromisor = true\n[extensions]\npartialclone = o\n"),
        ("format", "[extensions]\nobjectformat = sha256\n[core]\nrepositoryformatversion = 1\n"),
        ("format", "[extensions]\nobjectformat = sha512\n[core]\nrepositoryformatversion = 1\n"),
        ("reftable", "[extensions]\nrefstorage = reftable\n[core]\nrepositoryformatversion = 1\n"),
        ("version", "[core]\nrepositoryformatversion = 9\n"), ("bare", "[core]\nbare = true\n"),
        ("work tree", "[core]\nworktree = /nowhere\n"), ("damaged", "[core\n"), ("damaged", "[remote \"\n = x\n\0"),
        ("include", "[include]\npath = /nowhere\n"), ("ignore case", "[core]\nignorecase = maybe\n"),
        ("attributes", "[core]\nattributesfile = /dev/zero\n"),
    ))
    copy.write(paths[0], (text + added).encode())
    return f"config: {what}"


def change_shallow(copy, random):
    path = f"{copy.git_folder()}/shallow"
    known = copy.read(path).decode(errors="replace").splitlines()
    size = 64 if "sha256" in copy.root else 40
    what, lines = random.choice((
        ("nothing", []), ("unknown id", known + [random.randbytes(size // 2).hex()]), ("garbage", known + ["garbage"]),
        ("short id", [line[:-1] for line in known] or ["0"]), ("upper case", [line.upper() for line in known])))
    copy.write(path, "".join(line + "\n" for line in lines).encode())
    return f"shallow: {what}"


NAMES = [
    (6, change_reference), (1, circle), (4, change_packed_references), (4, change_alternates), (4, change_config),
    (2, change_shallow)]
