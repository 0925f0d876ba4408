package tallystick.core.kit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.places.NamedTree;
import tallystick.core.places.NodeRoles;
import tallystick.core.places.Places;
import tallystick.core.places.Vault;
import tallystick.core.places.Wallet;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.topology.Station;
import tallystick.core.topology.Station.Trait;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Documents of places of a small organisation.
public final class Charters {
    public static final Digest32 COLD_KEY = Digest32.ofHex("0c".repeat(32));
    public static final Digest32 HOT_KEY = Digest32.ofHex("11".repeat(32));
    public static final Digest32 OTHER_KEY = Digest32.ofHex("22".repeat(32));

    public static final Wallet PAYROLL = new Wallet("payroll", HOT_KEY, List.of(0, 4));

    private Charters() {}

    public static Vault vault(String name, String tag, List<Digest32> keys, Wallet... wallets) {
        return new Vault(name, "main", Optional.of(tag), List.of(tag), keys, List.of(wallets));
    }

    /// A policy of a place that asks somebody.
    ///
    /// @param scope as JSON, but for the organisation
    public static Policy policy(String id, String scope) {
        return PolicyFile.parse(Bytes.ofUtf8("""
            {"schema": "tallystick.policy/v1", "id": "%s", "version": 1, "scope": {"org": "small"%s},
             "effectiveFrom": "2026-01-01T00:00:00Z", "groups": {"ops": {"members": ["u:ann", "u:bo"]}},
             "rules": [{"id": "ask", "effect": "REQUIRE", "activity": ["TRANSFER"],
              "approvals": [{"group": "ops", "min": 1}]}]}\
            """.formatted(id, scope))).orThrow();
    }

    /// The same vaults and policies, and in whose hands two nodes are.
    public static Places stationed(int version) {
        var places = places(version);
        var stations = new TreeMap<String, Station>();
        for (var node : List.of("alpha", "beta"))
            stations.put(
                    node, Station.of(Map.of(Trait.OPERATOR, "of-" + node, Trait.ZONE, "eu-1", Trait.BUILD, "1.0")));
        return new Places(version, places.vaults(), places.nodes(), places.policies(), stations);
    }

    /// The same, and to which trees the cold key may be reshared.
    public static Places treed(int version) {
        var places = stationed(version);
        return new Places(
                version,
                places.vaults(),
                places.nodes(),
                places.policies(),
                places.stations(),
                List.of(new NamedTree(COLD_KEY, "2 of (a, b)"), new NamedTree(COLD_KEY, "2 of (a, b, c)")));
    }

    public static Places places(int version) {
        return new Places(
                version,
                List.of(vault("cold", "cold", List.of(COLD_KEY)), vault("hot", "hot", List.of(HOT_KEY), PAYROLL)),
                List.of(new NodeRoles("alpha", List.of("offline", "risk")), new NodeRoles("beta", List.of())),
                List.of(
                        policy("main-policy", ", \"workspace\": \"main\""),
                        policy("cold-policy", ", \"workspace\": \"main\", \"vault\": \"cold\""),
                        policy(
                                "payroll-policy",
                                ", \"workspace\": \"main\", \"vault\": \"hot\", \"wallet\": \"payroll\"")));
    }
}
