package dev.jocker.cli;

import dev.jocker.runtime.syscall.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The names of this host's users, as {@code passwd(5)} has them. */
final class UserNames {
    private static final int NAME = 0;
    private static final int ID = 2;

    private final Map<String, String> names = new HashMap<>();

    UserNames() {
        try {
            for (String line :
                    FileNames.decode(Files.readAllBytes(Path.of("/etc/passwd"))).split("\n")) {
                String[] fields = line.split(":", -1);
                if (fields.length > ID) {
                    names.putIfAbsent(fields[ID], fields[NAME]);
                }
            }
        } catch (IOException e) {
            names.clear(); // then their numbers have to do
        }
    }

    /** The user's name, or its number where it has none. */
    String of(long uid) {
        String number = Long.toString(uid);
        return names.getOrDefault(number, number);
    }
}
