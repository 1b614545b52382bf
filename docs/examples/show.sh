#!/bin/sh
# Runs a container that shows what it is. What is printed comes from inside, but for the host's namespaces, which are
# handed in to stand beside the container's own.
#
#   docs/examples/show.sh [LAUNCHER]        as root

jocker=${1:-cli/bin/jocker}
host=
for kind in cgroup ipc mnt net pid user uts; do
    host="$host $kind=$(readlink /proc/self/ns/$kind)"
done

exec "$jocker" run --rm -i --network none -e HOST="$host" -e HOST_NAME="$(uname -n)" host sh -s <<'INSIDE'
title() { printf '\n\033[1m%s\033[0m\n' "$1"; }
[ -t 1 ] || title() { printf '\n%s\n' "$1"; }

title "Who it is"
printf '  host name   %s   (the host is %s)\n' "$(hostname)" "$HOST_NAME"
printf '  user        %s\n' "$(id)"
printf '  system      %s, Linux %s\n' "$(. /etc/os-release && echo "$PRETTY_NAME")" "$(uname -r)"

title "Its processes: all that there are"
ps -o pid,ppid,user,args 2> /dev/null | sed 's/^/  /' || ls -d /proc/[0-9]*

title "Its namespaces, beside the host's"
for pair in $HOST; do
    kind=${pair%%=*}
    mine=$(readlink /proc/self/ns/$kind)
    same="its own"
    [ "$mine" = "${pair#*=}" ] && same="the host's"
    printf '  %-7s %-20s %-20s %s\n' "$kind" "$mine" "${pair#*=}" "$same"
done

title "Its mounts"
while read -r id parent device root target options rest; do
    case $rest in *" - "*) type=${rest#*- } ;; *) type=${rest#- } ;; esac
    printf '  %-28s %-10s %s\n' "$target" "${type%% *}" "${options%%,*}"
done < /proc/self/mountinfo | sort

title "Its links, its devices, its users"
printf '  links    %s\n' "$(ls /sys/class/net | tr '\n' ' ')"
printf '  devices  %s\n' "$(ls /dev | tr '\n' ' ')"
printf '  users    %s\n' "$(cut -d: -f1 /etc/passwd | tr '\n' ' ')"

title "What it may do"
grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status | sed 's/^/  /'
INSIDE
