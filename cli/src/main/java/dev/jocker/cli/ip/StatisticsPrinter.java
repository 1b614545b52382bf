package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkErrors;
import dev.jocker.runtime.route.LinkNumber;
import dev.jocker.runtime.route.LinkStatistics;

/** Prints what a link has counted: {@code -s}, and with each kind of error {@code -s -s}. */
final class StatisticsPrinter {
    private static final String[] RECEIVED = {"bytes", "packets", "errors", "dropped", "missed", "mcast"};
    private static final String[] SENT = {"bytes", "packets", "errors", "dropped", "carrier", "collsns"};
    private static final String[] RECEIVE_ERRORS = {"", "length", "crc", "frame", "fifo", "overrun"};
    private static final String[] SEND_ERRORS = {"", "aborted", "fifo", "window", "heartbt", "transns"};

    /** What each column has room for at least. */
    private static final int[] LEAST = {
        "*X errors:".length(),
        "packets".length(),
        "errors".length(),
        "dropped".length(),
        "heartbt".length(),
        "overrun".length(),
        "compressed".length()
    };

    private final Report report;
    private final boolean everyError;

    StatisticsPrinter(Report report, boolean everyError) {
        this.report = report;
        this.everyError = everyError;
    }

    void print(Link link) {
        LinkStatistics counted = link.statistics();
        long changes = Math.max(0, link.details().number(LinkNumber.CARRIER_CHANGES));
        if (report.isJson()) {
            report.openObject("stats64");
            json(counted, counted.errors(), changes);
            report.closeObject();
        } else {
            text(counted, counted.errors(), changes);
        }
    }

    private void json(LinkStatistics counted, LinkErrors errors, long changes) {
        report.openObject("rx");
        report.json("bytes", counted.receivedBytes());
        report.json("packets", counted.receivedPackets());
        report.json("errors", counted.receiveErrors());
        report.json("dropped", counted.receiveDropped());
        report.json("over_errors", errors.receiveOverruns());
        report.json("multicast", counted.multicast());
        if (errors.receivedCompressed() != 0) {
            report.json("compressed", errors.receivedCompressed());
        }
        if (everyError) {
            report.json("length_errors", errors.receiveLength());
            report.json("crc_errors", errors.receiveChecksums());
            report.json("frame_errors", errors.receiveFrames());
            report.json("fifo_errors", errors.receiveFifo());
            report.json("missed_errors", errors.receiveMissed());
            if (errors.receivedByNobody() != 0) {
                report.json("nohandler", errors.receivedByNobody());
            }
        }
        report.closeObject();
        report.openObject("tx");
        report.json("bytes", counted.sentBytes());
        report.json("packets", counted.sentPackets());
        report.json("errors", counted.sendErrors());
        report.json("dropped", counted.sendDropped());
        report.json("carrier_errors", errors.sendCarrier());
        report.json("collisions", counted.collisions());
        if (errors.sentCompressed() != 0) {
            report.json("compressed", errors.sentCompressed());
        }
        if (everyError) {
            report.json("aborted_errors", errors.sendAborted());
            report.json("fifo_errors", errors.sendFifo());
            report.json("window_errors", errors.sendWindow());
            report.json("heartbeat_errors", errors.sendHeartbeat());
            report.json("carrier_changes", changes);
        }
        report.closeObject();
    }

    private void text(LinkStatistics counted, LinkErrors errors, long changes) {
        long[] received = {
            counted.receivedBytes(),
            counted.receivedPackets(),
            counted.receiveErrors(),
            counted.receiveDropped(),
            errors.receiveMissed(),
            counted.multicast(),
            errors.receivedCompressed()
        };
        long[] receiveErrors = {
            0,
            errors.receiveLength(),
            errors.receiveChecksums(),
            errors.receiveFrames(),
            errors.receiveFifo(),
            errors.receiveOverruns(),
            errors.receivedByNobody()
        };
        long[] sent = {
            counted.sentBytes(),
            counted.sentPackets(),
            counted.sendErrors(),
            counted.sendDropped(),
            errors.sendCarrier(),
            counted.collisions(),
            errors.sentCompressed()
        };
        long[] sendErrors = {
            0, errors.sendAborted(), errors.sendFifo(), errors.sendWindow(), errors.sendHeartbeat(), changes, 0
        };
        int[] widths = LEAST.clone();
        widen(widths, received);
        widen(widths, sent);
        if (everyError) {
            widen(widths, receiveErrors);
            widen(widths, sendErrors);
        }
        table("    RX: ", RECEIVED, received, "compressed", widths);
        if (everyError) {
            report.newLine();
            table("    RX errors:", RECEIVE_ERRORS, receiveErrors, "nohandler", widths);
        }
        report.newLine();
        table("    TX: ", SENT, sent, "compressed", widths);
        if (everyError) {
            report.newLine();
            table("    TX errors:", SEND_ERRORS, sendErrors, "", widths);
        }
    }

    private static void widen(int[] widths, long[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            widths[i] = Math.max(widths[i], Long.toUnsignedString(numbers[i]).length());
        }
    }

    /** A line of headings and a line of numbers; the last column is there only if it is not zero. */
    private void table(String title, String[] headings, long[] numbers, String lastHeading, int[] widths) {
        int last = headings.length;
        boolean ofErrors = headings[0].isEmpty();
        report.text(title);
        report.column(headings[0], widths[0] + "    ".length() - title.length());
        for (int i = 1; i < last; i++) {
            report.text(" ");
            report.column(headings[i], widths[i]);
        }
        if (numbers[last] != 0 || !ofErrors) {
            report.text(" ");
            report.column(numbers[last] == 0 ? "" : lastHeading, widths[last]);
        }
        report.newLine();
        report.text("    ");
        for (int i = 0; i < last || i == last && numbers[last] != 0; i++) {
            report.column(ofErrors && i == 0 ? "" : Long.toUnsignedString(numbers[i]), widths[i]);
            report.text(" ");
        }
    }
}
