package tallystick.control.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.hash.Digest32;

/// Which keys nodes hold shares of, as they say it themselves, over the API.
@RestController
final class KeysApi {
    private final Nodes nodes;

    KeysApi(Nodes nodes) {
        this.nodes = nodes;
    }

    /// @param epoch generation of its share
    record Holder(String node, int epoch) {}

    /// @param scheme its code, docs/spec/key-share.md
    /// @param tree who can sign
    /// @param point the joint public key in hex
    /// @param agreed whether all holders say the same point, chain code, scheme and epoch
    record KeyBody(
            String id, int scheme, String tree, String point, String chainCode, boolean agreed, List<Holder> holders) {
        static KeyBody of(List<Said> said) {
            var first = said.getFirst().card();
            return new KeyBody(
                    first.id().toString(),
                    first.schemeCode(),
                    first.tree(),
                    first.point().toHex(),
                    first.chainCode().toString(),
                    said.stream().map(Said::card).distinct().count() == 1,
                    said.stream()
                            .map(each -> new Holder(each.node(), each.card().epoch()))
                            .toList());
        }
    }

    private record Said(String node, KeyCard card) {}

    @GetMapping("/v1/keys")
    @Requires(
            value = Scope.NODES_READ,
            says = "Lists the keys that nodes hold shares of, with the epoch of each share.")
    Page<KeyBody> listKeys() {
        try {
            var found = new TreeMap<Digest32, List<Said>>();
            for (var heard : nodes.statuses())
                heard.status()
                        .ifPresent(status -> status.keys()
                                .forEach(card -> found.computeIfAbsent(card.id(), _ -> new ArrayList<>())
                                        .add(new Said(heard.node(), card))));
            return new Page<>(found.values().stream().map(KeyBody::of).toList(), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Code.UNREACHABLE, "control is stopping");
        }
    }
}
