package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.namespace.KeptNamespaces;
import dev.jocker.runtime.namespace.NamespaceId;
import dev.jocker.runtime.namespace.NamespaceKind;
import java.io.IOException;
import java.nio.file.Path;

/** {@code jocker ns keep [-t PID] KIND FILE}: a file that keeps a namespace when nobody is in it. */
final class NsKeepVerb extends Verb {
    private final Text target =
            options.text("PID", "Keep the namespace of this process; else a new one", "-t", "--target");

    NsKeepVerb() {
        super(Command.NS_KEEP, "[-t PID] KIND FILE");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 2) {
            throw new OptionException(
                    "it takes a kind (mnt, uts, ipc, pid, net, cgroup, user, time) and the file to make");
        }
        NamespaceKind kind = NamespaceOptions.kind("KIND", options.words().get(0));
        Path file = Path.of(options.words().get(1)).toAbsolutePath();
        NamespaceId kept = target.given()
                ? KeptNamespaces.keep(Numbers.parse("--target", target.value()), kind, file)
                : KeptNamespaces.keepNew(kind, file);
        console.out().println(kept);
        return ExitStatus.SUCCESS;
    }
}
