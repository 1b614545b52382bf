package dev.jocker.runtime.doctor;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.nftables.Chain;
import dev.jocker.runtime.nftables.Expression;
import dev.jocker.runtime.nftables.Hook;
import dev.jocker.runtime.nftables.Match;
import dev.jocker.runtime.nftables.NatFlag;
import dev.jocker.runtime.nftables.NftFamily;
import dev.jocker.runtime.nftables.Nftables;
import dev.jocker.runtime.nftables.Rule;
import dev.jocker.runtime.nftables.Table;
import dev.jocker.runtime.nftables.Verdict;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.List;

/** Whether nf_tables has what networks need of it: tried, in a network namespace that is made for it and gone afterwards. */
record NfTablesCheck() implements Check {
    private static final int SRCNAT = 100;
    private static final int DSTNAT = -100;

    @Override
    public String name() {
        return "nf_tables";
    }

    @Override
    public List<Finding> look() throws IOException {
        var table = new Table(NftFamily.NFPROTO_INET, "doctor");
        Chain out = Chain.base(table, "out", Chain.Kind.NAT, Hook.NF_INET_POST_ROUTING, SRCNAT, Verdict.ACCEPT);
        Chain in = Chain.base(table, "in", Chain.Kind.NAT, Hook.NF_INET_PRE_ROUTING, DSTNAT, Verdict.ACCEPT);
        try (NetworkNamespace own = NetworkNamespace.create();
                Nftables nftables = Nftables.in(own.fd())) {
            nftables.batch()
                    .add(table)
                    .add(out)
                    .add(in)
                    .add(Rule.of(out)
                            .with(Match.source(Cidr.parse("10.0.0.0/8")))
                            .with(new Expression.Masquerade(Flags.none(NatFlag.class))))
                    .add(Rule.of(in)
                            .with(Match.forThisHost())
                            .with(Match.translateDestination(IpAddress.parse("10.0.0.2"), 1)))
                    .commit();
            return List.of(Finding.ok(name(), "tables, NAT, masquerading, fib"));
        } catch (IOException e) {
            return List.of(
                    Finding.bad(
                            name(),
                            e.getMessage(),
                            "Without it containers do not reach the outside, nor it their ports: modprobe -a nf_tables nft_chain_nat nft_masq nft_fib_inet"));
        }
    }
}
