package dev.jocker.cli;

import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.template.Template;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.volume.VolumeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Prints what is known of things that have names: all as one list, or each as a template has it. */
final class Inspection {
    private final Console console;
    private final Text format;

    /** {@code format}: a template; {@code json}; or not given. */
    Inspection(Console console, Text format) {
        this.console = console;
        this.format = format;
    }

    /** Where the tree of one thing comes from. */
    interface Source {
        Object tree(String name) throws IOException;
    }

    /** One that is not there does not keep the others: the exit status tells. */
    int of(List<String> names, Source source) {
        Template template = !format.given() || format.value().equals("json")
                ? null
                : Listing.parse(Listing.unescaped(format.value()));
        List<Object> found = new ArrayList<>();
        int status = ExitStatus.SUCCESS;
        for (String name : names) {
            try {
                Object tree = source.tree(name);
                if (template == null) {
                    found.add(tree);
                } else {
                    console.out().println(Listing.render(template, tree));
                }
            } catch (ContainerException | NetworkException | VolumeException | IOException e) {
                console.failures().failed(e);
                status = ExitStatus.NOT_DONE;
            }
        }
        if (template == null) { // also where nothing was found: [] is what a script can read
            console.out().println(format.given() ? JsonText.compact(found) : JsonText.indented(found));
        }
        return status;
    }
}
