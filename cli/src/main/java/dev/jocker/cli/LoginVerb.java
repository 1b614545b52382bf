package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.Credentials;
import dev.jocker.runtime.registry.DockerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code jocker login [SERVER]}. */
final class LoginVerb extends Verb {
    private final Text user = options.text("USER", "Who to be", "-u", "--username");
    private final Text password =
            options.text("PASSWORD", "Password, for everybody who lists processes to see", "-p", "--password");
    private final Switch passwordIn = options.flag("Read the password from standard input", "--password-stdin");
    private final RegistryOptions registry = new RegistryOptions(options);

    LoginVerb() {
        super(Command.LOGIN, "[OPTIONS] [SERVER]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        String server = server(options.words());
        if (password.given() && passwordIn.on()) {
            throw new OptionException("-p does not go with --password-stdin");
        }
        if (passwordIn.on() && !user.given()) {
            throw new OptionException("--password-stdin needs -u");
        }
        String name = user.given() ? user.value() : asked("Username: ");
        var credentials = new Credentials(name, password(console));
        if (name.isEmpty() || credentials.secret().isEmpty()) {
            throw new OptionException("it takes a user and a password");
        }
        Access access = registry.access();
        engine.keptImages().login(server, access.as(credentials));
        String helper = access.logins().store(server, credentials);
        if (helper == null) {
            console.err()
                    .println("The password is in " + access.logins().file()
                            + ", as docker keeps it: not encrypted. A credential helper would keep it better.");
        }
        console.out().println("Login Succeeded");
        return ExitStatus.SUCCESS;
    }

    /** The registry that is meant, as names of images have it. */
    static String server(List<String> words) {
        if (words.size() > 1) {
            throw new OptionException("it takes one server at most");
        }
        String host = words.isEmpty() ? "docker.io" : DockerConfig.host(words.getFirst());
        if (host.isEmpty()) {
            throw new OptionException("\"" + words.getFirst() + "\" is no server");
        }
        return host;
    }

    private String password(Console console) throws IOException {
        if (password.given()) {
            return password.value();
        }
        if (passwordIn.on()) {
            String text = new String(console.in().readAllBytes(), StandardCharsets.UTF_8);
            int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
            return text.substring(0, text.length() - end);
        }
        char[] secret = terminal().readPassword("Password: ");
        return secret == null ? "" : new String(secret);
    }

    private static String asked(String prompt) {
        String line = terminal().readLine(prompt);
        return line == null ? "" : line.strip();
    }

    /** With few modules there is none: the one that is always there is of a module that the launcher leaves out. */
    @SuppressWarnings("SystemConsoleNull")
    private static java.io.Console terminal() {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            throw new OptionException("there is no terminal to ask at: use -u and --password-stdin");
        }
        return terminal;
    }
}
