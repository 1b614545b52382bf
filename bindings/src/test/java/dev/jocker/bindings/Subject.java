package dev.jocker.bindings;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One list of {@code headers/}: a subject, and the symbols that jextract was asked for.
 *
 * @param header the umbrella header
 * @param perArchitecture whether the list is of what differs between the architectures
 * @param types C types, as C spells them, by the name of their class
 * @param constants names of macros and of enum constants
 */
record Subject(Path header, boolean perArchitecture, Map<String, String> types, List<String> constants) {

    private static final String PACKAGE = "dev.jocker.bindings";

    /** The directory {@code headers}, which is beside the module or, for a build from the top, in it. */
    static Path headers() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("headers/generate"))) {
                return at.resolve("headers");
            }
        }
        throw new IllegalStateException(
                "no headers/generate above " + Path.of("").toAbsolutePath());
    }

    static List<Subject> all() throws IOException {
        List<Subject> subjects = new ArrayList<>();
        try (var lists = Files.newDirectoryStream(headers(), "*.symbols")) {
            for (Path list : lists) {
                subjects.add(read(list));
            }
        }
        return subjects;
    }

    private static Subject read(Path list) throws IOException {
        String name = list.getFileName().toString().replace(".symbols", "");
        boolean perArchitecture = name.endsWith(".arch");
        Path header = list.resolveSibling(name.replace(".arch", "") + ".h");
        Map<String, String> types = new TreeMap<>();
        List<String> constants = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ");
            switch (words[0]) {
                case "--include-constant" -> constants.add(words[1]);
                case "--include-struct" -> types.put(words[1], "struct " + words[1]);
                case "--include-union" -> types.put(words[1], "union " + words[1]);
                case "--include-typedef" -> types.putIfAbsent(words[1], words[1]);
                default -> throw new IOException(list + ": " + line);
            }
        }
        return new Subject(header, perArchitecture, types, constants);
    }

    /** {@code mount}; {@code fcntl.arch} for a list of what differs. */
    String name() {
        return headerName() + (perArchitecture ? ".arch" : "");
    }

    private String headerName() {
        return header.getFileName().toString().replace(".h", "");
    }

    /** The package that holds this subject for an architecture, {@code x86_64} or {@code aarch64}. */
    String packageFor(String architecture) {
        return perArchitecture ? PACKAGE + "." + architecture : PACKAGE;
    }

    /** The class with the constants, null when the list has none. */
    Class<?> headerClass(String architecture) throws IllegalAccessException {
        return classNamed(packageFor(architecture) + "." + headerName() + "_h");
    }

    /** The class of a struct or union, null when it is on the other architecture only. */
    Class<?> typeClass(String architecture, String type) throws IllegalAccessException {
        return classNamed(packageFor(architecture) + "." + type);
    }

    /** The listed constants that are on this architecture: methods without parameters. */
    List<Method> constantMethods(String architecture) throws IllegalAccessException {
        List<Method> methods = new ArrayList<>();
        Class<?> header = headerClass(architecture);
        if (header != null) {
            for (Method method : header.getMethods()) {
                if (Modifier.isStatic(method.getModifiers()) && constants.contains(method.getName())) {
                    methods.add(method);
                }
            }
        }
        return methods;
    }

    private static Class<?> classNamed(String name) throws IllegalAccessException {
        try {
            return MethodHandles.lookup().findClass(name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
