package dev.jocker.runtime.options;

import java.util.ArrayList;
import java.util.List;

/**
 * The users and groups that a container's own {@code passwd(5)} and {@code group(5)} name. Nothing is read here: the texts
 * come in, numbers go out. Lines that are not well-formed are passed over, as the C library does.
 */
public final class Accounts {
    /** No users and no groups: numbers only. */
    public static final Accounts EMPTY = new Accounts(List.of(), List.of());

    private final List<User> users;
    private final List<Group> groups;

    private Accounts(List<User> users, List<Group> groups) {
        this.users = users;
        this.groups = groups;
    }

    /** A line of passwd(5). */
    public record User(String name, long uid, long gid, String home) {}

    /** A line of group(5). */
    public record Group(String name, long gid, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    /**
     * Who a process will be.
     *
     * @param groups the supplementary groups, none twice, without {@code gid}
     * @param home never empty; {@code /} where the accounts do not say
     */
    public record Identity(long uid, long gid, List<Long> groups, String home) {
        public Identity {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Reads both files.
     *
     * @param passwd the text of passwd(5), empty where there is none
     * @param group the text of group(5), likewise
     */
    public static Accounts parse(String passwd, String group) {
        List<User> users = new ArrayList<>();
        for (String line : passwd.split("\n")) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 6 && !fields[0].isEmpty() && isId(fields[2]) && isId(fields[3])) {
                users.add(new User(fields[0], number(fields[2]), number(fields[3]), fields[5]));
            }
        }
        List<Group> groups = new ArrayList<>();
        for (String line : group.split("\n")) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 3 && !fields[0].isEmpty() && isId(fields[2])) {
                groups.add(new Group(fields[0], number(fields[2]), members(fields)));
            }
        }
        return new Accounts(users, groups);
    }

    /**
     * Looks a choice up.
     *
     * @param groupAdd further groups, names or numbers
     * @throws IllegalArgumentException if a name is not there
     */
    public Identity resolve(UserChoice choice, List<String> groupAdd) {
        return resolve(choice, groupAdd, UserChoice.OPTION);
    }

    /**
     * Looks up what somebody has written elsewhere.
     *
     * @param option what errors call that place
     * @throws IllegalArgumentException if a name is not there
     */
    public Identity resolve(UserChoice choice, String option) {
        return resolve(choice, List.of(), option);
    }

    private Identity resolve(UserChoice choice, List<String> groupAdd, String option) {
        String wanted = choice.user().isEmpty() ? "0" : choice.user();
        User user = user(wanted);
        if (user == null && !isId(wanted)) {
            throw BadOption.value(
                    option, choice.toString(), "the container's /etc/passwd has no user \"" + wanted + "\"");
        }
        // A number without an account is a user all the same, in group 0 and at home nowhere.
        long uid = user == null ? number(wanted) : user.uid();
        long gid = user == null ? 0 : user.gid();
        List<Long> supplementary = new ArrayList<>();
        if (choice.group() != null) {
            gid = gid(option, choice.toString(), choice.group());
        } else if (user != null) {
            for (Group group : groups) {
                if (group.members().contains(user.name())) {
                    add(supplementary, group.gid(), gid);
                }
            }
        }
        for (String group : groupAdd) {
            add(supplementary, gid("--group-add", group, group), gid);
        }
        String home = user == null || user.home().isEmpty() ? "/" : user.home();
        return new Identity(uid, gid, supplementary, home);
    }

    /** The user's name, or the number where it has none. */
    public String nameOf(long uid) {
        for (User user : users) {
            if (user.uid() == uid) {
                return user.name();
            }
        }
        return Long.toString(uid);
    }

    private User user(String wanted) {
        for (User user : users) {
            if (user.name().equals(wanted)) {
                return user;
            }
        }
        for (User user : users) {
            if (isId(wanted) && user.uid() == number(wanted)) {
                return user;
            }
        }
        return null;
    }

    private long gid(String option, String value, String wanted) {
        for (Group group : groups) {
            if (group.name().equals(wanted)) {
                return group.gid();
            }
        }
        if (isId(wanted)) {
            return number(wanted);
        }
        throw BadOption.value(option, value, "the container's /etc/group has no group \"" + wanted + "\"");
    }

    private static void add(List<Long> gids, long gid, long primary) {
        if (gid != primary && !gids.contains(gid)) {
            gids.add(gid);
        }
    }

    private static List<String> members(String[] fields) {
        List<String> members = new ArrayList<>();
        for (String member : fields.length > 3 ? fields[3].split(",") : new String[0]) {
            if (!member.isBlank()) {
                members.add(member.strip());
            }
        }
        return members;
    }

    /** Whether the word is digits and nothing else. */
    public static boolean isNumber(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return !word.isEmpty();
    }

    /** The number that digits are, or -1 where it is above 2147483647, the largest id that docker takes. */
    public static long number(String digits) {
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            number = number * 10 + (digits.charAt(i) - '0');
            if (number > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return number;
    }

    private static boolean isId(String word) {
        return isNumber(word) && number(word) >= 0;
    }
}
