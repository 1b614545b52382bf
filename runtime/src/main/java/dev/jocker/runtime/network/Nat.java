package dev.jocker.runtime.network;

import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.nftables.Batch;
import dev.jocker.runtime.nftables.Chain;
import dev.jocker.runtime.nftables.Nftables;
import dev.jocker.runtime.nftables.Rule;
import dev.jocker.runtime.syscall.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Translation of addresses as somebody asks for it rule by rule: the table {@code inet jocker-nat} of a network namespace. The networks of
 * containers have a table of their own ({@link Firewall}), and neither touches the other's.
 */
public final class Nat implements AutoCloseable {
    private final Nftables nftables;

    private Nat(Nftables nftables) {
        this.nftables = nftables;
    }

    /** For the thread's network namespace; it stays that one's on any thread. */
    public static Nat open() throws IOException {
        return new Nat(Nftables.open());
    }

    /** A rule that is there, and what it means; null: somebody else has written it. */
    public record Entry(Rule rule, NatRule meaning) {}

    /** The rules of the table, in the order of their chains. */
    public List<Entry> list() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Chain chain : nftables.chains()) {
            if (chain.table().equals(NatPlan.TABLE)) {
                for (Rule rule : nftables.rules(chain)) {
                    entries.add(new Entry(rule, NatPlan.meaning(rule)));
                }
            }
        }
        return entries;
    }

    /** Adds what is wanted, behind what is there, and makes the table if it is not there. */
    public void add(NatRule wanted) throws IOException {
        for (Entry entry : list()) {
            if (wanted.equals(entry.meaning)) {
                throw new NetworkException.AlreadyExists(
                        "\"" + wanted + "\" is there already, handle " + entry.rule.handle());
            }
        }
        Batch batch = nftables.batch();
        NatPlan.addBase(batch);
        for (Rule rule : NatPlan.rules(wanted)) {
            batch.add(rule);
        }
        batch.commit();
    }

    /** Deletes one rule. */
    public void delete(long handle) throws IOException {
        for (Entry entry : list()) {
            if (entry.rule.handle() == handle) {
                nftables.batch().delete(entry.rule).commit();
                return;
            }
        }
        throw new NetworkException.NotFound("there is no rule with the handle " + handle + " in " + NatPlan.TABLE);
    }

    /** Deletes the rules that mean this. */
    public void delete(NatRule unwanted) throws IOException {
        Batch batch = nftables.batch();
        for (Entry entry : list()) {
            if (unwanted.equals(entry.meaning)) {
                batch.delete(entry.rule);
            }
        }
        if (batch.size() == 0) {
            throw new NetworkException.NotFound("there is no \"" + unwanted + "\"");
        }
        batch.commit();
    }

    /** Deletes the table with all that is in it, if it is there. */
    public void flush() throws IOException {
        try {
            nftables.batch().delete(NatPlan.TABLE).commit();
        } catch (NetlinkException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        nftables.close();
    }
}
