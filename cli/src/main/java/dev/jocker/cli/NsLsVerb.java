package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Listing;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.namespace.NamespaceList;
import dev.jocker.runtime.namespace.NamespaceUse;
import dev.jocker.runtime.namespace.NamespaceUse.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code jocker ns ls}: the namespaces there are, and who is in them; of one of them, its processes. */
final class NsLsVerb extends Verb {
    private static final String COLUMNS =
            "{{.NS}}\t{{.Type}}\t{{.Processes}}\t{{.PID}}\t{{.User}}\t{{.KeptBy}}\t{{.Command}}";
    private static final String COMPARED =
            "{{.NS}}\t{{.Type}}\t{{.Shared}}\t{{.Processes}}\t{{.PID}}\t{{.User}}\t{{.KeptBy}}\t{{.Command}}";
    private static final String[] HEADINGS = {
        "NS", "NS",
        "Type", "TYPE",
        "Shared", "SHARED BY",
        "Processes", "PROCESSES",
        "PID", "PID",
        "PIDs", "PIDS",
        "User", "USER",
        "UID", "UID",
        "KeptBy", "KEPT BY",
        "Command", "COMMAND"
    };
    private static final String MEMBER_COLUMNS = "{{.PID}}\t{{.PPID}}\t{{.User}}\t{{.Command}}";
    private static final String[] MEMBER_HEADINGS = {
        "PID", "PID", "PPID", "PPID", "User", "USER", "UID", "UID", "Command", "COMMAND"
    };

    private final Texts processes = options.texts(
            "PID", "Only namespaces of this process; of several: who of them shares which", "-p", "--task");
    private final Texts kinds =
            options.texts("KIND", "Only mnt, uts, ipc, pid, net, cgroup, user or time namespaces", "-t", "--type");
    private final Switch quiet = options.flag("Print numbers only", "-q", "--quiet");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    private final UserNames users = new UserNames();

    NsLsVerb() {
        super(Command.NS_LS, "[OPTIONS] [NS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() > 1) {
            throw new OptionException("it takes the number of one namespace at most, to list its processes");
        }
        console.out().print(options.words().isEmpty() ? namespaces(console) : members(console));
        return ExitStatus.SUCCESS;
    }

    private String namespaces(Console console) throws IOException {
        Set<NamespaceKind> wanted = wantedKinds();
        List<Integer> asked = new ArrayList<>();
        for (String pid : processes.values()) {
            asked.add(Numbers.parse("--task", pid));
            NamespaceList.of(asked.getLast()); // or the list would be empty, and nobody would know why
        }
        var listing = new Listing(format.value(), asked.size() > 1 ? COMPARED : COLUMNS, HEADINGS);
        var numbers = new StringBuilder();
        for (NamespaceUse each : NamespaceList.read()) {
            List<Integer> sharing = sharing(each, asked);
            if (wanted.contains(each.id().kind()) && (asked.isEmpty() || !sharing.isEmpty())) {
                listing.row(row(each, sharing));
                numbers.append(each.id().inode()).append('\n');
            }
        }
        return quiet.on() ? numbers.toString() : listing.text(console.tableWidth());
    }

    private Set<NamespaceKind> wantedKinds() {
        Set<NamespaceKind> wanted = EnumSet.noneOf(NamespaceKind.class);
        for (String word : kinds.values()) {
            for (String each : word.split(",", -1)) {
                wanted.add(NamespaceOptions.kind("--type", each));
            }
        }
        return wanted.isEmpty() ? EnumSet.allOf(NamespaceKind.class) : wanted;
    }

    private static List<Integer> sharing(NamespaceUse namespace, List<Integer> asked) {
        List<Integer> sharing = new ArrayList<>();
        for (Member member : namespace.members()) {
            if (asked.contains(member.pid())) {
                sharing.add(member.pid());
            }
        }
        return sharing;
    }

    private Map<String, Object> row(NamespaceUse namespace, List<Integer> sharing) {
        List<String> pids = new ArrayList<>();
        for (Member member : namespace.members()) {
            pids.add(Integer.toString(member.pid()));
        }
        List<String> keepers = new ArrayList<>(namespace.mounts());
        namespace.holders().forEach(holder -> keepers.add(holder.toString()));
        Member first =
                namespace.members().isEmpty() ? null : namespace.members().getFirst();
        List<String> shared = new ArrayList<>();
        sharing.forEach(pid -> shared.add(pid.toString()));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("NS", Long.toString(namespace.id().inode()));
        row.put("Type", namespace.id().kind().file());
        row.put("Shared", String.join(",", shared));
        row.put("Processes", Integer.toString(pids.size()));
        row.put("PID", first == null ? "" : Integer.toString(first.pid()));
        row.put("PIDs", String.join(",", pids));
        row.put("User", first == null ? "" : users.of(first.uid()));
        row.put("UID", first == null ? "" : Long.toString(first.uid()));
        row.put("KeptBy", String.join(",", keepers));
        row.put("Command", first == null ? "" : first.command());
        return row;
    }

    private String members(Console console) throws IOException {
        String word = options.words().getFirst();
        var listing = new Listing(format.value(), MEMBER_COLUMNS, MEMBER_HEADINGS);
        var numbers = new StringBuilder();
        boolean found = false;
        for (NamespaceUse namespace : NamespaceList.read()) {
            if (word.equals(Long.toString(namespace.id().inode()))
                    || word.equals(namespace.id().toString())) {
                found = true;
                for (Member member : namespace.members()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("PID", Integer.toString(member.pid()));
                    row.put("PPID", Integer.toString(member.parent()));
                    row.put("User", users.of(member.uid()));
                    row.put("UID", Long.toString(member.uid()));
                    row.put("Command", member.command());
                    listing.row(row);
                    numbers.append(member.pid()).append('\n');
                }
            }
        }
        if (!found) {
            throw new IOException("there is no namespace " + word + ": 'jocker ns ls' lists those that there are");
        }
        return quiet.on() ? numbers.toString() : listing.text(console.tableWidth());
    }
}
