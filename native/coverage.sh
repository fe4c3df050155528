#!/usr/bin/env bash
# Measures which regions of native/core the C++ tests reach (clang's source-based coverage), prints the
# table and fails below the bound. Needs cmake, clang, llvm and GoogleTest. The models are left out:
# they build the core with other words.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Least share of regions in percent.
regions_percent_min=95
folder=build-cmake/coverage

for program in cmake clang++ llvm-profdata llvm-cov; do
  if ! command -v "$program" > /dev/null; then
    echo "ok - coverage of native/core # SKIP there is no $program"
    exit 0
  fi
done

mkdir -p "$folder"
if ! { cmake -S native -B "$folder" -DCMAKE_CXX_COMPILER=clang++ -DSIGNALBOX_TESTS=ON \
  -DSIGNALBOX_SANITIZE=coverage && cmake --build "$folder" --parallel 2; } > "$folder/build.log" 2>&1; then
  cat "$folder/build.log"
  echo "not ok - coverage of native/core: build"
  exit 1
fi

rm -f "$folder"/*.profraw
objects=()
for test in "$folder"/*_test; do
  # Only the core is measured; what the kernel is asked for is tested by the other runs.
  case "$(basename "$test")" in memory_file_test | doorbell_test | local_socket_test | peer_death_test) continue ;; esac
  LLVM_PROFILE_FILE="$folder/$(basename "$test").profraw" "$test" > "$folder/run.log" 2>&1 ||
    { cat "$folder/run.log"; echo "not ok - coverage of native/core: $(basename "$test") failed"; exit 1; }
  objects+=("-object=$test")
done
llvm-profdata merge -o "$folder/core.profdata" "$folder"/*.profraw
llvm-cov report "${objects[0]#-object=}" "${objects[@]:1}" -instr-profile "$folder/core.profdata" \
  "$PWD/native/core" > "$folder/report.txt" 2> "$folder/report.log" || { cat "$folder/report.log"; exit 1; }
sed 's/^/# /' "$folder/report.txt"

percent="$(awk '$1 == "TOTAL" { sub(/%/, "", $4); print $4 }' "$folder/report.txt")"
if awk -v percent="$percent" -v min="$regions_percent_min" 'BEGIN { exit !(percent >= min) }'; then
  echo "ok - coverage of native/core: $percent % of its regions, $regions_percent_min % are due"
else
  echo "not ok - coverage of native/core: $percent % of its regions, $regions_percent_min % are due"
  exit 1
fi
