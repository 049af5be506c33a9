#!/bin/sh
# What the Makefile needs before it can do anything: packages in .venv, a free port, a Chromium.
# Whatever goes wrong ends in a sentence on what to do, never in a traceback.
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# Prints the Python to use.
python() {
  find_python
  printf "%s\n" "$python"
}

can_apt() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

apt_install() {
  say "Installing from the system's packages: $1 (a minute or two) ..."
  { apt-get update -q || true # another package source of this machine may be down
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $1; } >&2 </dev/null
}

# Sets $python, and $version to its "3.N": the first that is new enough, if possible one that can
# make an environment. The system's own is asked first: it is kept up to date with the system, every
# account may run it, and it is built for speed, which one that was compiled at home is seldom.
find_python() {
  if [ "${PYTHON:-}" ]; then set -- "$PYTHON"; else
    set -- /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; fi
  seen= incomplete=
  for python; do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    case $version in
      3.1[1-9] | 3.[2-9][0-9])
        if has_venv; then return; fi
        if [ ! "$incomplete" ]; then incomplete=$python incomplete_version=$version; fi ;;
      *) seen="$seen, $python is $version" ;;
    esac
  done
  if [ "$incomplete" ]; then
    python=$incomplete version=$incomplete_version
    return
  fi
  fail "Nhịp Cầu needs Python 3.11 or newer and found none${seen:-, ${PYTHON:-python3} does not run}." \
    "Install one, on Debian 12, Ubuntu 24.04 or newer by 'sudo apt-get install python3 python3-venv'," \
    "or name one you have by PYTHON=/path/to/python3.12 before the same command."
}

has_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

make_venv() {
  find_python
  if ! has_venv; then
    if can_apt; then apt_install "python$version-venv" || true; fi
    has_venv ||
      fail "$python ($version) cannot make a virtual environment: its module venv is missing or incomplete." \
        "Install it, on Debian or Ubuntu by 'sudo apt-get install python$version-venv', and try again."
  fi
  say "Making .venv with Python $version ..."
  answer=$("$python" -m venv --clear .venv 2>&1) ||
    fail ".venv could not be made in $PWD ($(printf '%s' "$answer" | tail -n 1))." \
      "Check that the folder can be written to and that the disk has 2 GB free, and try again."
}

# Passes on what pip reports, up to a traceback; false if pip failed.
without_traceback() {
  status=0 hidden=
  while IFS= read -r line; do
    case $line in
      'pip failed') status=1 ;;
      'ERROR: Exception:' | Traceback*) hidden=yes ;;
      *) [ "$hidden" ] || say "$line" ;;
    esac
  done
  return $status
}

# By uv, which the larger set holds: it takes a third of pip's time. It knows no settings of pip but
# the package index; where it does not get through, pip tries.
quickly() {
  pip='.venv/bin/python -m pip --disable-pip-version-check'
  index=${PIP_INDEX_URL:-$($pip config get global.index-url 2>/dev/null || true)}
  if [ "$index" ]; then export UV_DEFAULT_INDEX="$index"; fi
  sed -n '/^uv==/,/[^\\]$/p' "$1" >.venv/uv.lock
  $pip install --quiet --only-binary :all: --require-hashes -r .venv/uv.lock 2>/dev/null &&
    .venv/bin/python -m uv pip install --compile-bytecode --only-binary :all: --require-hashes -r "$1"
} >&2 </dev/null

slowly() {
  exec 3>&1
  {
    .venv/bin/python -m pip install --disable-pip-version-check --no-compile \
      --only-binary :all: --require-hashes -r "$1" 2>&1 >&3 </dev/null || echo 'pip failed'
  } | without_traceback || fail "The packages of $1 could not be installed." \
    "Check the connection to the package index and the free disk space (2 GB), then give the same" \
    "command again: it goes on with what is already here. They are published for Python 3.11 to 3.14" \
    "on Linux, macOS and Windows; to change the Python, remove .venv and set PYTHON."
  # Compiled on all processors: pip would use one. A package may hold files that are no Python.
  .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
}

# A copy of the lock file in .venv says what is installed there.
packages() {
  usable='import sys, pip; sys.exit(sys.version_info < (3, 11))'
  if .venv/bin/python -c "$usable" 2>/dev/null; then
    if cmp -s "$1" ".venv/$1"; then return; fi
  else
    make_venv
  fi
  case $1 in *dev*) size=240 ;; *) size=140 ;; esac
  say "Installing the Python packages in .venv ($size MB: a minute or two, about 6 on a slow line) ..."
  case $1 in *dev*) quickly "$1" || slowly "$1" ;; *) slowly "$1" ;; esac
  cp "$1" ".venv/$1"
  case $1 in *dev*) cp requirements.lock .venv/ ;; esac # the larger set holds the smaller
}

# Whether the program can listen at this port and address: Streamlit would end in a traceback.
port() {
  address=${2-127.0.0.1}
  set -- "${1:-0}"
  case $1 in *[!0-9]* | ??????*) set -- 0 ;; esac
  { [ "$1" -ge 1024 ] && [ "$1" -le 65535 ]; } ||
    fail "The port must be a number from 1024 to 65535, as in: PORT=8502 make run"
  status=0
  .venv/bin/python - "$1" "$address" 2>/dev/null <<'END' || status=$?
import errno, socket, sys
port, address = int(sys.argv[1]), sys.argv[2]
listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    if not address:
        raise socket.gaierror
    listener.bind((address, port))
