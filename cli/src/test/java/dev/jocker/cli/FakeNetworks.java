package dev.jocker.cli;

import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.network.NetworkRequest;
import dev.jocker.runtime.process.ContainerException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Networks that only write down what is done to them. */
final class FakeNetworks implements KeptNetworks {
    final List<Network> all = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    NetworkRequest created;
    EndpointRequest connected;
    PruneRequest pruneRequest;

    static Network network(String digit, String name, Map<String, String> labels) {
        return new Network(digit.repeat(64), name, Instant.EPOCH, "jk-" + digit, List.of(), false, 0, labels, Map.of());
    }

    @Override
    public Network create(NetworkRequest request) {
        created = request;
        return network("c", request.name(), request.labels());
    }

    @Override
    public List<Network> list() {
        return all;
    }

    @Override
    public Network find(String reference) {
        for (Network each : all) {
            if (each.name().equals(reference)) {
                return each;
            }
        }
        throw new NetworkException.NotFound("no such network: " + reference);
    }

    @Override
    public String inspectJson(Network network) {
        return network.toJson().indented();
    }

    @Override
    public void remove(Network network) {
        if (network.isDefault()) {
            throw new NetworkException.InUse("network bridge stays");
        }
        calls.add("rm " + network.name());
    }

    @Override
    public List<String> prune(PruneRequest request) {
        pruneRequest = request;
        return List.of("one", "two");
    }

    @Override
    public void connect(String container, EndpointRequest request) {
        connected = request;
        calls.add("connect " + container);
    }

    @Override
    public void disconnect(String container, String network) {
        if (container.equals("missing")) {
            throw new ContainerException.NotFound("no such container: missing");
        }
        calls.add("disconnect " + container + " " + network);
    }
}
