package dev.jocker.cli;

import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.network.NetworkRequest;
import java.io.IOException;
import java.util.List;

/** What the verbs want of networks; what is wrong with one comes as a {@link dev.jocker.runtime.network.NetworkException}. */
interface KeptNetworks {
    Network create(NetworkRequest request) throws IOException;

    /** All, by their names. */
    List<Network> list() throws IOException;

    /** {@code reference}: a name, an id or the beginning of one. */
    Network find(String reference) throws IOException;

    /** An object with docker's names. */
    String inspectJson(Network network) throws IOException;

    void remove(Network network) throws IOException;

    /** Removes those that no container wants: their names. */
    List<String> prune(PruneRequest request) throws IOException;

    void connect(String container, EndpointRequest request) throws IOException;

    void disconnect(String container, String network) throws IOException;
}
