package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NetlinkSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rules by which routes are looked up, {@code ip-rule(8)}. */
public final class Rules {
    private final NetlinkSocket socket;
    private final Outbox outbox;

    Rules(NetlinkSocket socket, Outbox outbox) {
        this.socket = socket;
        this.outbox = outbox;
    }

    /** Adds a rule; EEXIST if there is one like it. <i>Equivalent to:</i> {@code ip rule add from 10.0.0.0/8 table 100}. */
    public void add(Rule rule) throws IOException {
        outbox.put(RuleCodec.add(rule));
    }

    /** Deletes the first rule that is as told; ENOENT if there is none. <i>Equivalent to:</i> {@code ip rule delete priority 100}. */
    public void delete(Rule rule) throws IOException {
        outbox.put(RuleCodec.delete(rule));
    }

    /** The rules of a family in their order. <i>Equivalent to:</i> {@code ip rule show}, {@code ip -6 rule show}. */
    public List<Rule> list(Family family) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (Message message : socket.dump(RuleCodec.list(family))) {
            Rule rule = read(message);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    /** What a notification says of a rule, RTM_NEWRULE or RTM_DELRULE; null for one that is none of the internet's. */
    public static Rule read(Message message) throws MalformedMessageException {
        return RuleCodec.read(message);
    }
}
