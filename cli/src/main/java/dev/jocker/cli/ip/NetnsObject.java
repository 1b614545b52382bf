package dev.jocker.cli.ip;

import dev.jocker.runtime.namespace.NetworkCommand;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.namespace.NetworkNamespaces;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.FileNames;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** {@code jocker ip netns}. */
final class NetnsObject {
    /** As shells have it, and docker. */
    private static final int NOT_FOUND = 127;

    private static final int NOT_EXECUTABLE = 126;
    private static final String PATH = "PATH=";
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Session session;

    NetnsObject(Session session) {
        this.session = session;
    }

    /** Returns the exit status. */
    int run(Words words) throws IOException {
        String typed = words.hasNext() ? words.next() : "list";
        String verb = Words.match(
                typed,
                "list",
                "show",
                "lst",
                "list-id",
                "help",
                "add",
                "set",
                "delete",
                "identify",
                "pids",
                "exec",
                "attach");
        switch (verb) {
            case "list", "show", "lst" -> list(words);
            case "list-id" -> listIds(words);
            case "add" -> add(words);
            case "set" -> set(words);
            case "delete" -> delete(words);
            case "identify" -> identify(words);
            case "pids" -> pids(words);
            case "exec" -> {
                return exec(words);
            }
            case "attach" -> attach(words);
            case "help" -> session.print(Help.NETNS);
            case null, default -> throw Help.unknownVerb(typed, "netns");
        }
        return 0;
    }

    private static String name(Words words) {
        if (!words.hasNext()) {
            throw new UsageException("say which network namespace");
        }
        return Values.namespaceName(words.next());
    }

    private void list(Words words) throws IOException {
        words.end();
        List<String> names = NetworkNamespaces.list();
        Report report = session.report();
        for (String name : names) {
            report.openObject();
            report.value("name", "", name, "");
            OptionalInt id = id(name);
            if (id.isPresent()) {
                report.value("id", " (id: ", id.getAsInt(), ")");
            }
            report.text("\n");
            report.closeObject();
        }
        // ip(8) prints nothing at all where nobody ever made one
        session.print(names.isEmpty() ? "" : report.finish());
    }

    /** The number by which our namespace knows it. */
    private OptionalInt id(String name) {
        try (NetworkNamespace namespace = NetworkNamespaces.open(name)) {
            return session.route().namespaceIds().get(namespace.fd());
        } catch (IOException e) {
            return OptionalInt.empty(); // a file on which nothing is mounted
        }
    }

    private void listIds(Words words) throws IOException {
        words.end();
        Report report = session.report();
        for (int id : session.route().namespaceIds().list()) {
            report.openObject();
            report.value("nsid", "nsid ", id, " ");
            String name = session.namespaceNamed(id);
            if (name != null) {
                report.value("name", "(iproute2 netns name: ", name, ")");
            }
            report.text("\n");
            report.closeObject();
        }
        session.print(report);
    }

    private void add(Words words) throws IOException {
        String name = name(words);
        words.end();
        try {
            NetworkNamespaces.add(name);
        } catch (SyscallException e) {
            throw taken(name, e);
        }
    }

    private void attach(Words words) throws IOException {
        String name = name(words);
        int pid = pid(words.value("attach NAME"));
        words.end();
        try {
            NetworkNamespaces.attach(name, pid);
        } catch (SyscallException e) {
            throw taken(name, e);
        }
    }

    private static IOException taken(String name, SyscallException e) {
        if (e.errno() != Errno.EEXIST) {
            return e;
        }
        var taken = new FileAlreadyExistsException(
                NetworkNamespaces.file(name).toString(), null, "there is a network namespace of this name");
        taken.initCause(e);
        return taken;
    }

    private static int pid(String text) {
        return Values.integer("a process", text, 1, Integer.MAX_VALUE);
    }

    /** {@code set NAME ID}, or {@code auto}. */
    private void set(Words words) throws IOException {
        String name = name(words);
        String text = words.value("set NAME");
        words.end();
        int id = text.equals("auto") ? -1 : Values.integer("an id", text, 0, Integer.MAX_VALUE);
        try (NetworkNamespace namespace = NetworkNamespaces.open(name)) {
            session.route().namespaceIds().set(namespace.fd(), id);
        }
    }

    private void delete(Words words) throws IOException {
        String name = name(words);
        words.end();
        NetworkNamespaces.delete(name);
    }

    private void identify(Words words) throws IOException {
        List<String> names = words.hasNext() && !words.isNext("self")
                ? NetworkNamespaces.namesOf(pid(words.next()))
                : NetworkNamespaces.namesOfThis();
        for (String name : names) {
            session.print(name.concat("\n"));
        }
    }

    private void pids(Words words) throws IOException {
        String name = name(words);
        words.end();
        for (int pid : NetworkNamespaces.processes(name)) {
            session.print(pid + "\n");
        }
    }

    /** Comes back only if it failed. */
    private int exec(Words words) throws IOException {
        String name = name(words);
        if (!words.hasNext()) {
            throw new UsageException("say what to execute: ip netns exec " + name + " COMMAND");
        }
        List<String> command = words.rest();
        List<Path> files = new ArrayList<>();
        for (Path file : NetworkCommand.filesOf(name)) {
            Path replaced = NetworkCommand.replacedBy(file);
            if (Files.exists(replaced)) {
                files.add(file);
            } else {
                session.warn(file + " stands in for nothing: there is no " + replaced);
            }
        }
        List<String> environment = environment();
        SyscallException failure = new NetworkCommand(
                        name, files, candidates(command.getFirst(), environment), command, environment)
                .become();
        if (failure.call() != SystemCall.EXECVE) {
            throw failure;
        }
        session.warn(command.getFirst() + ": " + failure.errno().words());
        return failure.errno() == Errno.ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
    }

    private static List<String> candidates(String command, List<String> environment) {
        if (command.indexOf('/') >= 0 || command.isEmpty()) {
            return List.of(command);
        }
        String path = USUAL_PATH;
        for (String variable : environment) {
            if (variable.startsWith(PATH)) {
                path = variable.substring(PATH.length());
            }
        }
        List<String> candidates = new ArrayList<>();
        for (String directory : path.split(":", -1)) {
            candidates.add((directory.isEmpty() ? "." : directory) + "/" + command);
        }
        return candidates;
    }

    /** As it was given to us, byte by byte. */
    private static List<String> environment() throws IOException {
        List<String> variables = new ArrayList<>();
        byte[] bytes = Files.readAllBytes(Path.of("/proc/self/environ"));
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == 0) {
                variables.add(FileNames.decode(Arrays.copyOfRange(bytes, start, end)));
                start = end + 1;
            }
        }
        return variables;
    }
}
