package dev.jocker.cli.ip;

import dev.jocker.runtime.route.AddressFlag;

/** The words for flags of an address, in the order in which they are printed. */
enum AddressWords {
    SECONDARY(AddressFlag.IFA_F_SECONDARY, "secondary", false),
    NODAD(AddressFlag.IFA_F_NODAD, "nodad", true),
    OPTIMISTIC(AddressFlag.IFA_F_OPTIMISTIC, "optimistic", true),
    DADFAILED(AddressFlag.IFA_F_DADFAILED, "dadfailed", false),
    HOME(AddressFlag.IFA_F_HOMEADDRESS, "home", true),
    DEPRECATED(AddressFlag.IFA_F_DEPRECATED, "deprecated", false),
    TENTATIVE(AddressFlag.IFA_F_TENTATIVE, "tentative", false),
    PERMANENT(AddressFlag.IFA_F_PERMANENT, "permanent", false),
    MNGTMPADDR(AddressFlag.IFA_F_MANAGETEMPADDR, "mngtmpaddr", true),
    NOPREFIXROUTE(AddressFlag.IFA_F_NOPREFIXROUTE, "noprefixroute", true),
    AUTOJOIN(AddressFlag.IFA_F_MCAUTOJOIN, "autojoin", true),
    STABLE_PRIVACY(AddressFlag.IFA_F_STABLE_PRIVACY, "stable-privacy", false);

    private final AddressFlag flag;
    private final String word;
    private final boolean settable;

    AddressWords(AddressFlag flag, String word, boolean settable) {
        this.flag = flag;
        this.word = word;
        this.settable = settable;
    }

    AddressFlag flag() {
        return flag;
    }

    String word() {
        return word;
    }

    /** The flag that can be given to an address by this word, or null. */
    static AddressFlag settableFlag(String word) {
        AddressFlag flag = flag(word);
        for (AddressWords each : values()) {
            if (each.flag == flag && each.settable) {
                return flag;
            }
        }
        return null;
    }

    /** The flag that is called so, or null. */
    static AddressFlag flag(String word) {
        for (AddressWords each : values()) {
            if (each.word.equals(word)) {
                return each.flag;
            }
        }
        return word.equals("temporary") ? AddressFlag.IFA_F_SECONDARY : null;
    }
}
