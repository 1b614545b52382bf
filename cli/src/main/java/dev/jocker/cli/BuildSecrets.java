package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --secret} of {@code build}: {@code id=NAME}, and where it is from: {@code src=FILE} or {@code env=VARIABLE}. */
final class BuildSecrets {
    /** As docker's. */
    private static final int LARGEST = 500 << 10;

    private static final Set<String> KNOWN = Set.of("type", "id", "src", "source", "env");

    private BuildSecrets() {}

    /**
     * Reads them.
     *
     * @throws OptionException if one makes no sense or is not there
     */
    static Map<String, byte[]> read(List<String> options) throws IOException {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        for (String option : options) {
            Map<String, String> words = words(option);
            String id = words.get("id");
            if (id == null || id.isEmpty()) {
                throw wrong(option, "expected id=NAME[,src=FILE|,env=NAME]");
            }
            secrets.put(id, secret(option, id, words));
        }
        return secrets;
    }

    private static Map<String, String> words(String option) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : option.split(",", -1)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 || !KNOWN.contains(name)) {
                throw wrong(option, "expected id=NAME[,src=FILE|,env=NAME]");
            }
            words.put(name.equals("source") ? "src" : name, word.substring(equals + 1));
        }
        return words;
    }

    /** Where nothing else is said, the variable of that name; if there is none, the file. With {@code type=env} {@code src} is a variable, too. */
    private static byte[] secret(String option, String id, Map<String, String> words) throws IOException {
        String type = words.getOrDefault("type", "");
        if (!Set.of("", "file", "env").contains(type)) {
            throw wrong(option, "type is file or env, not " + type);
        }
        String variable = words.get("env");
        String file = words.get("src");
        if (variable == null && type.equals("env")) {
            variable = file == null ? id : file;
            file = null;
        }
        if (variable != null && file != null) {
            throw wrong(option, "it is either from src or from env");
        }
        if (file == null) {
            String value = OriginalText.environment(variable == null ? id : variable);
            if (value != null) {
                return value.getBytes(StandardCharsets.UTF_8);
            }
            if (variable != null) {
                throw wrong(option, "the environment has no " + variable);
            }
        }
        return contents(option, file == null ? id : file);
    }

    private static byte[] contents(String option, String file) throws IOException {
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                throw wrong(option, "there is no file " + file);
            }
            if (Files.size(path) > LARGEST) {
                throw wrong(option, file + " is larger than 500 KiB");
            }
            return Files.readAllBytes(path);
        } catch (InvalidPathException e) {
            throw wrong(option, e.getMessage());
        }
    }

    private static OptionException wrong(String option, String why) {
        return new OptionException("--secret \"" + option + "\": " + why);
    }
}
