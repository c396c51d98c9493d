# Sourced by the other scripts: makes sure that what the build needs is there.
# HiGHS is built from source: it needs cmake, a C++ compiler and libclang (for the bindings).
# The target folder may be kept outside the checkout with CARGO_TARGET_DIR.

missing=""
command -v cargo >/dev/null 2>&1 || { echo "Rust is missing: install it with rustup (https://rustup.rs), then run this again." >&2; exit 1; }
command -v c++ >/dev/null 2>&1 || missing="$missing g++"
command -v make >/dev/null 2>&1 || missing="$missing make"
command -v cmake >/dev/null 2>&1 || missing="$missing cmake"

has_libclang() {
  [ -n "${LIBCLANG_PATH:-}" ] && return 0
  command -v ldconfig >/dev/null 2>&1 && ldconfig -p 2>/dev/null | grep -q 'libclang[-.0-9]*\.so' && return 0
  ls /usr/lib/llvm*/lib/libclang*.so* /usr/lib/*/libclang*.so* /usr/local/opt/llvm/lib/libclang* /opt/homebrew/opt/llvm/lib/libclang* >/dev/null 2>&1
}
has_libclang || missing="$missing libclang-dev"

if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing:$missing" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing; } >&2 || exit 1
  else
    echo "Something is missing. On Debian or Ubuntu this line installs it; run it, then this again:" >&2
    echo "  sudo apt-get install -y$missing" >&2
    exit 1
  fi
fi

# The page is part of the program when it is built before it. The program does without: nothing stops here for want of it.
tools/page.sh || echo "The program is built without its page." >&2
