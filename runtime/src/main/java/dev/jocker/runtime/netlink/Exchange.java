package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests that were sent together, and what came for each. */
final class Exchange {
    private final List<Request> requests;
    private final int first;
    private final List<List<Message>> answers = new ArrayList<>();
    private final NetlinkException[] failures;
    private final boolean[] expected;
    private int open;
    private int asked;

    /** @param first the sequence number of the first request; the others follow */
    Exchange(List<Request> requests, int first) {
        this.requests = requests;
        this.first = first;
        this.failures = new NetlinkException[requests.size()];
        this.expected = new boolean[requests.size()];
        for (int i = 0; i < requests.size(); i++) {
            answers.add(new ArrayList<>());
        }
    }

    int sequence(int index) {
        return first + index;
    }

    /** Whether all must go in one datagram: messages that are done all or none. */
    boolean isWhole() {
        return !requests.isEmpty() && requests.getFirst().isOpening();
    }

    /** The requests up to this one are sent; from now on their answers are waited for. */
    void expectUpTo(int index) {
        for (; asked <= index; asked++) {
            // Where all or none is done, most are silent, and only a command's word is waited for.
            if (requests.get(asked).isAcknowledged() || !isWhole()) {
                expected[asked] = true;
                open++;
            }
        }
    }

    /** Whether there is still something to wait for. */
    boolean isOpen() {
        return open > 0;
    }

    void take(List<Message> received) throws IOException {
        for (Message message : received) {
            int index = message.sequence() - first;
            if (index >= 0 && index < asked) {
                take(index, message);
            }
        }
    }

    private void take(int index, Message message) throws IOException {
        if (message.type() == netlink_h.NLMSG_ERROR()) {
            Acknowledgement acknowledgement = Acknowledgement.ofError(message);
            if (acknowledgement.error() != 0 && failures[index] == null) {
                // What opens a batch is none of its commands: it is -1.
                int command = isWhole() ? index - 1 : index;
                failures[index] = NetlinkException.refused(requests.get(index), acknowledgement, command);
            }
            answered(index);
            if (acknowledgement.error() != 0 && requests.get(index).isOpening()) {
                open = 0;
            }
        } else if (message.type() != netlink_h.NLMSG_NOOP()) {
            answers.get(index).add(message);
            if (!requests.get(index).isAcknowledged()) {
                answered(index);
            }
        }
    }

    private void answered(int index) {
        if (expected[index]) {
            expected[index] = false;
            open--;
        }
    }

    void throwFailures() throws NetlinkException {
        NetlinkException thrown = null;
        for (NetlinkException failure : failures) {
            if (thrown == null) {
                thrown = failure;
            } else if (failure != null) {
                thrown.addSuppressed(failure);
            }
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    List<List<Message>> answers() {
        return answers;
    }
}
