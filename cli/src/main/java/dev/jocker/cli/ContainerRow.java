package dev.jocker.cli;

import dev.jocker.cli.output.Ages;
import dev.jocker.cli.output.Method;
import dev.jocker.cli.output.Moments;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.ContainerStatus;
import dev.jocker.runtime.container.Health;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.options.ContainerPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A container as {@code ps} shows it: docker's fields, docker's words. */
final class ContainerRow {
    static final String[] HEADINGS = {
        "ID", "CONTAINER ID",
        "Names", "NAMES",
        "Image", "IMAGE",
        "Command", "COMMAND",
        "CreatedAt", "CREATED AT",
        "RunningFor", "CREATED",
        "Ports", "PORTS",
        "State", "STATE",
        "Status", "STATUS",
        "Size", "SIZE",
        "Labels", "LABELS",
        "Label()", "",
        "Mounts", "MOUNTS",
        "LocalVolumes", "LOCAL VOLUMES",
        "Networks", "NETWORKS",
        "Platform", "PLATFORM"
    };

    private static final int SHORT_ID = 12;
    private static final int COMMAND_LETTERS = 20;

    private ContainerRow() {}

    static String shortId(String id) {
        return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }

    /** Those of the mounts that are named, and no path of the host. */
    private static int volumes(List<String> mounts) {
        int count = 0;
        for (String mount : mounts) {
            count += mount.isEmpty() || mount.startsWith("/") ? 0 : 1;
        }
        return count;
    }

    /** The fields that a template may name. */
    static Map<String, Object> of(ContainerSnapshot container, Instant now, boolean whole, String size) {
        Map<String, String> labels = container.labels();
        Map<String, Object> row = new TreeMap<>();
        row.put("ID", whole ? container.id() : shortId(container.id()));
        row.put("Names", container.name());
        row.put("Image", container.image());
        row.put("Command", command(container.command(), whole));
        row.put("CreatedAt", Moments.local(container.created()));
        row.put("RunningFor", Ages.ago(container.created(), now));
        row.put("Ports", ports(container.network()));
        row.put("State", container.status().word());
        row.put("Status", status(container, now));
        row.put("Size", size);
        row.put("Labels", labels(labels));
        row.put("Label", (Method) key -> labels.getOrDefault(key, ""));
        row.put("Mounts", String.join(",", container.mounts()));
        row.put("LocalVolumes", Integer.toString(volumes(container.mounts())));
        row.put("Networks", String.join(",", container.network().networks()));
        row.put("Platform", "linux");
        return row;
    }

    /** In quotes, and no longer than twenty letters unless wanted {@code whole}. */
    private static String command(List<String> words, boolean whole) {
        String line = String.join(" ", words);
        if (!whole && line.codePointCount(0, line.length()) > COMMAND_LETTERS) {
            line = line.substring(0, line.offsetByCodePoints(0, COMMAND_LETTERS - 1))
                    .concat("…");
        }
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            switch (letter) {
                case '"', '\\' -> quoted.append('\\').append(letter);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }

    /** {@code 0.0.0.0:8080->80/tcp, 443/tcp}. */
    private static String ports(ContainerSnapshot.Networking network) {
        List<String> words = new ArrayList<>();
        List<ContainerPort> published = new ArrayList<>();
        for (PublishedPort port : network.published()) {
            words.add(port.toString());
            published.add(new ContainerPort(port.containerPort(), port.protocol()));
        }
        for (ContainerPort port : network.exposed()) {
            if (!published.contains(port)) {
                words.add(port.toString());
            }
        }
        return String.join(", ", words);
    }

    /** {@code Up 3 minutes (healthy)}, {@code Exited (137) 2 hours ago}. */
    static String status(ContainerSnapshot container, Instant now) {
        return switch (container.status()) {
            case CREATED -> "Created";
            case RUNNING -> up(container, now).concat(health(container.health()));
            case PAUSED -> up(container, now).concat(" (Paused)");
            case RESTARTING -> "Restarting (" + container.exitCode() + ") " + ended(container, now);
            case REMOVING -> "Removal In Progress";
            case EXITED ->
                "Exited (" + container.exitCode() + ") " + ended(container, now)
                        + (container.oomKilled() ? " (out of memory)" : "");
            case DEAD -> "Dead";
        };
    }

    private static String up(ContainerSnapshot container, Instant now) {
        return "Up ".concat(Ages.between(container.startedAt(), now));
    }

    private static String ended(ContainerSnapshot container, Instant now) {
        return container.finishedAt() == null ? "" : Ages.ago(container.finishedAt(), now);
    }

    private static String health(Health health) {
        if (health == null) {
            return "";
        }
        return health.status() == Health.Status.STARTING
                ? " (health: starting)"
                : " (" + health.status().word() + ")";
    }

    private static String labels(Map<String, String> labels) {
        List<String> words = new ArrayList<>();
        new LinkedHashMap<>(labels).forEach((key, value) -> words.add(key + "=" + value));
        return String.join(",", words);
    }

    /** Whether it is there to be seen without {@code -a}. */
    static boolean isUp(ContainerSnapshot container) {
        return container.status().isUp() || container.status() == ContainerStatus.RESTARTING;
    }
}
