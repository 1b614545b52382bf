package dev.jocker.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final Accounts ACCOUNTS = Accounts.parse("""
            root:x:0:0:root:/root:/bin/sh
            # a comment
            broken
            daemon:x:1:1::
            app:x:1000:1001:An App:/srv/app:/bin/sh
            far:x:99999999999:0::/:/bin/sh
            """, """
            root:x:0:root
            app:x:1001:
            video:x:44:app,other
            audio:x:29: app
            bad:x:nine:app
            """);

    private static Accounts.Identity resolve(String user, String... groupAdd) {
        return ACCOUNTS.resolve(UserChoice.parse(user), List.of(groupAdd));
    }

    @Test
    void findsUsersByName() {
        assertThat(resolve("app")).isEqualTo(new Accounts.Identity(1000, 1001, List.of(44L, 29L), "/srv/app"));
    }

    @Test
    void findsUsersByNumber() {
        assertThat(resolve("1000")).isEqualTo(resolve("app"));
        assertThat(resolve("77")).isEqualTo(new Accounts.Identity(77, 0, List.of(), "/"));
    }

    @Test
    void emptyIsRoot() {
        assertThat(resolve("")).isEqualTo(new Accounts.Identity(0, 0, List.of(), "/root"));
        assertThat(Accounts.EMPTY.resolve(UserChoice.DEFAULT, List.of()))
                .isEqualTo(new Accounts.Identity(0, 0, List.of(), "/"));
    }

    @Test
    void aGroupTakesThePlaceOfTheUsersOwn() {
        assertThat(resolve("app:video")).isEqualTo(new Accounts.Identity(1000, 44, List.of(), "/srv/app"));
        assertThat(resolve(":5").gid()).isEqualTo(5);
    }

    @Test
    void addsGroupsOnce() {
        assertThat(resolve("app:app", "video", "44", "1001", "7").groups()).containsExactly(44L, 7L);
    }

    @Test
    void aUserWithoutHomeIsAtTheRoot() {
        assertThat(resolve("daemon").home()).isEqualTo("/");
    }

    @Test
    void unknownNamesAreErrors() {
        assertThatThrownBy(() -> resolve("nobody")).hasMessageContaining("/etc/passwd has no user \"nobody\"");
        assertThatThrownBy(() -> resolve("far")).hasMessageContaining("no user \"far\"");
        assertThatThrownBy(() -> resolve("app:staff")).hasMessageContaining("/etc/group has no group \"staff\"");
        assertThatThrownBy(() -> resolve("app", "bad")).hasMessageContaining("--group-add \"bad\"");
    }
}
