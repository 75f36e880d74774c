#!/bin/sh
# Scans what a branch adds to BASE, for CI systems without a template of their own: scan-changes.sh BASE [OPTION]...
# On BASE itself the whole history is scanned. The configuration and comments of BASE count, not those that come with
# the change. Whatever fails, such as a fetch, ends the job.
set -eu
base=$1
shift
[ "$(git rev-parse --is-shallow-repository)" = false ] || git fetch --quiet --unshallow origin
! git config remote.origin.partialCloneFilter >/dev/null || git fetch --quiet --refetch --no-filter origin
git fetch --quiet origin "$base"
if git merge-base --is-ancestor HEAD FETCH_HEAD; then
  set -- --history --branch HEAD "$@"
else
  set -- --range FETCH_HEAD..HEAD "$@"
fi
exec leaksift scan --trusted-config FETCH_HEAD -f text -o - "$@"
