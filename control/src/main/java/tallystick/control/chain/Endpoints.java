package tallystick.control.chain;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallystick.control.answer.Problem;
import tallystick.core.chain.ChainId;

/// The chains that control was given endpoints of.
public final class Endpoints {
    private final Map<ChainId, Endpoint> endpoints;

    /// One for each chain.
    public Endpoints(Collection<? extends Endpoint> endpoints) {
        this.endpoints = endpoints.stream().collect(Collectors.toMap(Endpoint::chain, Function.identity()));
    }

    /// Of a chain.
    ///
    /// @throws Problem if there is none
    public Endpoint of(ChainId chain) {
        var endpoint = endpoints.get(chain);
        if (endpoint == null) throw Problem.field("chain", "a chain that control has an endpoint of: " + names());
        return endpoint;
    }

    /// Whether there is one of a chain.
    public boolean has(ChainId chain) {
        return endpoints.containsKey(chain);
    }

    /// Which there are.
    public String names() {
        return endpoints.keySet().stream().map(ChainId::toString).sorted().collect(Collectors.joining(", "));
    }
}
