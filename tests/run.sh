#!/bin/sh
# Style and types beside the tests that the options choose, as in: sh tests/run.sh -m "not slow".
# What the checks say is shown whole, after the tests; whichever fails, the run fails.
set -u
cd "$(dirname "$0")/.."

# Compiled once and kept, or each of a hundred processes would compile the program again.
unset PYTHONDONTWRITEBYTECODE
start=$(date +%s)
report=$(mktemp)
make --no-print-directory check >"$report" 2>&1 &
checks=$!
trap 'kill "$checks" 2>/dev/null; rm -f "$report"' EXIT
trap 'exit 130' INT TERM

# Two workers more than processors: many tests wait, for a server that starts, stops or hangs.
workers=$(($(getconf _NPROCESSORS_ONLN) + 2))
.venv/bin/python -m pytest -q -n "$workers" --dist loadscope --no-loadscope-reorder --durations=20 \
  --max-suite-reruns 4 --rerun-show-tracebacks "$@"
tested=$?
wait "$checks"
checked=$?

cat "$report"
spent=$(($(date +%s) - start))
printf 'Style and types: %s. Tests: %s. It took %d min %d s.\n' \
  "$([ "$checked" -eq 0 ] && echo passed || echo FAILED)" \
  "$([ "$tested" -eq 0 ] && echo passed || echo FAILED)" "$((spent / 60))" "$((spent % 60))"
[ "$checked" -eq 0 ] && [ "$tested" -eq 0 ]