except (socket.gaierror, UnicodeError):
    sys.exit(3)
except OSError as cause:
    sys.exit(3 if cause.errno == errno.EADDRNOTAVAIL else 1)
END
  case $status in
    0) ;;
    3) fail "This machine has no address “$address” to listen at. HOST is 127.0.0.1 (where not set)," \
      "0.0.0.0 for all its addresses, or one of them; others reach it only with sign-in (docs/running.md)." ;;
    *) fail "Port $1 is taken by another program. Choose another: PORT=$(($1 + 1)) make run" ;;
  esac
}

has_browser() {
  for program in chromium chromium-browser google-chrome msedge; do
    if "$program" --version >/dev/null 2>&1 </dev/null; then return; fi
  done
  return 1
}

# Prints the mark of the tests that cannot run here, if any. Where there is also the Chromium without
# windows, the tests take it, for it costs less.
browser() {
  if has_browser; then
    if can_apt && ! command -v chromium-headless-shell >/dev/null; then
      apt_install chromium-headless-shell || true
    fi
    return
  fi
  why="this is not Debian or Ubuntu with root's rights, so it was not installed"
  if can_apt; then
    apt_install 'chromium chromium-headless-shell' || apt_install chromium || true
    if has_browser; then return; fi
    why="apt-get could not install it"
  fi
  if [ "${CI:-}" = true ]; then
    fail "The browser tests need a Chromium, and CI=true leaves no test out: there is none on PATH, and $why. Install chromium."
  fi
  say "Left out: the tests marked 'browser', which open the pages in a real Chromium. There is none" \
    "on PATH (chromium, chromium-browser, google-chrome or msedge), and $why. Install it to run them."
  echo browser
}

# Letters as wide as those of Times New Roman: on others, a report's pages break elsewhere.
has_writer() {
  program=$(command -v soffice) && program=$(readlink -f "$program") &&
    [ -n "$(find "$(dirname "$program")" -maxdepth 1 -name 'libswlo.*' 2>/dev/null)" ] &&
    fc-match 'Times New Roman' | grep -qi 'liberation\|times'
}

# The tests that print the Word reports leave themselves out without LibreOffice Writer.
writer() {
  if has_writer; then return; fi
  why="this is not Debian or Ubuntu with root's rights, so it was not installed"
  if can_apt; then
    apt_install 'libreoffice-writer-nogui fontconfig fonts-liberation' || true
    if has_writer; then return; fi
    why="apt-get could not install it"
  fi
  if [ "${CI:-}" = true ]; then
    fail "The tests of the Word reports need LibreOffice Writer, and CI=true leaves no test out: there is no soffice on PATH that has it, or no font as wide as Times New Roman, and $why. Install libreoffice-writer-nogui and fonts-liberation."
  fi
  say "Left out: the tests that print the Word reports. There is no LibreOffice Writer (soffice) on PATH," \
    "with a font as wide as Times New Roman, and $why. Install libreoffice-writer-nogui and fonts-liberation to run them."
}

# The tests of OpenID sign in at a certified provider, a package of Node.js; without it they leave
# themselves out. Its packages are those of the lock file, by their hashes.
provider() {
  folder=tests/provider
  if cmp -s $folder/package-lock.json $folder/node_modules/.installed; then return; fi
  why="this is not Debian or Ubuntu with root's rights, so it was not installed"
  if ! has_node && can_apt; then
    apt_install 'nodejs npm' || true
    why="apt-get could not install it"
  fi
  if has_node; then
    why="npm could not install the packages of $folder/package-lock.json"
    say "Installing the OpenID provider of the tests in $folder/node_modules (9 MB) ..."
    if (cd $folder && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2 </dev/null; then
      cp $folder/package-lock.json $folder/node_modules/.installed
      return
    fi
  fi
  if [ "${CI:-}" = true ]; then
    fail "The tests of OpenID need Node.js 18 or newer with npm, and CI=true leaves no test out: $why."
  fi
  say "Left out: the tests that sign in at an OpenID provider. They need Node.js 18 or newer with npm:" \
    "$why. Install nodejs and npm to run them."
}

has_node() {
  command -v npm >/dev/null &&
    node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null </dev/null
}

has_server() { [ -x /usr/sbin/nginx ] && command -v systemd-analyze >/dev/null; }

# Prints the mark of the tests that cannot run here, if any. Tests start an nginx of their own, so
# Debian's is kept from starting one that would serve this machine.
server() {
  if has_server; then return; fi
  why="this is not Debian or Ubuntu with root's rights, so they were not installed"
  if can_apt; then
    forbidding=
    if [ ! -e /usr/sbin/policy-rc.d ]; then
      forbidding=/usr/sbin/policy-rc.d
      printf '#!/bin/sh\nexit 101\n' >"$forbidding"
      chmod 755 "$forbidding"
    fi
    apt_install 'nginx systemd openssl' || true
    if [ "$forbidding" ]; then rm -f "$forbidding"; fi
    if has_server; then return; fi
    why="apt-get could not install them"
  fi
  if [ "${CI:-}" = true ]; then
    fail "The tests of deploy/ need nginx and systemd-analyze, and CI=true leaves no test out: one of them is missing, and $why. Install nginx and systemd."
  fi
  say "Left out: the tests marked 'server', which install the dashboard and serve it through nginx." \
    "nginx or systemd-analyze is missing, and $why. Install nginx and systemd to run them."
  echo server
}

"$@"
