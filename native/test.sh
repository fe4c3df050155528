#!/usr/bin/env bash
# Builds and runs the C++ tests: plain, with address and undefined-behaviour sanitizers, with the
# thread sanitizer; and the models, which take the core through every order of steps. One TAP-like line for each test; exit code 1 when one fails. Needs cmake, a
# C++20 compiler and GoogleTest, no Node.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
failed=0
number=0

# Whether the compiler can build and this machine can run a program with the given flags.
works_with() {
  local folder
  folder="$(mktemp -d)"
  echo 'int main() { return 0; }' > "$folder/probe.cc"
  local result=0
  "${CXX:-c++}" "$@" "$folder/probe.cc" -o "$folder/probe" > "$folder/log" 2>&1 &&
    run_steady "$folder/probe" >> "$folder/log" 2>&1 || result=1
  rm -rf "$folder"
  return "$result"
}

# The thread sanitizer wants its memory where address randomisation may have put something else.
run_steady() {
  if setarch -R true 2> /dev/null; then setarch -R "$@"; else "$@"; fi
}

# Prints GoogleTest's output as TAP lines; whatever else a test prints (a failed expectation, a
# sanitizer's report) passes through.
as_tap() {
  awk -v name="$1" '
    /^\[       OK \]/   { sub(/ \([0-9]+ ms\)$/, ""); print "ok - " name ": " $4; fflush(); next }
    /^\[  FAILED  \] .*\([0-9]+ ms\)$/ { sub(/ \([0-9]+ ms\)$/, ""); print "not ok - " name ": " $4; fflush(); next }
    /^\[  SKIPPED \] .*\([0-9]+ ms\)$/ { print "ok - " name ": " $4 " # SKIP"; fflush(); next }
    /^(\[|Running main|Note: Google Test|$| *[0-9]+ FAILED TEST)/ { next }
    { print "# " $0; fflush() }'
}

run_tests() {
  local sanitize="$1" folder="build-cmake/test-$1" test
  local log="$folder/build.log"
  mkdir -p "$folder"
  if ! { cmake -S native -B "$folder" -DSIGNALBOX_TESTS=ON -DSIGNALBOX_SANITIZE="$sanitize" &&
    cmake --build "$folder" --parallel 2; } > "$log" 2>&1; then
    cat "$log"
    echo "not ok - $sanitize: build"
    failed=1
    return
  fi
  for test in "$folder"/*_test; do
    number=$((number + 1))
    if ! run_steady "$test" --gtest_color=no 2>&1 | as_tap "$sanitize"; then
      # A crash leaves its test without a line of its own.
      echo "not ok - $sanitize: $(basename "$test") ended with a failure"
      failed=1
    fi
  done
}

run_models() {
  local model
  for model in build-cmake/test-none/*_model; do
    number=$((number + 1))
    # What it says is TAP already.
    "$model" || failed=1
  done
}

run_tests none
run_models
if works_with -fsanitize=address,undefined; then
  run_tests address
else
  echo "ok - address: # SKIP the compiler has no address sanitizer"
fi
if works_with -fsanitize=thread; then
  run_tests thread
else
  echo "ok - thread: # SKIP the compiler has no thread sanitizer, or this machine cannot run it"
fi

if [ "$number" -eq 0 ]; then
  echo "not ok - no test was run"
  failed=1
fi
exit "$failed"
