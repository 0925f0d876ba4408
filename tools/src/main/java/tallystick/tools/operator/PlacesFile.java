package tallystick.tools.operator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.chain.json.Json;
import tallystick.core.places.NamedTree;
import tallystick.core.places.NodeRoles;
import tallystick.core.places.Places;
import tallystick.core.places.Vault;
import tallystick.core.places.Wallet;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.topology.Station;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.QuorumTree;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A document of places as people write it.
///
/// **Form** `{"vaults": [{"name": "treasury", "workspace": "main", "tier": "cold", "tags": ["treasury"], "keys": [hex],
/// "wallets": [{"name": "payroll", "key": hex, "path": "0/4"}]}], "nodes": [{"name": "risk", "roles": ["risk"]}],
/// "policies": [a policy as text, …], "stations": [{"node": "risk", "operator": "ops", "zone": "eu-1", "account":
/// "aws-12", "provider": "aws", "build": "0.1"}], "trees": [{"key": hex, "tree": "2 of (risk, a, b)"}]}`, tier, tags,
/// wallets, policies, stations, trees and what they say where there are any. What is not named here is refused.
public final class PlacesFile {
    private static final Set<String> VAULT = Set.of("name", "workspace", "tier", "tags", "keys", "wallets");
    private static final Set<String> WALLET = Set.of("name", "key", "path");
    private static final Set<String> NODE = Set.of("name", "roles");
    private static final Set<String> TREE = Set.of("key", "tree");
    private static final Set<String> STATION = Stream.concat(
                    Stream.of("node"), Arrays.stream(Station.Trait.values()).map(Station.Trait::field))
            .collect(Collectors.toUnmodifiableSet());

    private PlacesFile() {}

    /// Reads one.
    ///
    /// @param version of the document
    /// @throws Unable if it is not of the form: its writer's to mend
    public static Places read(Bytes utf8, int version) throws Unable {
        return switch (Json.parse(utf8)) {
            case Parsed.Malformed<Json>(var offset, var expected) ->
                throw new Unable("the file of places at byte %d: expected %s".formatted(offset, expected));
            case Parsed.Ok<Json>(var json) -> places(json, version);
        };
    }

    private static Places places(Json json, int version) throws Unable {
        PeopleFile.only(json, Set.of("vaults", "nodes", "policies", "stations", "trees"));
        var vaults = new ArrayList<Vault>();
        for (var each : json.items("vaults")) vaults.add(vault(each));
        vaults.sort(Comparator.comparing(Vault::name));
        var nodes = new ArrayList<NodeRoles>();
        for (var each : json.items("nodes")) nodes.add(node(each));
        nodes.sort(Comparator.comparing(NodeRoles::node));
        var policies = new ArrayList<Policy>();
        for (var each : PeopleFile.texts(json, "policies")) policies.add(policy(each));
        policies.sort(Comparator.comparing(policy -> policy.scope().toString()));
        try {
            return new Places(version, vaults, nodes, policies, stations(json), trees(json));
        } catch (IllegalArgumentException e) {
            throw new Unable("no good places: " + e.getMessage());
        }
    }

    private static Vault vault(Json json) throws Unable {
        PeopleFile.only(json, VAULT);
        var keys = new ArrayList<Digest32>();
        for (var each : PeopleFile.texts(json, "keys")) keys.add(GovernanceCommand.id(each));
        keys.sort(Comparator.comparing(Digest32::toString));
        var wallets = new ArrayList<Wallet>();
        for (var each : json.items("wallets")) wallets.add(wallet(each));
        wallets.sort(Comparator.comparing(Wallet::name));
        try {
            return new Vault(
                    PeopleFile.text(json, "name"),
                    PeopleFile.text(json, "workspace"),
                    json.text("tier"),
                    sorted(PeopleFile.texts(json, "tags")),
                    keys,
                    wallets);
        } catch (IllegalArgumentException e) {
            throw new Unable("the vault at byte %d: %s".formatted(json.at(), e.getMessage()));
        }
    }

