# What every script needs before it can build: the repository's root, Swift, the system's libraries.
# Sourced by the scripts beside this folder; changes to the repository's root.

# One line a library: what pkg-config calls it, and the Debian package that brings it.
# Package.swift names the same packages.
required_libraries='
sqlite3 libsqlite3-dev
libcurl libcurl4-openssl-dev
'
oldest_swift=6.2

# The browser of Tests/PageTests, asked for by set_up_browser alone: a command and its package.
required_browser='
chromium chromium
chromedriver chromium-driver
'
# What checks the page's accessibility: the package of PyPI that brings axe.min.js.
axe_package=axe-playwright-python==0.1.8

unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# fail WHAT [WHAT TO DO]
fail() {
    printf 'error: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '%s\n' "$2" >&2
    exit 1
}

# Installs what is missing and says so; silent and quick where nothing is.
set_up() {
    require_swift
    [ "$(uname -s)" = Linux ] || return 0 # macOS brings both libraries in its SDK.
    local missing
    missing=$(missing_packages)
    [ -z "$missing" ] || install_packages $missing
}

# Installs the browser that the page is tested in, and fetches axe-core; exports SYNCD_AXE.
set_up_browser() {
    local missing='' command package
    while read -r command package; do
        [ -n "$command" ] || continue
        command -v "$command" >/dev/null || missing="$missing $package"
    done <<<"$required_browser"
    command -v python3 >/dev/null || missing="$missing python3"
    python3 -m pip --version >/dev/null 2>&1 || missing="$missing python3-pip"
    [ -z "$missing" ] || install_packages $missing
    SYNCD_AXE="$PWD/.build/axe/axe.min.js"
    export SYNCD_AXE
    [ -f "$SYNCD_AXE" ] || fetch_axe
}

# A wheel is a zip file: nothing of the package is installed or run.
fetch_axe() {
    local folder
    folder=$(mktemp -d)
    python3 -m pip download --quiet --no-deps --disable-pip-version-check \
        --dest "$folder" "$axe_package" >&2 || fail \
        "could not fetch $axe_package, which the tests of the page need" \
        'without a network: put its axe.min.js at .build/axe/axe.min.js'
    mkdir -p "$(dirname "$SYNCD_AXE")"
    python3 - "$folder" "$SYNCD_AXE" <<'PYTHON'
import glob, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
name = next(name for name in wheel.namelist() if name.endswith("axe.min.js"))
open(sys.argv[2], "wb").write(wheel.read(name))
PYTHON
    rm -rf "$folder"
}

require_swift() {
    command -v swift >/dev/null || fail \
        "no Swift toolchain on the PATH; this needs Swift $oldest_swift or later" \
        'install it from https://www.swift.org/install and run this again'
    local found
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p')
    local oldest
    oldest=$(printf '%s\n' "$oldest_swift" "$found" | sort -V | head -n 1)
    [ "$oldest" = "$oldest_swift" ] || fail \
        "Swift ${found:-of an unknown version} is too old; this needs Swift $oldest_swift or later"
}

# Asks for the libraries rather than for packages: another package may bring the same library.
missing_packages() {
    command -v git >/dev/null || echo git
    command -v pkg-config >/dev/null || echo pkg-config
    command -v openssl >/dev/null || echo openssl # tests make certificates with it
    local library package
    while read -r library package; do
        [ -n "$library" ] || continue
        pkg-config --exists "$library" 2>/dev/null || echo "$package"
    done <<<"$required_libraries"
}

install_packages() {
    command -v apt-get >/dev/null || fail \
        "missing here: $* (Debian's names)" \
        'install the same libraries with this system'\''s package manager and run this again'
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail \
            "missing here: $*, and only root can install them" \
            "run as root: apt-get install $*"
        as_root=(sudo)
        [ -t 0 ] || as_root=(sudo -n)
    fi
    echo "Installing $*" >&2
    local log
    log=$(mktemp)
    if ! apt_get "${as_root[@]}" >"$log" 2>&1 -- "$@"; then
        cat "$log" >&2
        rm -f "$log"
        fail "could not install $*; what apt-get said stands above" \
            "install them by hand and run this again: apt-get install $*"
    fi
    rm -f "$log"
    local still_missing
    still_missing=$(missing_packages)
    [ -z "$still_missing" ] || fail "installed, but still not found: $still_missing"
}

# apt_get [sudo ...] -- PACKAGE ...: waits for another apt-get rather than failing beside it.
apt_get() {
    local as_root=()
    while [ "$1" != -- ]; do
        as_root+=("$1")
        shift
    done
    shift
    local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120)
    "${as_root[@]}" "${quiet[@]}" update &&
        "${as_root[@]}" "${quiet[@]}" install --yes --no-install-recommends "$@"
}
