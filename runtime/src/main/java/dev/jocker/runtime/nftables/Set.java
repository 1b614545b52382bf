package dev.jocker.runtime.nftables;

import dev.jocker.runtime.netlink.Alignment;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;

/**
 * A set of keys, or a map from keys to data, with a name, {@code nft(8)}, sets and maps.
 *
 * @param table in which it is
 * @param name its name there
 * @param key one type, or several one after the other, each in whole registers of four bytes
 * @param data of a map: what the keys lead to; of a set: empty
 * @param flags what it is
 */
public record Set(Table table, String name, List<DataType> key, List<DataType> data, Flags<SetFlag> flags) {
    public Set {
        key = List.copyOf(key);
        data = List.copyOf(data);
    }

    /** <i>Equivalent to:</i> {@code nft add set inet TABLE NAME '{ type ipv4_addr; }'}. */
    public static Set of(Table table, String name, DataType... key) {
        return new Set(table, name, List.of(key), List.of(), Flags.none(SetFlag.class));
    }

    /** <i>Equivalent to:</i> {@code nft add map inet TABLE NAME '{ type inet_service : ipv4_addr . inet_service; }'}. */
    public static Set map(Table table, String name, List<DataType> key, List<DataType> data) {
        return new Set(table, name, key, data, Flags.of(SetFlag.NFT_SET_MAP));
    }

    /** A set of ranges. <i>Equivalent to:</i> {@code flags interval;}. */
    public Set intervals() {
        Flags<SetFlag> more = flags.with(SetFlag.NFT_SET_INTERVAL);
        return new Set(table, name, key, data, key.size() > 1 ? more.with(SetFlag.NFT_SET_CONCAT) : more);
    }

    /** Several types are one number for nft(8), six bits each. */
    static int number(List<DataType> types) {
        int number = 0;
        for (DataType type : types) {
            number = number << 6 | type.number();
        }
        return number;
    }

    /** Alone a type has its length; several are padded each. */
    static int size(List<DataType> types) {
        if (types.size() == 1) {
            return types.getFirst().size();
        }
        int size = 0;
        for (DataType type : types) {
            size += Alignment.align(type.size());
        }
        return size;
    }

    @Override
    public String toString() {
        return table + " " + name;
    }
}
