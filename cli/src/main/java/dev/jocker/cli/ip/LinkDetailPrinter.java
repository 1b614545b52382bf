package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkDetails;
import dev.jocker.runtime.route.LinkNumber;
import java.io.IOException;

/** Prints what {@code -d} shows of a link beside the rest. */
final class LinkDetailPrinter {
    private static final String[] ADDRESS_GENERATION = {"eui64", "none", "stable_secret", "random"};

    private final Session session;
    private final Report report;

    LinkDetailPrinter(Session session, Report report) {
        this.session = session;
        this.report = report;
    }

    /** @param ofLinks whether links are what was asked for, and not their addresses */
    void print(Link link, boolean ofLinks) throws IOException {
        LinkDetails details = link.details();
        report.value("promiscuity", " promiscuity ", link.promiscuity(), " ");
        number(details, LinkNumber.ALLMULTI, "allmulti", " allmulti ");
        report.value("min_mtu", "minmtu ", link.minMtu(), " ");
        report.value("max_mtu", "maxmtu ", link.maxMtu(), " ");
        if (link.kind() != null || details.masterKind() != null) {
            new LinkKindPrinter(session, report).print(link);
        }
        int generation = details.addressGeneration();
        if (ofLinks && generation >= 0) {
            String word = generation < ADDRESS_GENERATION.length
                    ? ADDRESS_GENERATION[generation]
                    : "0x" + Integer.toHexString(generation);
            report.value("inet6_addr_gen_mode", "addrgenmode ", word, " ");
        }
        number(details, LinkNumber.NUM_TX_QUEUES, "num_tx_queues", "numtxqueues ");
        number(details, LinkNumber.NUM_RX_QUEUES, "num_rx_queues", "numrxqueues ");
        number(details, LinkNumber.GSO_MAX_SIZE, "gso_max_size", "gso_max_size ");
        number(details, LinkNumber.GSO_MAX_SEGS, "gso_max_segs", "gso_max_segs ");
        number(details, LinkNumber.TSO_MAX_SIZE, "tso_max_size", "tso_max_size ");
        number(details, LinkNumber.TSO_MAX_SEGS, "tso_max_segs", "tso_max_segs ");
        number(details, LinkNumber.GRO_MAX_SIZE, "gro_max_size", "gro_max_size ");
        if (details.bus() != null) {
            report.value("parentbus", "parentbus ", details.bus(), " ");
        }
        if (details.device() != null) {
            report.value("parentdev", "parentdev ", details.device(), " ");
        }
    }

    private void number(LinkDetails details, LinkNumber which, String name, String before) {
        long number = details.number(which);
        if (number >= 0) {
            report.value(name, before, number, " ");
        }
    }
}
