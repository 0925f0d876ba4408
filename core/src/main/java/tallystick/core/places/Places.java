package tallystick.core.places;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Scope;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.matter.Source;
import tallystick.core.topology.Station;
import tallystick.core.topology.Topology;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Where each key is kept and to which trees it may be reshared, what each node is and in whose hands, and which
/// policies hold in places inside the organisation: one version of the document.
///
/// **Why** a vault's name, tier and tags decide which rules match, so nobody may say them but the organisation, by its
/// quorum; a node that took them from a request would be told whatever suits.
///
/// **Form** canonical bytes, `docs/spec/places.md`. **Threads** immutable.
public final class Places {
    /// The longest canonical form.
    public static final int LENGTH_BYTES_MAX = 4 * 1024 * 1024;

    static final int NAME_BYTES_MAX = 63;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-places");
    private static final int WITHOUT_STATIONS = 1;
    private static final int WITH_STATIONS = 2;
    private static final int WITH_TREES = 3;
    private static final int TREES_MAX = 1024;
    private static final int VAULTS_MAX = 4096;
    private static final int NODES_MAX = 256;
    private static final int POLICIES_MAX = 256;
    private static final int POLICY_BYTES_MAX = 1024 * 1024;
    private static final int UNNAMED_HEX = 31;
    private static final String UNNAMED_WORKSPACE = "main";

    private final int version;
    private final List<Vault> vaults;
    private final List<NodeRoles> nodes;
    private final List<Policy> policies;
    private final NavigableMap<String, Station> stations;
    private final List<NamedTree> trees;
    private final Map<Digest32, Vault> byKey = new HashMap<>();

    /// Where nobody says in whose hands nodes are.
    public Places(int version, List<Vault> vaults, List<NodeRoles> nodes, List<Policy> policies) {
        this(version, vaults, nodes, policies, new TreeMap<>());
    }

    /// Where no key may be reshared to another tree.
    public Places(
            int version,
            List<Vault> vaults,
            List<NodeRoles> nodes,
            List<Policy> policies,
            NavigableMap<String, Station> stations) {
        this(version, vaults, nodes, policies, stations, List.of());
    }

    /// @param version from 1, raised by each change
    /// @param vaults ascending by name; no key in two of them
    /// @param nodes ascending by name; nodes have the roles of their names if there are none
    /// @param policies of workspaces, vaults and wallets, ascending by place, of one organisation and of different
    /// ids; a vault or wallet that has one is there
    /// @param stations by node, where each stands and in whose hands, of which something is known
    /// @param trees to which keys may be reshared, ascending by key and text
    /// @throws IllegalArgumentException if a part is out of range or order: the caller's fault
    public Places(
            int version,
            List<Vault> vaults,
            List<NodeRoles> nodes,
            List<Policy> policies,
            NavigableMap<String, Station> stations,
            List<NamedTree> trees) {
        this.version = version;
        this.vaults = List.copyOf(vaults);
        this.nodes = List.copyOf(nodes);
        this.policies = List.copyOf(policies);
        this.stations = Collections.unmodifiableNavigableMap(new TreeMap<>(stations));
        this.trees = List.copyOf(trees);
        if (version < 1) throw new IllegalArgumentException("places version %d below 1".formatted(version));
        ascending("vaults", vaults.stream().map(Vault::name).toList());
        ascending("nodes", nodes.stream().map(NodeRoles::node).toList());
        ascending(
                "policies",
                policies.stream().map(each -> each.scope().toString()).toList());
        for (var vault : vaults)
            for (var key : vault.keys())
                if (byKey.put(key, vault) != null) throw new IllegalArgumentException("a key in two vaults");
        if (policies.stream().map(Policy::id).distinct().count() != policies.size())
            throw new IllegalArgumentException("two policies of one id");
        for (var policy : policies)
            if (!isPlace(policy.scope()))
                throw new IllegalArgumentException(
                        "a policy of %s, which is no place inside".formatted(policy.scope()));
        stations.forEach(Places::named);
        ascending("trees", trees.stream().map(NamedTree::order).toList());
    }

