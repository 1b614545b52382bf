package dev.jocker.cli.ip;

/** What {@code jocker ip help} and {@code jocker ip OBJECT help} print. */
final class Help {
    static final String ALL = """
            Usage: jocker ip [OPTIONS] OBJECT [COMMAND [ARG...]]

            Show and change links, addresses, routes and network namespaces, in the words
            of ip(8) and with its output. Words for objects, commands and long options may
            be shortened: jocker ip a, jocker ip r g 10.9.9.9.

            Objects:
              link              Links: bridges, veth pairs, VLANs …
              address           Addresses of links
              route             Routes
              neighbour         Which link-layer addresses the neighbours have
              rule              Which packets are looked up in which table of routes
              netns             Network namespaces that have a name
            'jocker ip OBJECT help' tells more of one.

            Options:
              -4, -6            Of one family: -family inet, -family inet6
              -f, -family NAME  inet, inet6 or link
              -n, -netns NAME   In another network namespace
              -j, -json         Print JSON
              -p, -pretty       JSON in many lines
              -s, -stats        Statistics; twice for more
              -d, -details      All there is
              -o, -oneline      Each in one line
              -br, -brief       The most important, in columns
              -N, -Numeric      Numbers instead of their names
                  --help        Print this and exit

            Exit status: 0; 1 if the words are wrong; 2 if the kernel refuses.
            """;

    static final String LINK = """
            Usage: jocker ip link [show] [[dev] NAME] [up] [master NAME|nomaster]
                                  [type KIND] [group GROUP]
                   jocker ip link add [link PARENT] [name] NAME [SETTING...]
                                  type KIND [OPTION...]
                   jocker ip link set [dev] NAME [SETTING...] [name NEW]
                                  [type bridge|bridge_slave OPTION...]
                   jocker ip link delete [dev] NAME
                   jocker ip link property add|delete dev NAME altname OTHER...

            Settings:
              up, down, mtu BYTES, address MAC, broadcast MAC, master NAME, nomaster,
              netns NAME|PID, alias TEXT, txqueuelen PACKETS, group GROUP,
              numtxqueues COUNT, numrxqueues COUNT,
              addrgenmode eui64|none|stable_secret|random,
              arp|dynamic|multicast|allmulticast|promisc|trailers on|off

            Kinds and their options:
              bridge    [ageing_time|forward_delay|stp_state|vlan_filtering|… NUMBER]...
              veth      [peer [name NAME] [SETTING...]]
              vlan      id NUMBER [protocol 802.1Q|802.1ad] [reorder_hdr|gvrp|mvrp|
                        loose_binding|bridge_binding on|off]...
              macvlan   [mode private|vepa|bridge|passthru|source]
              ipvlan    [mode l2|l3|l3s] [bridge|private|vepa]
              vxlan     id NUMBER [dev NAME] [local ADDRESS] [remote|group ADDRESS]
                        [ttl HOPS] [dstport PORT] [[no]learning]
              dummy     and others that need no options
            """;

    static final String ADDRESS = """
            Usage: jocker ip address [show] [[dev] NAME] [up] [master NAME] [type KIND]
                                  [scope SCOPE] [to NETWORK] [label PATTERN] [FLAG...]
                   jocker ip address add|replace ADDRESS/PREFIX dev NAME
                                  [peer ADDRESS/PREFIX] [broadcast ADDRESS|+|-]
                                  [label TEXT] [scope SCOPE] [metric NUMBER]
                                  [valid_lft SECONDS] [preferred_lft SECONDS]
                                  [home|mngtmpaddr|nodad|noprefixroute|autojoin]...
                   jocker ip address delete ADDRESS/PREFIX [peer ADDRESS/PREFIX] dev NAME
                   jocker ip address flush dev NAME [scope SCOPE] [to NETWORK]
                                  [label PATTERN] [FLAG...]

            Flags: permanent, dynamic, primary, secondary, tentative, deprecated,
              dadfailed; with a - before it for those that are not.
            """;

    static final String ROUTE = """
            Usage: jocker ip route [show] [[root|match|exact] NETWORK] [table NAME|all]
                                  [dev NAME] [via ADDRESS] [src ADDRESS] [proto NAME]
                                  [scope SCOPE] [type TYPE] [metric NUMBER]
                   jocker ip route get ADDRESS [from ADDRESS] [iif NAME] [oif NAME]
                   jocker ip route add|replace|append|change|delete
                                  [TYPE] NETWORK|default [via [inet6] ADDRESS] [dev NAME]
                                  [src ADDRESS] [from NETWORK] [metric NUMBER]
                                  [table NAME] [scope SCOPE] [proto NAME] [tos TOS]
                                  [pref low|medium|high] [onlink]
                                  [mtu|advmss|window|hoplimit|… [lock] NUMBER]...
                                  [nexthop [via ADDRESS] [dev NAME] [weight NUMBER]
                                           [onlink]]...
                   jocker ip route flush [NETWORK] [table NAME] [dev NAME] …

            Types: unicast, local, broadcast, multicast, anycast, throw, unreachable,
              prohibit, blackhole
            """;

    static final String NEIGHBOUR = """
            Usage: jocker ip neighbour [show] [proxy] [[to] NETWORK] [dev NAME]
                                  [nud STATE|all]... [unused]
                   jocker ip neighbour add|replace ADDRESS [lladdr MAC] dev NAME
                                  [nud STATE] [router] [extern_learn]
                   jocker ip neighbour add|delete proxy ADDRESS dev NAME
                   jocker ip neighbour delete ADDRESS dev NAME
                   jocker ip neighbour flush [dev NAME] [nud STATE]... [[to] NETWORK]

            States: permanent, noarp, stale, reachable, incomplete, delay, probe, failed
            """;

    static final String RULE = """
            Usage: jocker ip rule [list]
                   jocker ip rule add|delete [not] [from NETWORK] [to NETWORK] [tos TOS]
                                  [fwmark MARK[/MASK]] [iif NAME] [oif NAME]
                                  [priority NUMBER]
                                  [table NAME [suppress_prefixlength LENGTH]|
                                   goto NUMBER|nop|blackhole|unreachable|prohibit]
            """;

    static final String NETNS = """
            Usage: jocker ip netns [list]
                   jocker ip netns add NAME
                   jocker ip netns attach NAME PID
                   jocker ip netns delete NAME
                   jocker ip netns exec NAME COMMAND [ARG...]
                   jocker ip netns identify [PID]
                   jocker ip netns pids NAME
                   jocker ip netns set NAME ID|auto
                   jocker ip netns list-id

            The names are files in /run/netns, as those of ip(8). What exec executes has a
            /sys of that namespace, and the files of /etc/netns/NAME in the place of those
            in /etc. Its exit status is the command's; 127 if that is not there, 126 if it
            cannot be executed.
            """;

    private Help() {}

    static UsageException unknownVerb(String typed, String object) {
        return new UsageException(
                "\"" + typed + "\" is no command of \"ip " + object + "\"; see jocker ip " + object + " help");
    }
}
