package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Neighbour;
import dev.jocker.runtime.route.NeighbourFlag;
import dev.jocker.runtime.route.NeighbourState;
import java.io.IOException;

/** Prints neighbours as {@code ip neighbour show} does. */
final class NeighbourPrinter {
    private static final int HUNDREDTHS = 100;

    /** In the order in which they are printed. */
    private static final NeighbourState[] STATES = {
        NeighbourState.NUD_INCOMPLETE,
        NeighbourState.NUD_REACHABLE,
        NeighbourState.NUD_STALE,
        NeighbourState.NUD_DELAY,
        NeighbourState.NUD_PROBE,
        NeighbourState.NUD_FAILED,
        NeighbourState.NUD_NOARP,
        NeighbourState.NUD_PERMANENT
    };

    private final Session session;
    private final Report report;
    private final boolean ofOneLink;

    /** @param ofOneLink all are on the same link, which goes without saying */
    NeighbourPrinter(Session session, Report report, boolean ofOneLink) {
        this.session = session;
        this.report = report;
        this.ofOneLink = ofOneLink;
    }

    void print(Neighbour neighbour, boolean asProxy) throws IOException {
        boolean brief = session.display().brief();
        if (brief) {
            report.json("dst", neighbour.address().toString());
            report.leftColumn(neighbour.address().toString(), 39);
            report.text(" ");
        } else {
            report.value("dst", "", neighbour.address().toString(), " ");
        }
        if (!ofOneLink) {
            String name = session.links().name(neighbour.link());
            if (brief) {
                report.json("dev", name);
                report.leftColumn(name, 16);
                report.text(" ");
            } else {
                report.value("dev", "dev ", name, " ");
            }
        }
        if (neighbour.mac() != null) {
            report.value("lladdr", brief ? "" : "lladdr ", neighbour.mac().toString(), brief ? "" : " ");
        }
        if (brief) {
            report.text("\n");
            return;
        }
        flag(neighbour, NeighbourFlag.NTF_ROUTER, "router");
        if (asProxy) {
            flag(neighbour, NeighbourFlag.NTF_PROXY, "proxy");
        }
        flag(neighbour, NeighbourFlag.NTF_EXT_LEARNED, "extern_learn");
        flag(neighbour, NeighbourFlag.NTF_OFFLOADED, "offload");
        if (session.display().statistics() > 0) {
            ages(neighbour);
        }
        states(neighbour);
        report.text("\n");
    }

    private void flag(Neighbour neighbour, NeighbourFlag flag, String word) {
        if (neighbour.flags().has(flag)) {
            report.mark(word, word + " ");
        }
    }

    private void ages(Neighbour neighbour) {
        Neighbour.Ages ages = neighbour.ages();
        if (ages != null) {
            if (ages.references() != 0) {
                report.value("refcnt", " ref ", ages.references(), "");
            }
            report.value("used", " used ", ages.used() / HUNDREDTHS, "");
            report.value("confirmed", "/", ages.confirmed() / HUNDREDTHS, "");
            report.value("updated", "/", ages.updated() / HUNDREDTHS, "");
        }
        if (neighbour.probes() >= 0) {
            report.value("probes", "probes ", neighbour.probes(), " ");
        }
    }

    private void states(Neighbour neighbour) {
        if (neighbour.states().isEmpty()) {
            return;
        }
        report.openList("state");
        for (NeighbourState state : STATES) {
            if (neighbour.states().has(state)) {
                report.element(state.name().substring("NUD_".length()), " ");
            }
        }
        report.closeList();
    }
}
