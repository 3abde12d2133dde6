#!/bin/sh
# Sets up what the project needs: .venv with the locked Python packages, node_modules with the locked npm packages.
#
#   sh build_scripts/setup.sh                  what building and serving the site needs
#   sh build_scripts/setup.sh --with-browser   and what its tests need
#
# Everything is looked for first. What Debian packages is installed by apt-get when we are root; for the rest, one
# sentence per missing thing says how to get it, before anything is downloaded. Written for any POSIX shell, because
# it runs where there may be no Python yet.
set -eu

PYTHON_VERSION=3.13
OLDEST_NODE=18

cd "$(dirname "$0")/.."

say() {
    echo "setup: $*"
}

# --- Looking ---------------------------------------------------------------------------------------------------------

# Whether a command is a Python of the locked version. It is run, for a command found on the PATH may be a version
# manager's stand-in that does not start.
is_right_python() {
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) && [ "$version" = "$PYTHON_VERSION" ]
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

python_candidates() {
    echo "python$PYTHON_VERSION"
    echo python3
    echo python
    for versions in "${PYENV_ROOT:-}/versions" "${HOME:-}/.pyenv/versions"; do
        for folder in "$versions/$PYTHON_VERSION" "$versions/$PYTHON_VERSION".*; do
            echo "$folder/bin/python"
        done
    done
    if command -v uv >/dev/null 2>&1; then
        uv python find --no-python-downloads "$PYTHON_VERSION" 2>/dev/null || :
    fi
    for folder in "${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-${HOME:-}/.local/share}/uv/python}/cpython-$PYTHON_VERSION".*; do
        echo "$folder/bin/python$PYTHON_VERSION"
    done
}

# Sets `python` to the first that can make environments, or else to one of the right version that cannot.
find_python() {
    python=
    old_ifs=$IFS
    IFS='
'
    for candidate in $(python_candidates); do
        is_right_python "$candidate" || continue
        if can_make_environments "$candidate"; then
            python=$candidate
            break
        fi
        python=${python:-$candidate}
    done
    IFS=$old_ifs
}

has_node() {
    node -e "process.exit(parseInt(process.versions.node) >= $OLDEST_NODE ? 0 : 1)" 2>/dev/null
}

has_chromium() {
    for command in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do
        command -v "$command" >/dev/null 2>&1 && return
    done
    return 1
}

has_servers() {
    for command in nginx caddy apache2; do
        PATH="$PATH:/usr/sbin" command -v "$command" >/dev/null 2>&1 || return
    done
    [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] && [ -e /etc/mime.types ]
}

# WebKit without a screen of its own.
has_webkit() {
    command -v WebKitWebDriver >/dev/null 2>&1 && command -v Xvfb >/dev/null 2>&1
}

has_firefox() {
    command -v "${FIREFOX:-firefox-esr}" >/dev/null 2>&1
}

# --- What is missing -------------------------------------------------------------------------------------------------

missing=0
packages=

miss() {
    missing=$((missing + 1))
    echo "setup: $*" >&2
}

can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

# Have Debian's packages installed if we can, otherwise say how to get them: the packages, then the sentence.
want() {
    if can_install; then
        packages="$packages $1"
    else
        shift
        miss "$*"
    fi
}

look_for_everything() {
    find_python
    if [ -z "$python" ]; then
        miss "Python $PYTHON_VERSION is missing; install it with your system, with \"uv python install $PYTHON_VERSION\" or with \"pyenv install $PYTHON_VERSION\"."
    elif ! can_make_environments "$python"; then
        want "python$PYTHON_VERSION-venv" "Python's venv module is missing; on Debian, install the package python$PYTHON_VERSION-venv."
    fi
    if ! has_node; then
        want "nodejs" "Node $OLDEST_NODE or newer is missing; on Debian, install the package nodejs."
    fi
    if ! command -v npm >/dev/null 2>&1; then
        want "npm" "npm is missing; on Debian, install the package npm."
    fi
    if [ "$1" = --with-browser ] && ! has_chromium; then
        want "chromium fonts-liberation" "Chromium is missing; on Debian, install the package chromium, or name one in CHROMIUM."
    fi
    if [ "$1" = --with-browser ] && ! has_servers; then
        want "nginx-light libnginx-mod-http-brotli-static caddy apache2-bin media-types" "Web servers to try the recipes with are missing; on Debian, install the packages nginx-light, libnginx-mod-http-brotli-static, caddy, apache2-bin and media-types."
    fi
    if [ "$1" = --with-browser ] && ! has_webkit; then
        want "webkit2gtk-driver xvfb" "WebKitGTK's driver or a screen for it is missing; on Debian, install the packages webkit2gtk-driver and xvfb."
    fi
    if [ "$1" = --with-browser ] && ! has_firefox; then
        want "firefox-esr" "Firefox is missing; on Debian, install the package firefox-esr, or name one in FIREFOX."
    fi
}

install_packages() {
    say "installing with apt-get:$packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=600 update -qq || say "the list of Debian's packages could not be renewed; going on with the old one"
    # Tests start the web servers; none should run by itself.
    no_services=/usr/sbin/policy-rc.d
    if [ ! -e "$no_services" ]; then
        trap 'rm -f "$no_services"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$no_services"
        chmod +x "$no_services"
    fi
    # shellcheck disable=SC2086 # a list of words
    if ! apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends $packages >/dev/null; then
        miss "apt-get could not install:$packages; install them by hand and run this again."
        exit 1
    fi
    has_node || { miss "This system's Node is older than $OLDEST_NODE; install a newer one."; exit 1; }
}

# --- Setting up ------------------------------------------------------------------------------------------------------

# What a finished set-up was made from. The folder belongs to it, since an environment knows where it lies.
fingerprint() {
    pwd
    cksum "$@"
}

is_made_from() {
    mark=$1
    shift
    [ -f "$mark" ] && [ "$(cat "$mark")" = "$(fingerprint "$@")" ]
}

set_up_python() {
    if is_right_python .venv/bin/python && is_made_from .venv/ready requirements/development.txt; then
        return
    fi
    say "Python packages into .venv, with $("$python" --version)"
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes \
        --requirement requirements/development.txt
    fingerprint requirements/development.txt >.venv/ready
}

set_up_node() {
    if is_made_from node_modules/.ready package.json package-lock.json .npmrc; then
        return
    fi
    say "npm packages into node_modules, with Node $(node --version)"
    npm ci --silent
    fingerprint package.json package-lock.json .npmrc >node_modules/.ready
}

look_for_everything "${1:-}"
if [ "$missing" -gt 0 ]; then
    exit 1
fi
if [ -n "$packages" ]; then
    install_packages
fi
set_up_python
set_up_node
