package dev.jocker.cli;

import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.network.NetworkRequest;
import java.io.IOException;
import java.util.List;

/** The library's, each call one of its own. */
final class LibraryNetworks implements KeptNetworks {
    private final Containers containers;

    LibraryNetworks(Containers containers) {
        this.containers = containers;
    }

    @Override
    public Network create(NetworkRequest request) throws IOException {
        return containers.networks().create(request);
    }

    @Override
    public List<Network> list() throws IOException {
        return containers.networks().list();
    }

    @Override
    public Network find(String reference) throws IOException {
        return containers.networks().find(reference);
    }

    @Override
    public String inspectJson(Network network) throws IOException {
        return containers.networks().inspectJson(network);
    }

    @Override
    public void remove(Network network) throws IOException {
        containers.networks().remove(network);
    }

    @Override
    public List<String> prune(PruneRequest request) throws IOException {
        return containers.networks().prune(request);
    }

    @Override
    public void connect(String container, EndpointRequest request) throws IOException {
        containers.find(container).connect(request);
    }

    @Override
    public void disconnect(String container, String network) throws IOException {
        containers.find(container).disconnect(network);
    }
}
