#!/usr/bin/env bash
# A real Elasticsearch node on this machine, without containers, for development and tests.
#
#   start.sh [PORT]        starts it on 127.0.0.1:PORT (9200), waits until it answers, prints its process id
#   start.sh stop [PORT]   ends it
#
# ES_HEAP    memory of the node (1g)
# ES_CACHE   where jars, data and logs go (~/.cache/kb-elasticsearch); may be removed while no node runs
#
# The jars come from Maven Central the first time and are used under Elastic's licence; nothing of them is kept here.
# The node has the server's core only: no scripts, no language analyzers, no security. Never open it to a network.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${ES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kb-elasticsearch}
version=$(grep -oP '(?<=<server>)[^<]+' "$source_dir/pom.xml")
home=$cache/$version

fail() { echo "elasticsearch: $*" >&2; exit 1; }

find_jdk() {
  local candidate major on_path
  on_path=$(command -v javac || true)
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "${on_path:-/}")")")" /usr/lib/jvm/* /opt/*jdk*; do
    [ -x "$candidate/bin/javac" ] || continue
    major=$("$candidate/bin/javac" -version 2>&1 | grep -oP '(?<=javac )\d+') || continue
    if [ "$major" -ge 21 ]; then echo "$candidate"; return; fi
  done
  fail "no JDK of version 21 or later found; install one (Temurin, for instance) or set JAVA_HOME"
}

describe_module() {  # DIRECTORY CLASS
  cat > "$1/plugin-descriptor.properties" <<END
name=$(basename "$1")
description=$(basename "$1")
version=$version
elasticsearch.version=$version
java.version=21
classname=$2
END
}

install_jars() {  # JDK
  command -v mvn > /dev/null || fail "Maven is needed to fetch the jars of Elasticsearch $version; install it (Debian: maven)"
  echo "elasticsearch: fetching version $version, once" >&2
  local new=$home.new
  rm -rf "$new"
  mkdir -p "$new"/{lib/platform,classes,plugins,modules/transport-netty4,modules/root,root-classes}
  JAVA_HOME=$1 mvn -q -B -f "$source_dir/pom.xml" dependency:copy-dependencies \
    -DoutputDirectory="$new/lib" -DincludeScope=runtime > "$cache/maven.log" 2>&1 || { cat "$cache/maven.log" >&2; fail "Maven failed"; }
  mv "$new"/lib/netty-*.jar "$new"/lib/transport-netty4-*.jar "$new/modules/transport-netty4/"
  "$1/bin/javac" -cp "$new/lib/*" -d "$new/classes" "$source_dir/Node.java"
  "$1/bin/javac" -cp "$new/lib/*" -d "$new/root-classes" "$source_dir/RootModule.java"
  "$1/bin/jar" --create --file "$new/modules/root/root.jar" -C "$new/root-classes" .
  describe_module "$new/modules/transport-netty4" org.elasticsearch.transport.netty4.Netty4Plugin
  describe_module "$new/modules/root" RootModule
  # Renamed only when complete: an interrupted start begins anew.
  rm -rf "$home" && mv "$new" "$home"
}

write_settings() {  # CONFIG_DIRECTORY PORT
  mkdir -p "$1"
  cat > "$1/elasticsearch.yml" <<END
cluster.name: local
node.name: local
discovery.type: single-node
http.host: 127.0.0.1
http.port: $2
transport.host: 127.0.0.1
transport.port: 0
path.data: $cache/data-$2
path.logs: $cache/logs-$2
cluster.routing.allocation.disk.threshold_enabled: false
END
}

running() {  # PORT: prints the id of the node started here on that port, if it lives
  local pid
  pid=$(cat "$cache/$1.pid" 2> /dev/null) || return 1
  tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -qF "$cache/config-$1" && echo "$pid"
}

answers() { curl -fs -o /dev/null "http://127.0.0.1:$1/_cluster/health"; }

start() {  # PORT
  local port=$1 jdk pid log=$cache/$1.log
  if pid=$(running "$port"); then echo "$pid"; return; fi
  ! curl -s -o /dev/null "http://127.0.0.1:$port/" || fail "something else answers on port $port"
  jdk=$(find_jdk)
  mkdir -p "$cache"
  [ -d "$home" ] || install_jars "$jdk"
  write_settings "$cache/config-$port" "$port"
  "$jdk/bin/java" "-Xms${ES_HEAP:-1g}" "-Xmx${ES_HEAP:-1g}" --enable-native-access=ALL-UNNAMED \
    --add-modules jdk.incubator.vector "-Des.path.home=$home" "-Des.nativelibs.path=$home/lib/platform" \
    -cp "$home/classes:$home/lib/*" Node "$home" "$cache/config-$port" > "$log" 2>&1 < /dev/null &
  pid=$!
  echo "$pid" > "$cache/$port.pid"
  for _ in $(seq 150); do
    if answers "$port"; then echo "$pid"; return; fi
    kill -0 "$pid" 2> /dev/null || break
    sleep 0.4
  done
  tail -n 20 "$log" >&2
  kill "$pid" 2> /dev/null || true
  fail "the node did not start; the whole log is $log"
}

stop() {  # PORT
  local pid
  pid=$(running "$1") || { echo "elasticsearch: no node of ours runs on port $1" >&2; return; }
  kill "$pid"
  for _ in $(seq 100); do
    kill -0 "$pid" 2> /dev/null || break
    sleep 0.1
  done
  rm -f "$cache/$1.pid"
}

case ${1:-9200} in
  stop) stop "${2:-9200}" ;;
  *[!0-9]*) fail "usage: start.sh [PORT] | start.sh stop [PORT]" ;;
  *) start "${1:-9200}" ;;
esac
