#!/usr/bin/env bash
# The long versions of the tests of the store's promise, one after the other; a line for each at the end.
#
#   tests/long.sh              all of them
#   tests/long.sh crash power  these
#
# A run is had again with DOZVON_SEED, which each test tells. What each said stays in target/long/.
# shellcheck disable=SC2329 # steps are called by their names
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

# Compiled with optimisation, but with all checks: the firms and states of these runs are many.
export DOZVON_TEST_PROFILE=${DOZVON_TEST_PROFILE:-thorough}
long() { cargo test --profile "$DOZVON_TEST_PROFILE" --test "$@" -- --nocapture; }

STEPS=(crash power disk damage full model killed)

# kill -9: 200 rounds for each engine, and 200 upgrades of an earlier format.
step_crash() { DOZVON_CRASH_ROUNDS=200 long crash; }

# Cuts of the power, on a disk that notes its writes: at every place of the log in 60 lives.
step_power() { DOZVON_POWER_LIVES=60 long power; }

# The same on a real file system.
step_disk() { tests/power.sh 20; }

# Torn and flipped: 150 of each kind, then fewer on a store that does not fit into sled's first segments.
step_damage() {
  DOZVON_DAMAGE=150 long damage &&
    DOZVON_DAMAGE=10 DOZVON_DAMAGE_CLIENTS=4000 long damage engine
}

# Running out, at every point of a day and every call of the disk.
step_full() { DOZVON_FULL_POINTS=1000 long full_disk; }

# Random use-cases beside a model.
step_model() { PROPTEST_CASES=500 DOZVON_CLAIMS=10000 long model; }

# The scenarios of a shift in a terminal, killed 200 times each.
step_killed() { DOZVON_KILLS=200 long killed; }

steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=("${STEPS[@]}")
for step in "${steps[@]}"; do
  if ! declare -F "step_$step" >/dev/null; then
    printf 'long: there is no «%s»; there are: %s\n' "$step" "${STEPS[*]}" >&2
    exit 2
  fi
done

logs=${CARGO_TARGET_DIR:-target}/long
mkdir -p "$logs"
summary=()
failed=0
for step in "${steps[@]}"; do
  printf '\n== %s\n' "$step"
  began=$SECONDS
  word=passed
  "step_$step" 2>&1 | tee "$logs/$step.txt" || word=FAILED
  # What could not be tried here must not look like what was.
  [ "$word" = FAILED ] || ! grep -q 'skipped' "$logs/$step.txt" || word='passed, a part skipped'
  [ "$word" != FAILED ] || failed=1
  seeds=$(sed -n 's/.*DOZVON_SEED=\([0-9]*\).*/\1/p' "$logs/$step.txt" | sort -u | tr '\n' ' ')
  summary+=("$(printf '%-8s %s, %s s, seeds %s' "$step" "$word" $((SECONDS - began)) "$seeds")")
done
printf '\nlong:\n'
printf '  %s\n' "${summary[@]}"
exit "$failed"
