package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.testing.LocalRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code jocker login} by somebody at a terminal. */
final class LoginIT extends TerminalTest {
    private LocalRegistry registry;
    private Path config;

    @BeforeEach
    void aRegistry() throws Exception {
        registry = LocalRegistry.withPassword(scratch.resolve("registry"));
        config = Files.createDirectory(scratch.resolve("docker")).resolve("config.json");
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    private void login(String words) throws Exception {
        onATerminal("stty -a > " + scratch + "/before; DOCKER_CONFIG=" + config.getParent() + " $J login " + words + " "
                + registry.host() + "; echo status $?; stty -a > " + scratch + "/after");
    }

    @Test
    void asksForBothAndShowsTheUserOnly() throws Exception {
        login("");
        appears("Username: ");
        type(LocalRegistry.USER + "\n");
        appears("Password: ");
        type(LocalRegistry.PASSWORD + "\n");
        appears("status 0");
        ends();
        assertThat(screen.text())
                .contains("Username: " + LocalRegistry.USER, "Login Succeeded")
                .doesNotContain(LocalRegistry.PASSWORD);
        assertThat(config).content().contains(registry.host());
        assertThat(scratch.resolve("after")).hasSameTextualContentAs(scratch.resolve("before"));
    }

    @Test
    void asksForThePasswordAloneAndKeepsNoWrongOne() throws Exception {
        login("-u " + LocalRegistry.USER);
        appears("Password: ");
        type("a mistake\n");
        appears("status 1");
        ends();
        assertThat(screen.text())
                .contains("does not take this user and password")
                .doesNotContain("Username", "a mistake");
        assertThat(config).doesNotExist();
        assertThat(scratch.resolve("after")).hasSameTextualContentAs(scratch.resolve("before"));
    }
}