    private static void named(String node, Station station) {
        if (!Names.isValid(node)
                || station.traits().isEmpty()
                || !station.traits().values().stream().allMatch(Names::isValid))
            throw new IllegalArgumentException("a station of another form");
    }

    /// Without any place: nodes have the roles of their names, and keys stand for themselves.
    public static Places none(int version) {
        return new Places(version, List.of(), List.of(), List.of());
    }

    /// A misspelt place would have no policy at all.
    private boolean isPlace(Scope scope) {
        if (scope.vault().isEmpty()) return scope.workspace().isPresent();
        return vaults.stream()
                .filter(vault -> scope.vault().equals(Optional.of(vault.name()))
                        && scope.workspace().equals(Optional.of(vault.workspace())))
                .anyMatch(vault -> scope.wallet().isEmpty()
                        || vault.wallets().stream()
                                .anyMatch(wallet -> scope.wallet().equals(Optional.of(wallet.name()))));
    }

    static void ascending(String what, List<String> names) {
        for (var i = 1; i < names.size(); i++)
            if (names.get(i - 1).compareTo(names.get(i)) >= 0)
                throw new IllegalArgumentException(what + " not ascending");
    }

    /// The version's number, from 1.
    public int version() {
        return version;
    }

    /// All vaults, ascending by name.
    public List<Vault> vaults() {
        return vaults;
    }

    /// What nodes are, ascending by name.
    public List<NodeRoles> nodes() {
        return nodes;
    }

    /// The policies of places inside.
    public List<Policy> policies() {
        return policies;
    }

    /// Where each node stands and in whose hands, by name; of a node that is not in it nothing is known.
    public NavigableMap<String, Station> stations() {
        return stations;
    }

    /// The trees to which keys may be reshared, ascending by key.
    public List<NamedTree> trees() {
        return trees;
    }

    /// Whether a key may be reshared to a tree.
    ///
    /// @param tree its canonical text
    /// @spec docs/spec/places.md#PL-9 places
    public boolean mayBeReshared(Digest32 key, String tree) {
        return trees.stream()
                .anyMatch(each -> each.key().equals(key) && each.tree().equals(tree));
    }

    /// What one hand could do alone with a key of these parties.
    /// @spec docs/spec/places.md#PL-7 places
    public Topology topology(Collection<String> parties) {
        var concerned = new TreeMap<>(stations);
        concerned.keySet().retainAll(parties);
        return new Topology(Names.sorted(parties), concerned);
    }

    /// Whether its policies can stand below this one: of the same organisation, and counted apart.
    /// @spec docs/spec/places.md#PL-3 places
    public boolean fits(Policy organisation) {
        return policies.stream()
                .allMatch(each -> each.scope().org().equals(organisation.scope().org())
                        && !each.id().equals(organisation.id()));
    }

    /// Whose value it is, that a branch of a key signs for. A key that is in no vault stands for itself: in the
    /// workspace `main`, the vault `k` and 31 hex digits of its id, with no tier and no tags.
    /// @spec docs/spec/places.md#PL-2 places
    public Source source(String organisation, Digest32 key, List<Integer> path, Account account) {
        var vault = Optional.ofNullable(byKey.get(key));
        var place = new Scope(
                organisation,
                Optional.of(vault.map(Vault::workspace).orElse(UNNAMED_WORKSPACE)),
                Optional.of(vault.map(Vault::name)
                        .orElseGet(() -> "k" + key.toString().substring(0, UNNAMED_HEX))),
                vault.flatMap(each -> each.wallet(key, path)));
        return new Source(
                place,
                vault.flatMap(Vault::tier),
                Names.sorted(vault.map(Vault::tags).orElse(List.of())),
                Optional.of(account));
    }