    private static Wallet wallet(Json json) throws Unable {
        PeopleFile.only(json, WALLET);
        var path = new ArrayList<Integer>();
        try {
            for (var step : PeopleFile.text(json, "path").split("/", -1)) path.add(Integer.parseInt(step));
            return new Wallet(PeopleFile.text(json, "name"), GovernanceCommand.id(PeopleFile.text(json, "key")), path);
        } catch (IllegalArgumentException e) {
            throw new Unable("the wallet at byte %d: %s".formatted(json.at(), e.getMessage()));
        }
    }

    private static NodeRoles node(Json json) throws Unable {
        PeopleFile.only(json, NODE);
        try {
            return new NodeRoles(PeopleFile.text(json, "name"), sorted(PeopleFile.texts(json, "roles")));
        } catch (IllegalArgumentException e) {
            throw new Unable("the node at byte %d: %s".formatted(json.at(), e.getMessage()));
        }
    }

    private static NavigableMap<String, Station> stations(Json json) throws Unable {
        var stations = new TreeMap<String, Station>();
        for (var each : json.items("stations")) {
            PeopleFile.only(each, STATION);
            var traits = new EnumMap<Station.Trait, String>(Station.Trait.class);
            for (var trait : Station.Trait.values())
                each.text(trait.field()).ifPresent(value -> traits.put(trait, value));
            if (stations.put(PeopleFile.text(each, "node"), Station.of(traits)) != null)
                throw new Unable("the station at byte %d: its node has one already".formatted(each.at()));
        }
        return stations;
    }

    /// Each in its canonical text: nodes compare it with that of the reshare.
    private static List<NamedTree> trees(Json json) throws Unable {
        var trees = new ArrayList<NamedTree>();
        for (var each : json.items("trees")) {
            PeopleFile.only(each, TREE);
            var key = GovernanceCommand.id(PeopleFile.text(each, "key"));
            switch (QuorumTree.parse(PeopleFile.text(each, "tree"))) {
                case Parsed.Ok<QuorumTree>(var tree) -> trees.add(new NamedTree(key, tree.toString()));
                case Parsed.Malformed<QuorumTree>(var offset, var expected) ->
                    throw new Unable(
                            "the tree at byte %d, character %d: expected %s".formatted(each.at(), offset, expected));
            }
        }
        trees.sort(
                Comparator.comparing((NamedTree each) -> each.key().toString()).thenComparing(NamedTree::tree));
        return trees;
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }

    private static Policy policy(String text) throws Unable {
        return switch (PolicyFile.parse(Bytes.ofUtf8(text))) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy>(var offset, var expected) ->
                throw new Unable("a policy of a place at byte %d: expected %s".formatted(offset, expected));
        };
    }

    /// The same as a file.
    static ObjectNode json(Places places) {
        var json = JsonMapper.shared().createObjectNode();
        var vaults = json.putArray("vaults");
        for (var vault : places.vaults()) {
            var each = vaults.addObject().put("name", vault.name()).put("workspace", vault.workspace());
            vault.tier().ifPresent(tier -> each.put("tier", tier));
            var tags = each.putArray("tags");
            vault.tags().forEach(tags::add);
            var keys = each.putArray("keys");
            vault.keys().forEach(key -> keys.add(key.toString()));
            var wallets = each.putArray("wallets");
            for (var wallet : vault.wallets())
                wallets.addObject()
                        .put("name", wallet.name())
                        .put("key", wallet.key().toString())
                        .put("path", path(wallet));
        }
        var nodes = json.putArray("nodes");
        for (var node : places.nodes()) {
            var roles = nodes.addObject().put("name", node.node()).putArray("roles");
            node.roles().forEach(roles::add);
        }
        var policies = json.putArray("policies");
        for (var policy : places.policies())
            policies.add(new String(PolicyText.canonical(policy).toArray(), StandardCharsets.UTF_8));
        if (!places.stations().isEmpty()) {
            var stations = json.putArray("stations");
            places.stations().forEach((node, station) -> {
                var each = stations.addObject().put("node", node);
                station.traits().forEach((trait, value) -> each.put(trait.field(), value));
            });
        }
        if (!places.trees().isEmpty()) {
            var trees = json.putArray("trees");
            for (var each : places.trees())
                trees.addObject().put("key", each.key().toString()).put("tree", each.tree());
        }
        return json;
    }

    private static String path(Wallet wallet) {
        return String.join("/", wallet.path().stream().map(String::valueOf).toList());
    }
}
