package dev.jocker.cli.ip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names that {@code ip(8)} has for numbers: its own, and an administrator's, in files of {@code /etc/iproute2}. Read when first asked. */
final class Names {
    private static final Path[] DIRECTORIES = {
        Path.of("/usr/share/iproute2"), Path.of("/usr/lib/iproute2"), Path.of("/etc/iproute2")
    };

    /** Of routing tables. */
    static final String TABLES = "rt_tables";
    /** Of who made a route. */
    static final String PROTOCOLS = "rt_protos";
    /** Of how far an address or a route reaches. */
    static final String SCOPES = "rt_scopes";
    /** Of types of service. */
    static final String SERVICES = "rt_dsfield";
    /** Of groups of links. */
    static final String GROUPS = "group";

    private static final String[] OWN_TABLES = {"255", "local", "254", "main", "253", "default", "0", "unspec"};
    private static final String[] OWN_SCOPES = {
        "0", "global", "255", "nowhere", "254", "host", "253", "link", "200", "site"
    };
    private static final String[] OWN_GROUPS = {"0", "default"};
    private static final String[] OWN_PROTOCOLS = {
        "0",
        "unspec",
        "1",
        "redirect",
        "2",
        "kernel",
        "3",
        "boot",
        "4",
        "static",
        "8",
        "gated",
        "9",
        "ra",
        "10",
        "mrt",
        "11",
        "zebra",
        "12",
        "bird",
        "13",
        "dnrouted",
        "14",
        "xorp",
        "15",
        "ntk",
        "16",
        "dhcp",
        "18",
        "keepalived",
        "42",
        "babel",
        "99",
        "openr",
        "186",
        "bgp",
        "187",
        "isis",
        "188",
        "ospf",
        "189",
        "rip",
        "192",
        "eigrp"
    };

    private final String file;
    private final boolean numeric;
    private List<Name> names;

    private record Name(long number, String name) {}

    /** @param numeric print numbers, whatever names there are */
    Names(String file, boolean numeric) {
        this.file = file;
        this.numeric = numeric;
    }

    /** The number's name, or its digits. */
    String of(long number) {
        if (!numeric) {
            for (Name each : names()) {
                if (each.number == number) {
                    return each.name;
                }
            }
        }
        return Long.toString(number);
    }

    /** Whether the number has a name. */
    boolean has(long number) {
        return !of(number).equals(Long.toString(number));
    }

    /** Whether it is the name of a number. */
    boolean hasWord(String word) {
        for (Name each : names()) {
            if (each.name.equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** The number that a word is, or is the name of. */
    long number(String what, String word, long most) {
        for (Name each : names()) {
            if (each.name.equals(word)) {
                return each.number;
            }
        }
        boolean digits = !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
        if (!digits) {
            throw new UsageException("\"" + word + "\" is no " + what);
        }
        return Values.number("a " + what, word, 0, most);
    }

    private List<Name> names() {
        if (names == null) {
            names = new ArrayList<>();
            for (Path directory : DIRECTORIES) {
                read(directory.resolve(file));
                readAll(directory.resolve(file + ".d"));
            }
            String[] own = switch (file) {
                case TABLES -> OWN_TABLES;
                case SCOPES -> OWN_SCOPES;
                case GROUPS -> OWN_GROUPS;
                case PROTOCOLS -> OWN_PROTOCOLS;
                default -> new String[0];
            };
            for (int i = 0; i < own.length; i += 2) {
                names.add(new Name(Long.parseLong(own[i]), own[i + 1]));
            }
        }
        return names;
    }

    private void readAll(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.conf")) {
            for (Path each : files) {
                read(each);
            }
        } catch (IOException e) {
            // names are a convenience: without them there are numbers
        }
    }

    private void read(Path path) {
        try {
            if (Files.isRegularFile(path)) {
                for (String line : Files.readAllLines(path, StandardCharsets.ISO_8859_1)) {
                    add(line.strip());
                }
            }
        } catch (IOException e) {
            // as above
        }
    }

    /** {@code 254 main}, {@code 0x10 lowdelay}; anything else is passed over. */
    private void add(String line) {
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        String rest = line.substring(end).strip();
        if (line.startsWith("#") || rest.isEmpty()) {
            return;
        }
        int comment = rest.indexOf('#');
        String name = comment < 0 ? rest : rest.substring(0, comment).strip();
        try {
            names.add(new Name(Long.decode(line.substring(0, end)), name));
        } catch (NumberFormatException e) {
            // no line of this kind
        }
    }
}
