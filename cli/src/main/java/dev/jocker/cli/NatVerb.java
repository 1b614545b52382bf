package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.Listing;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.namespace.NetworkNamespaces;
import dev.jocker.runtime.network.Forwarding;
import dev.jocker.runtime.network.Nat;
import dev.jocker.runtime.network.NatRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code jocker nat}: translates addresses, in a table of its own, here or in another network namespace. */
final class NatVerb extends Verb {
    private final Text namespace = options.text(
            "NAME|FILE|PID", "Act in this network namespace: named by ip netns, a file, a process's", "-n", "--netns");
    private final Switch enableForwarding =
            options.flag("Have packets passed on between links, where they are not", "--enable-forwarding");
    private final Switch all = options.flag("List the rules of all tables, not only Jocker's", "-a", "--all");
    private final Text format = options.text("FORMAT", "How to list: table, json or a Go template", "--format");
    private final Switch json = options.flag("List as JSON", "-j", "--json");

    NatVerb() {
        super(Command.NAT, "[OPTIONS] COMMAND [WORD...]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        String verb = words.isEmpty() ? "list" : words.getFirst();
        Action action = switch (verb) {
            case "list" -> list(words, console);
            case "delete" -> delete(words);
            case "flush" -> only(words, 1, Nat::flush);
            default -> {
                NatRule rule = NatWords.parse(words);
                yield nat -> {
                    enableForwarding(rule);
                    nat.add(rule);
                    tellOfForwarding(rule, console);
                };
            }
        };
        if (!namespace.given()) {
            act(action);
            return ExitStatus.SUCCESS;
        }
        try (NetworkNamespace there = open(namespace.value())) {
            return there.inside(() -> {
                act(action);
                return ExitStatus.SUCCESS;
            });
        }
    }

    /** What is done in the network namespace. */
    private interface Action {
        void on(Nat nat) throws IOException;
    }

    private static void act(Action action) throws IOException {
        try (Nat nat = Nat.open()) {
            action.on(nat);
        }
    }

    private static Action only(List<String> words, int count, Action action) {
        if (words.size() > count) {
            throw new OptionException("'" + words.get(count) + "' is one word too many");
        }
        return action;
    }

    private Action list(List<String> words, Console console) {
        Listing listing = NatListing.of(json.on() ? "json" : format.value());
        return only(words, 1, nat -> {
            NatListing.fill(listing, nat, all.on());
            console.out().print(listing.text(console.tableWidth()));
        });
    }

    private static Action delete(List<String> words) {
        if (words.size() < 2) {
            throw new OptionException("it takes the handle of a rule, or its words: delete masquerade 10.0.0.0/24");
        }
        String second = words.get(1);
        if (words.size() == 2 && Character.isDigit(second.charAt(0))) {
            long handle = Numbers.parse("delete", second);
            return nat -> nat.delete(handle);
        }
        NatRule rule = NatWords.parse(words.subList(1, words.size()));
        return nat -> nat.delete(rule);
    }

    /** It makes a router of this machine, so it is not turned on unasked. */
    private void enableForwarding(NatRule rule) throws IOException {
        if (enableForwarding.on()) {
            for (boolean v4 : families(rule)) {
                Forwarding.enable(v4);
            }
        }
    }

    /** Without forwarding all the rules are of no use. */
    private static void tellOfForwarding(NatRule rule, Console console) throws IOException {
        for (boolean v4 : families(rule)) {
            if (!Forwarding.isOn(v4)) {
                console.err()
                        .println("jocker nat: " + Forwarding.parameter(v4)
                                + " is off here, so no packet is passed on: --enable-forwarding turns it on");
            }
        }
    }

    private static boolean[] families(NatRule rule) {
        return rule.isV4() == null ? new boolean[] {true, false} : new boolean[] {rule.isV4()};
    }

    private static NetworkNamespace open(String word) throws IOException {
        if (word.indexOf('/') >= 0) {
            return NetworkNamespace.open(Path.of(word));
        }
        boolean isPid = !word.isEmpty() && Character.isDigit(word.charAt(0));
        if (isPid && !Files.exists(NetworkNamespaces.file(word))) {
            return NetworkNamespace.of(Numbers.parse("--netns", word));
        }
        return NetworkNamespaces.open(word);
    }
}
