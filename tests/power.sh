#!/usr/bin/env bash
# A cut of the power on a real file system: a small ext4 image is shut down without writing out what waits, in the middle
# of work, of a load, a snapshot, a rebuild, a restore or upkeep, or right after the store was closed, and mounted again; then all
# that was acknowledged must be there, and an engine that was closed is trusted.
#
#   tests/power.sh [ROUNDS]      20 rounds for each engine; needs root and loop devices
#
# What is done and looked for is in tests/crash.rs; this file makes the file system and takes it away.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: neither data nor the file system's own journal is written out. Says
# when it began, in nanoseconds of the system's clock.
shut_down() {
  python3 -c '
import fcntl, os, struct, sys, time
folder = os.open(sys.argv[1], os.O_RDONLY)
print(time.time_ns())
fcntl.ioctl(folder, 0x8004587D, struct.pack("I", 2))
' "$1"
}

case ${1:-} in
  cut)
    shut_down "$2"
    exit
    ;;
  again)
    umount "$3"
    mount "$2" "$3"
    exit
    ;;
esac

skip() {
  printf 'power: skipped, %s\n' "$*"
  exit 0
}

rounds=${1:-20}
[ "$(uname)" = Linux ] || skip 'it needs Linux'
[ "$(id -u)" -eq 0 ] || skip 'it needs root'
for tool in losetup mkfs.ext4 mount umount python3; do
  command -v "$tool" >/dev/null || skip "there is no $tool"
done

scratch=$(mktemp -d)
device=
clean() {
  umount "$scratch/mount" 2>/dev/null || true
  [ -z "$device" ] || losetup -d "$device" || true
  rm -rf "$scratch"
}
trap clean EXIT

mkdir "$scratch/mount"
truncate -s 512M "$scratch/image"
mkfs.ext4 -q -F "$scratch/image" || skip 'no file system can be made'
device=$(losetup --find --show "$scratch/image" 2>/dev/null) || skip 'there are no loop devices'
mount "$device" "$scratch/mount" 2>/dev/null || skip 'nothing can be mounted'
shut_down "$scratch/mount" >/dev/null 2>&1 || skip 'the file system does not go down when told to'
umount "$scratch/mount"
mount "$device" "$scratch/mount"

self=$PWD/tests/power.sh
DOZVON_POWER_MOUNT=$scratch/mount \
DOZVON_POWER_ROUNDS=$rounds \
DOZVON_POWER_CUT="bash '$self' cut '$scratch/mount'" \
DOZVON_POWER_AGAIN="bash '$self' again '$device' '$scratch/mount'" \
  cargo test --quiet --profile "${DOZVON_TEST_PROFILE:-dev}" --test crash -- --exact nothing_acknowledged_is_lost_when_the_file_system_goes_down --ignored --nocapture
printf 'power: %s rounds, nothing lost\n' "$rounds"
