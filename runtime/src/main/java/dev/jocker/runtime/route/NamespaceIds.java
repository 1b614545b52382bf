package dev.jocker.runtime.route;

import static dev.jocker.runtime.route.NamespaceAttributeType.*;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The numbers by which one network namespace knows others, {@code ip-netns(8)}: {@link Link#parentNamespace} is such a number. Messages
 * are struct rtgenmsg, one byte of which only the family is there, then attributes.
 */
public final class NamespaceIds {
    private static final Bytes HEADER = Bytes.of(new byte[1]);

    private final NetlinkSocket socket;
    private final Outbox outbox;

    NamespaceIds(NetlinkSocket socket, Outbox outbox) {
        this.socket = socket;
        this.outbox = outbox;
    }

    /** The number of a namespace, if it has one. <i>Equivalent to:</i> {@code ip netns list-id} of a namespace with a name. */
    public OptionalInt get(Fd namespace) throws IOException {
        int id = read(socket.ask(request(namespace)));
        return id == rtnetlink_h.NETNSA_NSID_NOT_ASSIGNED() ? OptionalInt.empty() : OptionalInt.of(id);
    }

    static Request request(Fd namespace) {
        var content = AttributeWriter.after(HEADER).u32(NETNSA_FD, namespace.number());
        return Request.query(RouteMessageType.RTM_GETNSID, namespace.toString(), content);
    }

    /** Gives a namespace a number; EEXIST if it has one. <i>Equivalent to:</i> {@code ip netns set NAME NUMBER}. */
    public void set(Fd namespace, int id) throws IOException {
        outbox.put(command(namespace, id));
    }

    static Request command(Fd namespace, int id) {
        var content =
                AttributeWriter.after(HEADER).u32(NETNSA_FD, namespace.number()).u32(NETNSA_NSID, id);
        return Request.command(RouteMessageType.RTM_NEWNSID, Flags.none(NewFlag.class), namespace.toString(), content);
    }

    /** All numbers that are given. <i>Equivalent to:</i> {@code ip netns list-id}. */
    public List<Integer> list() throws IOException {
        List<Integer> ids = new ArrayList<>();
        for (Message message :
                socket.dump(Request.dump(RouteMessageType.RTM_GETNSID, "", AttributeWriter.after(HEADER)))) {
            ids.add(read(message));
        }
        return ids;
    }

    /** What a notification says of a number, RTM_NEWNSID or RTM_DELNSID. */
    public static int read(Message message) throws MalformedMessageException {
        for (Attribute attribute : message.attributes(HEADER.size())) {
            if (attribute.type() == NETNSA_NSID.number()) {
                return attribute.s32();
            }
        }
        throw new MalformedMessageException("a namespace without its number");
    }
}
