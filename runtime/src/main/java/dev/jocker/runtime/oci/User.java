package dev.jocker.runtime.oci;

import java.util.List;

/**
 * User and groups, by number, as the container sees them.
 *
 * @param uid the user
 * @param gid the group
 * @param umask null: 0022
 * @param additionalGids supplementary groups
 */
public record User(long uid, long gid, Integer umask, List<Long> additionalGids) {
    /** User 0, group 0, nothing else. */
    public static final User ROOT = new User(0, 0, null, List.of());

    public User {
        additionalGids = Frozen.list(additionalGids);
    }
}
