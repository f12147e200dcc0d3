# Sourced by start and test: makes what is missing, quickly when nothing is.
# Usage: kind=use (or dev), then: . scripts/set-up.sh

set -eu
: "${kind:?}"
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
# Where this is set (many containers), every process would compile all packages anew: five seconds each.
unset PYTHONDONTWRITEBYTECODE

fail() { printf '%s\n' "$1" >&2; exit 1; }

make_venv() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            "$candidate" -m venv .venv && return 0
            fail "Python ne peut pas créer d'environnement. Tapez : apt-get install python3-venv"
        fi
    done
    fail "Il faut Python 3.11 ou plus récent. Tapez : apt-get install python3 python3-venv"
}

copy_fonts() {
    mkdir -p static
    from=node_modules/@fontsource-variable
    cp "$from/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2" static/bricolage.woff2
    cp "$from/figtree/files/figtree-latin-wght-normal.woff2" static/figtree.woff2
    cp "$from/figtree/files/figtree-latin-wght-italic.woff2" static/figtree-italic.woff2
    cp "$from/atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2" static/atkinson-mono.woff2
    copy_print_fonts
    copy_calendar
}

# What is printed needs whole TTF files: the compiler reads no woff2.
copy_print_fonts() {
    mkdir -p static/print
    from=node_modules/@expo-google-fonts
    for font in bricolage-grotesque/600SemiBold bricolage-grotesque/800ExtraBold \
        figtree/400Regular figtree/600SemiBold atkinson-hyperlegible-mono/700Bold; do
        cp "$from/$font"/*.ttf static/print/
    done
}

# One file, kept by browsers: the calendar and the words that it says by itself; its licence beside it.
copy_calendar() {
    for file in fullcalendar/index.global.min.js @fullcalendar/core/locales/fr.global.min.js \
        @fullcalendar/core/locales/en-gb.global.min.js; do
        cat "node_modules/$file"
        printf '\n'
    done > static/fullcalendar.js
    cp node_modules/fullcalendar/LICENSE.md static/fullcalendar.LICENSE.md
}

install_all() {
    echo "Installation des paquets (une fois)…" >&2
    python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "requirements/$kind.txt"
    uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
    npm ci --silent --no-fund --no-audit
    copy_fonts
}

[ -x .venv/bin/python ] || make_venv
stamp=$(cat requirements/*.txt package-lock.json pyproject.toml scripts/set-up.sh | sha256sum | cut -c1-32)
# What development needs contains what use needs: a tree set up for tests also starts.
if [ "$(cat ".venv/.set-up-$kind" 2>/dev/null)" != "$stamp" ] && [ "$(cat .venv/.set-up-dev 2>/dev/null)" != "$stamp" ]; then
    install_all
    printf '%s' "$stamp" > ".venv/.set-up-$kind"
fi
