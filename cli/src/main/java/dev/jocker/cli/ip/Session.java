package dev.jocker.cli.ip;

import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.namespace.NetworkNamespaces;
import dev.jocker.runtime.route.RouteSocket;
import java.io.IOException;
import java.io.PrintStream;
import java.util.OptionalInt;

/** One run: what was asked for, the socket to the namespace, and where to print. */
final class Session implements AutoCloseable {
    private final String namespace;
    private final Display display;
    private final PrintStream out;
    private final PrintStream err;

    final Names tables;
    final Names protocols;
    final Names scopes;
    final Names services;
    final Names groups;

    private RouteSocket route;
    private LinkNames links;

    /** @param namespace the name of the network namespace; null: our own */
    Session(String namespace, Display display, PrintStream out, PrintStream err) {
        this.namespace = namespace;
        this.display = display;
        this.out = out;
        this.err = err;
        tables = new Names(Names.TABLES, display.numeric());
        protocols = new Names(Names.PROTOCOLS, display.numeric());
        scopes = new Names(Names.SCOPES, display.numeric());
        services = new Names(Names.SERVICES, display.numeric());
        groups = new Names(Names.GROUPS, display.numeric());
    }

    Display display() {
        return display;
    }

    /** Of the namespace that was named; null: our own. */
    String namespace() {
        return namespace;
    }

    RouteSocket route() throws IOException {
        if (route == null) {
            if (namespace == null) {
                route = RouteSocket.open();
            } else {
                try (NetworkNamespace other = NetworkNamespaces.open(namespace)) {
                    route = RouteSocket.in(other.fd());
                }
            }
        }
        return route;
    }

    LinkNames links() throws IOException {
        if (links == null) {
            links = new LinkNames(route().links());
        }
        return links;
    }

    /** The name of the network namespace that ours knows by a number; null if it has none. */
    String namespaceNamed(int id) throws IOException {
        for (String name : NetworkNamespaces.list()) {
            try (NetworkNamespace each = NetworkNamespaces.open(name)) {
                OptionalInt number = route().namespaceIds().get(each.fd());
                if (number.isPresent() && number.getAsInt() == id) {
                    return name;
                }
            } catch (IOException e) {
                // a file on which no namespace is mounted, or which has gone meanwhile
            }
        }
        return null;
    }

    Report report() {
        return new Report(display);
    }

    void print(Report report) {
        out.print(report.finish());
    }

    void print(String text) {
        out.print(text);
    }

    /** One line, about something that does not keep the rest from being done. */
    void warn(String message) {
        err.println("jocker ip: ".concat(message));
    }

    @Override
    public void close() {
        if (route != null) {
            route.close();
        }
    }
}
