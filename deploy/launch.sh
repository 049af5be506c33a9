# Read by the commands beside it: finds the program's folder and the Python that runs them.
set -eu
here=$(dirname "$(dirname "$(readlink -f "$0")")")

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# -P: no module is taken from the folder in which the administrator happens to be.
launch() {
  python=$here/.venv/bin/python
  [ -x "$python" ] || python=$(sh "$here/setup.sh" python)
  PYTHONPATH=$here exec "$python" -P -B -m "$@"
}
