package dev.jocker.cli;

import java.io.IOException;

/** {@code jocker network rm [OPTIONS] NETWORK...}. */
final class NetworkRmVerb extends NamedRmVerb {
    NetworkRmVerb() {
        super(Command.NETWORK_RM, "[OPTIONS] NETWORK...", "it takes the name or id of a network, or several");
    }

    @Override
    void remove(Engine engine, String reference) throws IOException {
        KeptNetworks networks = engine.networks();
        networks.remove(networks.find(reference));
    }
}
