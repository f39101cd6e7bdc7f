set -u
: "${PGUSER:=$(id -un)}"; : "${PGDATABASE:=$PGUSER}"; : "${PGGIT_ADMIN:=$PGUSER}"
export PGUSER PGDATABASE
plain=pggit_plain_$$ stranger=pggit_stranger_$$ keepers='' n=0
home=$(mktemp -d) && cd "$home" && mkdir given || exit 2
trap 'exec >/dev/null 2>&1; clean' EXIT
trap 'exit 130' INT TERM HUP

clean() { # whatever has happened: no psql, role, database or file stays
  kill $keepers $(cat ./*.pid)
  for db in $(cat plains); do (as admin -c "DROP DATABASE $db WITH (FORCE)"); done
  [ ! -e with_stranger ] || (as admin -c "DROP OWNED BY $stranger" -c "DROP ROLE $stranger")
  again=0 # a session that has just been ended writes one more file
  cd / && until rm -rf "$home" || [ $((again += 1)) -gt 50 ]; do sleep 0.1; done
}

as() { # ROLE ARGUMENT...: becomes psql
  role=$1; shift
  case $role in user | plain) ;; *) PGUSER=$PGGIT_ADMIN ;; esac
  case $role in plain*) PGDATABASE=$db ;; esac
  [ "$role" != stranger ] || set -- -c "SET SESSION AUTHORIZATION $stranger" "$@"
  exec psql -X -q -v ON_ERROR_STOP=on -v VERBOSITY=verbose "$@"
}

begin() { # SESSION ROLE: a psql that does what is written to the fifo of its name
  rm -f "$1" "$1".*; mkfifo "$1"
  case $2 in plain*)
    db=${plain}_$n; echo "$db" >>plains
    (as admin -c "CREATE DATABASE $db OWNER \"$PGUSER\"") && (as plain_admin -f plain.sql) ;;
  esac
  sleep 1000000 >"$1" & keepers="$keepers $!"
  { as "$2" -f head -f - <"$1" & echo $! >"$1.pid"; exec 2>/dev/null; wait $!; echo $? >"$1.gone"; } &
}

ended() { # SESSION: it has come to the end of what it does
  until [ -e "$1.said" ] || [ -s "$1.gone" ] || [ ! -e "$1" ]; do sleep 0.02; done
}

take() { # WHAT TAKES: a step begins, which comes on standard input, with variables of other sessions
  n=$((n + 1)); echo "== $n. $1"; cat >"step-$n"
  for v in $2; do [ ! -e "given/$v" ] || echo "\\set $v \`cat given/$v\`"; done >"taken-$n"
}

with_plain() { # sessions that are plain get a database of their own without pgGit, with these extensions
  cat >plain.sql
}

with_stranger() { # a role that was granted nothing
  (as admin -c "CREATE ROLE $stranger") && : >with_stranger
  echo "\\set stranger $stranger" >>head
}

step() { # SESSION ROLE TAKES GIVES [beside]: what a session does, and the variables that others need then
  ended "$1"
  take "session $1 as $2${5:+, others go on beside it}" "$3"
  [ -p "$1" ] && [ ! -s "$1.gone" ] || begin "$1" "$2"
  rm -f "$1.said"
  { echo "\\i taken-$n"
    if [ -n "${5:-}" ]; then # an error ends the step and not the session
      printf '%s\n' 'SELECT pg_backend_pid() AS waiter \gset' '\o given/waiter' '\qecho :waiter' '\o'
      printf '%s\n' '\set stays :ON_ERROR_STOP' '\set ON_ERROR_STOP off'
      { echo '\set ON_ERROR_STOP :stays'; cat "step-$n"; echo '\set stays :ON_ERROR_STOP'; } >"beside-$n"
      echo "\\i beside-$n"; echo '\set ON_ERROR_STOP :stays'
    else
      echo "\\i step-$n"
    fi
    for v in $4; do printf '%s\n' "\\if :{?$v}" "\\o given/$v" "\\qecho :$v" '\o' '\endif'; done
    if grep -qx '\\q' "step-$n"; then echo '\q'; else echo "\\! : >$1.said"; fi
  } >"lines-$n"; cat "lines-$n" >"$1"
  blocked=0
  until [ -e "$1.said" ] || [ -s "$1.gone" ] || [ $blocked = 3 ]; do
    sleep 0.02
    case ${5:+$(as admin -Atc "SELECT cardinality(pg_blocking_pids(pid)) > 0 FROM pg_stat_activity WHERE pid = $(cat given/waiter)" 2>/dev/null)} in
    t) blocked=$((blocked + 1)) ;; *) blocked=0 ;;
    esac
  done
  [ -z "${5:-}" ] || { [ $blocked = 3 ] && echo true || echo false; } >given/waits
  [ ! -e stop ] || exit 0
  [ ! -s "$1.gone" ] || [ -n "${5:-}" ] || [ "$(cat "$1.gone")" = 0 ] || exit 3
}

crowd() { # SESSIONS ROLE TAKES: so many do it at the same instant, each with its number :i
  take "$1 sessions as $2, all at once" "$3"
  rm -f gate; mkfifo gate
  printf '%s\n' "\\! echo >>ready-$n; cat gate" \
    'SELECT pg_sleep(0.1 - extract(epoch FROM clock_timestamp())::numeric % 0.1) \g /dev/null' >at
  i=0 all=''
  while [ $((i += 1)) -le "$1" ]; do
    (as "$2" -v i=$i -f head -f "taken-$n" -f at -f "step-$n") >"said-$n-$i" 2>&1 || echo $i >>"failed-$n" &
    all="$all $!"
  done
  until [ "$(cat "ready-$n" "failed-$n" 2>/dev/null | wc -l)" -ge "$1" ]; do sleep 0.02; done
  [ ! -e "ready-$n" ] || sleep 0.5 >gate # who waits for it goes on when it is closed
  wait $all
  awk '/^ *(finding|failed) *$/ { head = $0; getline line; getline row
                        if (row !~ /^\(0 rows/) { print head; print line; print row; print "(in one of them)"; exit } }' "said-$n"-*
  cat "said-$n"-* | grep -E '(ERROR|FATAL): ' | sed 's/^psql:[^ ]* //' | sort | uniq -c
  echo "$1" >given/sessions; cat "failed-$n" 2>/dev/null | wc -l | tr -d ' ' >given/failed
  [ ! -e "failed-$n" ] || printf ' failed\n--------\n %s of %s sessions\n' "$(cat given/failed)" "$1"
}
