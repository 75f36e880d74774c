# Every target installs what is missing first. `make scan TARGET=DIR` is the main job, `make test` the tests.
SWIFT ?= swift
TARGET ?= .
PREFIX ?= /usr/local
# How long `make fuzz` takes, without the build.
SECONDS ?= 60
# Set STRICT=1 to make compiler warnings errors.
STRICT ?=
FLAGS := $(if $(STRICT),-Xswiftc -warnings-as-errors)
PROGRAM := .build/release/leaksift

LIBRARIES := libpcre2-8 libarchive liblzma zlib libdeflate libsodium nettle tomlplusplus
APT_PACKAGES := libpcre2-dev libarchive-dev liblzma-dev libdeflate-dev libsodium-dev nettle-dev libtomlplusplus-dev pkg-config \
  git libacl1-dev libzstd-dev liblz4-dev libbz2-dev zlib1g-dev
BREW_PACKAGES := pcre2 libarchive xz libdeflate libsodium nettle tomlplusplus pkg-config
# What `make dist` and `make check-dist` use beside the build, on Debian.
PACKAGING_TOOLS := umoci skopeo mmdebstrap debootstrap dpkg-deb lintian man python3 ruby nix-instantiate shellcheck curl \
  aarch64-linux-gnu-g++
PACKAGING_PACKAGES := umoci skopeo mmdebstrap debootstrap dpkg-dev lintian man-db python3-venv ruby nix-bin shellcheck curl \
  g++-aarch64-linux-gnu
FORMATTED := Package.swift Plugins Sources Tests Fuzz/Package.swift Fuzz/Sources
SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)

SLOW_TESTS := CommandLineTests|ScanTests|GitObjectsTests|BuiltInRulesTests|CarryingTests|WindowTests|SlowTextTests|RunawayRegexTests
# Every script of the repository, by its first line.
SHELL_SCRIPTS = $(shell git grep -lE '^\#!.*(bash|/sh)$$' -- .ci Fleet Fuzz Packaging Scripts Tests/browser Tests/servers)
PYTHON_SCRIPTS = $(shell git grep -lE '^\#!.*python3' -- Fuzz Packaging Scripts Tests/browser Tests/servers Tests/vendors) $(wildcard Fuzz/mutations/*.py Packaging/*.py Tests/vendors/*.py \
  Packaging/python/*.py Fleet/tests/*.py Fleet/leaksift_fleet/*.py Fleet/leaksift_fleet/*/*.py)
# Installs a package by name where a package manager is known.
install = { command -v apt-get >/dev/null && $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq $(1); } \
  || { command -v brew >/dev/null && brew install $(1); }

.PHONY: scan test test-fast build dist check-dist check-vendors check-fleet packaging-tools install uninstall lint format docs pictures fuzz shells dependencies check-servers clean

# For people: succeeds when the scan ran, whatever it found or could not read. Scripts call the program, for its exit codes.
scan: build
	@$(PROGRAM) scan "$(TARGET)" || case $$? in 1 | 3) ;; *) exit 2 ;; esac

test: dependencies
	$(SWIFT) test $(FLAGS)

# Leaves out what runs the built program, makes or scans repositories, or tries every rule: under a minute on a built tree.
test-fast: dependencies
	$(SWIFT) test $(FLAGS) --skip '$(SLOW_TESTS)'

build: dependencies
	@$(SWIFT) build -c release --product leaksift $(FLAGS)

# Every package of a release, in dist/. The linker's map says what the program contains.
dist: dependencies packaging-tools
	@LEAKSIFT_MAP="$(CURDIR)/.build/leaksift.map" $(SWIFT) build -c release --product leaksift $(FLAGS)
	Packaging/dist $(PARTS)

# Tries what `make dist` made.
check-dist: packaging-tools
	Packaging/check $(PARTS)

packaging-tools:
	@for tool in $(PACKAGING_TOOLS); do command -v $$tool >/dev/null || { \
	  command -v apt-get >/dev/null || { echo "packages are made on Debian, which has $$tool" >&2; exit 1; }; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq $(PACKAGING_PACKAGES) || exit 1; break; }; done

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/leaksift"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/leaksift"

lint: dependencies
	$(SWIFT) format lint --strict -r $(FORMATTED)
	@for tool in shellcheck python3; do command -v $$tool >/dev/null || $(call install,$$tool) || { \
	  echo "$$tool is needed to check the scripts; install it" >&2; exit 1; }; done
	shellcheck $(SHELL_SCRIPTS)
	python3 -c 'import ast, sys; [ast.parse(open(name).read(), name) for name in sys.argv[1:]]' $(PYTHON_SCRIPTS)

format: dependencies
	$(SWIFT) format -i -r $(FORMATTED)

docs: dependencies
	$(SWIFT) build --product leaksift $(FLAGS)
	.build/debug/leaksift help --markdown >.build/CLI.md
	mv .build/CLI.md docs/CLI.md

dependencies:
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@if ! command -v git >/dev/null || ! pkg-config --exists $(LIBRARIES) 2>/dev/null; then \
	  if command -v apt-get >/dev/null; then \
	    $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq $(APT_PACKAGES); \
	  elif command -v brew >/dev/null; then \
	    brew install $(BREW_PACKAGES); \
	  else \
	    echo "Install these first (pkg-config names): $(LIBRARIES)" >&2; exit 1; \
	  fi; \
	fi

# Those of the README, from real output of a made-up repository.
pictures: build
	Tests/browser/install
	.build/browser/bin/python Scripts/make-pictures $(PROGRAM)

# The shells in which completions are tested; without them those tests are passed over.
shells:
	@for shell in zsh fish; do command -v $$shell >/dev/null || $(call install,$$shell); done

# Verification and revocation against a server that plays every vendor; QUICK=1 asks of every fifth rule alone.
check-vendors:
	@for tool in curl openssl python3; do command -v $$tool >/dev/null || $(call install,$$tool); done
	Tests/vendors/check $(PROGRAM) $(if $(QUICK),--quick)

# The servers for agents and editors, with clients that others wrote.
check-servers:
	Tests/servers/run $(PROGRAM)

# leaksift-fleet as the wheel of `make dist` has it, with the extra; needs the index of Python packages. QUICK=1 leaves out the
# cluster of several nodes.
check-fleet:
	@for tool in python3 git; do command -v $$tool >/dev/null || $(call install,$$tool); done
	Fleet/check "$$(ls dist/leaksift-*.whl)" $(if $(QUICK),--ignore=tests/test_cluster.py --ignore=tests/test_large.py)

fuzz: dependencies
	Fuzz/run $(SECONDS)

clean:
	$(SWIFT) package clean
	rm -rf dist
