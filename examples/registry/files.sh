#!/bin/sh
# Serves the current folder as the service `files` until it is ended: registers by srsr, beats, and leaves.
# Usage: ./files.sh [PORT]; SIGNALBOX_SRSR_URL says where the registry is.
set -eu
port=${1:-9000}
registry=${SIGNALBOX_SRSR_URL:-http://127.0.0.1:4214}

python3 -m http.server "$port" --bind 127.0.0.1 > /dev/null 2>&1 &
server=$!

register() {
  id=$(curl -sf -XPOST "$registry/register" -d "{\"name\":\"files\",\"port\":\"$port\"}" | sed 's/.*"id":"\([^"]*\)".*/\1/')
}
leave() {
  trap - INT TERM EXIT
  curl -sf -XPOST "$registry/deregister" -d "{\"id\":\"$id\"}" > /dev/null || true
  kill "$server"
}

register
trap leave INT TERM EXIT
echo "files is registered as $id"
while kill -0 "$server" 2> /dev/null; do
  sleep 5 &
  wait $!
  # A registry that does not know us any more is registered with again.
  case $(curl -sf -XPOST "$registry/heartbeat" -d "{\"id\":\"$id\"}" || true) in
    *false*) register || true ;;
  esac
done