    /// What a node is: its own name, and what the document says. Where the document says nothing of any node, each has
    /// the role of its name up to the first hyphen.
    /// @spec docs/spec/places.md#PL-4 places
    public Set<String> roles(String node) {
        var said = nodes.stream().filter(each -> each.node().equals(node)).flatMap(each -> each.roles().stream());
        var hyphen = node.indexOf('-');
        var own = nodes.isEmpty() && hyphen >= 0 ? Stream.of(node, node.substring(0, hyphen)) : Stream.of(node);
        return Stream.concat(own, said).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The canonical bytes.
    /// @spec docs/spec/places.md#PL-1 places
    public Bytes encode() {
        var encoded = new Writer()
                .raw(MAGIC)
                .u8(format())
                .u32(version)
                .list(vaults, (writer, vault) -> vault.write(writer))
                .list(nodes, (writer, node) -> node.write(writer))
                .list(policies, (writer, policy) -> writer.variable(PolicyText.canonical(policy)));
        if (format() != WITHOUT_STATIONS)
            encoded.list(List.copyOf(stations.entrySet()), (writer, each) -> {
                writer.text(each.getKey());
                each.getValue().write(writer);
            });
        if (format() == WITH_TREES) encoded.list(trees, (writer, tree) -> tree.write(writer));
        return encoded.toBytes();
    }

    private int format() {
        if (!trees.isEmpty()) return WITH_TREES;
        return stations.isEmpty() ? WITHOUT_STATIONS : WITH_STATIONS;
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Places> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "places of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "places magic");
            var start = reader.position();
            var format = reader.u8("places format");
            if (format < WITHOUT_STATIONS || format > WITH_TREES)
                throw new MalformedInput(start, "places format 1, 2 or 3");
            var version = reader.u32("places version");
            try {
                return new Places(
                        version,
                        reader.list(0, VAULTS_MAX, "vaults", Vault::read),
                        reader.list(0, NODES_MAX, "nodes", NodeRoles::read),
                        reader.list(0, POLICIES_MAX, "policies", Places::policy),
                        format == WITHOUT_STATIONS ? new TreeMap<>() : stations(reader, format == WITH_TREES ? 0 : 1),
                        format == WITH_TREES ? reader.list(1, TREES_MAX, "trees", NamedTree::read) : List.of());
            } catch (IllegalArgumentException outOfRange) {
                throw new MalformedInput(start, "good places: " + outOfRange.getMessage());
            }
        });
    }

    private record Stationed(String node, Station station) {}

    private static NavigableMap<String, Station> stations(Reader reader, int min) throws MalformedInput {
        var read = reader.list(
                min,
                NODES_MAX,
                "stations",
                each -> new Stationed(each.text(NAME_BYTES_MAX, "node of a station"), Station.read(each)));
        ascending("stations", read.stream().map(Stationed::node).toList());
        var stations = new TreeMap<String, Station>();
        for (var each : read) stations.put(each.node(), each.station());
        return stations;
    }

    private static Policy policy(Reader reader) throws MalformedInput {
        var start = reader.position();
        var text = reader.variable(POLICY_BYTES_MAX, "policy");
        return switch (PolicyFile.parse(text)) {
            case Parsed.Ok<Policy>(var policy) when PolicyText.canonical(policy).equals(text) -> policy;
            case Parsed.Ok<Policy> _ -> throw new MalformedInput(start, "a policy in its canonical text");
            case Parsed.Malformed<Policy>(var offset, var expected) ->
                throw new MalformedInput(start + 4 + offset, expected);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Places that && encode().equals(that.encode());
    }

    @Override
    public int hashCode() {
        return encode().hashCode();
    }

    @Override
    public String toString() {
        return "Places version %d of %d vaults, %d nodes and %d policies"
                .formatted(version, vaults.size(), nodes.size(), policies.size());
    }
}
