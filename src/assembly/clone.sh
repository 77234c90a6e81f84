# Sourced by bin/oneoff in a git clone: has the distribution built from the sources as they are, and sets lib.
#
# Each build is a folder of its own under target/oneoff-builds, and target/oneoff a link to the newest: a JVM keeps
# the folder that it started from, and nobody sees one half written. The process id of every launch lies in running/,
# so that a later build deletes only what nobody uses.

builds=$home/target/oneoff-builds
lock=$home/target/oneoff-build.lock
log=$home/target/oneoff-build.log
patience=600 # seconds that a launcher waits for the build of another one

alive() { kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ]; }

has_lib() { own_jar "$home/target/oneoff/lib"; }

# Built and not older than the sources. A build counts from its start; Maven's own carries only the time of the jar.
# Folders count too: a file that was deleted or moved here shows in the time of its folder alone.
is_fresh() {
  has_lib || return 1
  stamp=$home/target/oneoff/.started
  [ -e "$stamp" ] || stamp=$jar
  [ -z "$(find "$home/src/main" "$home/src/assembly" "$home/bin" "$home/pom.xml" -newer "$stamp" 2>/dev/null)" ]
}

clone_lib() {
  if [ -n "${DYNO-}${KUBERNETES_SERVICE_HOST-}${FLY_APP_NAME-}${RENDER-}${K_SERVICE-}${ECS_CONTAINER_METADATA_URI-}" ]
  then
    has_lib || fail "oneoff is not built, and a platform is no place to build it: $home/target/oneoff is missing." \
      "Run bin/oneoff version (or mvn package) while the image or slug is built, or ship the distribution."
    lib=$home/target/oneoff/lib
    return
  fi
  is_fresh || build_once
  lib=$(CDPATH='' cd -P "$home/target/oneoff/lib" && pwd -P) ||
    fail "The built jars vanished: $home/target/oneoff/lib." "Run the command again."
  { true >"$lib/../running/$$"; } 2>/dev/null
}

# Builds, or waits for the launcher that does.
build_once() {
  command -v mvn >/dev/null ||
    fail "Maven is missing: this is a git clone, and oneoff is built from it with mvn." \
      "Install Maven 3.8.7 or newer, or use the distribution, which needs Java alone."
  mkdir -p "$builds" || fail "$builds cannot be made." "Make the folder of the clone writable, or use the distribution."
  take_lock
  is_fresh || build
  rm -rf "$lock"
}

# The lock is a folder, because making one either succeeds or not; the process id in it tells whether it is alive.
take_lock() {
  waited=0
  until mkdir "$lock" 2>/dev/null; do
    holder=''
    { read -r holder <"$lock/pid"; } 2>/dev/null
    if [ -z "$holder" ]; then
      if [ "$waited" -ge 50 ] && take_over ''; then return; fi
    elif [ "$holder" = $$ ] || ! alive "$holder"; then
      take_over "$holder" && return
    fi
    [ "$waited" -gt 0 ] || say "Waiting for the build of process ${holder:-that just started} ..."
    [ "$waited" -lt $((patience * 10)) ] ||
      fail "Another build of oneoff has not ended for $patience seconds (process $holder)." "If none runs, delete $lock."
    if sleep 0.1 2>/dev/null; then
      waited=$((waited + 1))
    else
      sleep 1
      waited=$((waited + 10))
    fi
  done
  printf '%s\n' $$ >"$lock/pid"
}

# take_over PID: of several that found PID dead, the one that makes this folder goes on; the lock itself never goes away
# in between. It may have changed hands since PID was read, hence the second look.
take_over() {
  mkdir "$lock/from-$1" 2>/dev/null || return 1
  now=''
  { read -r now <"$lock/pid"; } 2>/dev/null
  if [ "$now" != "$1" ]; then
    rmdir "$lock/from-$1"
    return 1
  fi
  printf '%s\n' $$ >"$lock/pid.$$" && mv -f "$lock/pid.$$" "$lock/pid"
}

# Ends Maven in answer to a signal. Outside of its run a signal ends this script as any other: the next one finds the
# lock of a dead process and sweeps the rest.
stop_build() {
  trap '' HUP INT TERM
  { kill "$maven" && wait "$maven"; } 2>/dev/null
  rm -rf "$work" "$lock"
  exit "$1"
}

build() {
  work=$builds/$(date -u +%Y%m%dT%H%M%SZ)-$$
  mkdir "$work" && true >"$work/started" || fail "$work cannot be made." "Look at the free space and the permissions."
  # In the background, because a shell that waits in the foreground hears a signal only afterwards.
  (
    cd "$home" || exit
    [ ! -x "$java_home/bin/javac" ] || export JAVA_HOME="$java_home"
    exec mvn -q -B -Dfast -Dmaven.test.skip=true "-Doneoff.target=$work" package
  ) </dev/null >"$log" 2>&1 &
  maven=$!
  # Only now, or Maven's shell might be born with these and lose a signal.
  trap 'stop_build 129' HUP
  trap 'stop_build 130' INT
  trap 'stop_build 143' TERM
  say "Building oneoff (first run or changed sources) ..."
  wait "$maven" || build_failed
  trap - HUP INT TERM
  own_jar "$work/oneoff/lib" || build_failed
  publish
  sweep
}

build_failed() {
  tail -n 30 "$log" >&2
  rm -rf "$work" "$lock"
  fail "The build of oneoff failed; its last lines stand above, all of them in $log." \
    "Mend what they name, then run the command again."
}

# Makes target/oneoff a link to the new build. A folder in its place comes from Maven's own build and is put aside.
publish() {
  mv "$work/started" "$work/oneoff/.started"
  mkdir "$work/oneoff/running"
  for part in "$work"/*; do
    [ "$part" = "$work/oneoff" ] || rm -rf "$part"
  done
  previous=''
  if [ -h "$home/target/oneoff" ]; then
    previous=$(CDPATH='' cd -P "$home/target/oneoff/.." 2>/dev/null && pwd -P) && previous=${previous##*/}
  elif [ -e "$home/target/oneoff" ]; then
    previous=maven-$$
    mkdir "$builds/$previous" && mv "$home/target/oneoff" "$builds/$previous/oneoff"
  fi
  rm -f "$home/target/oneoff.$$"
  ln -s "oneoff-builds/${work##*/}/oneoff" "$home/target/oneoff.$$"
  # -T (GNU, busybox) replaces the link in one step; without it, whoever meets the gap waits at the lock.
  mv -f -T "$home/target/oneoff.$$" "$home/target/oneoff" 2>/dev/null ||
    { rm -f "$home/target/oneoff" && mv "$home/target/oneoff.$$" "$home/target/oneoff"; }
}

# Deletes builds that no launch uses. The previous one stays: somebody may be about to start from it.
sweep() {
  for old in "$builds"/*; do
    [ "$old" != "$work" ] && [ "${old##*/}" != "$previous" ] || continue
    for user in "$old"/oneoff/running/*; do
      alive "${user##*/}" && continue 2
    done
    rm -rf "$old"
  done
}
