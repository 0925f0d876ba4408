package tallystick.tools.pack;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;

/// What one node keeps of its workspace: what people and nodes signed, as `docs/spec/documents.md` ND-3 has it. What it
/// keeps besides is signed by nobody, proves nothing, and is in no pack.
///
/// **Form** of each file u64 milliseconds since 1970 at which the node had it, its word alone, and a body.
///
/// @param seen when the node had each change, each order to freeze and each version in force first, by their ids
/// @param versions documents that came into force here
public record Governed(
        String node,
        Optional<SignedGenesis> genesis,
        List<SignedChange> changes,
        Map<Digest32, Instant> seen,
        List<Document> versions,
        List<SignedFreeze> freezes,
        List<Covenant> covenants) {
    private static final int FILE_BYTES_MAX = 32 * 1024 * 1024;
    private static final long BYTES_MAX = 256L * 1024 * 1024;
    private static final long ALL_BYTES_MAX = 512L * 1024 * 1024;
    private static final int MIB_BITS = 20;

    /// What is read takes several times the room of its bytes, and dockets are open besides.
    private static final int OF_MEMORY = 8;

    /// Copies.
    public Governed {
        changes = List.copyOf(changes);
        seen = Map.copyOf(seen);
        versions = List.copyOf(versions);
        freezes = List.copyOf(freezes);
        covenants = List.copyOf(covenants);
    }

    /// What all nodes of a pack keep together is no more than is read.
    ///
    /// @throws UncheckedIOException if it is more, with a `NoRoom`
    public static void bound(Holdings holdings, Collection<String> nodes) {
        bound(holdings, nodes, Math.min(ALL_BYTES_MAX, Runtime.getRuntime().maxMemory() / OF_MEMORY));
    }

    static void bound(Holdings holdings, Collection<String> nodes, long bytesMax) {
        var total = 0L;
        for (var node : nodes) for (var name : holdings.below(PackNames.governed(node))) total += holdings.size(name);
        if (total > bytesMax)
            throw new UncheckedIOException(
                    new NoRoom("what nodes keep of their workspace is more than %d MiB: give it more memory (-Xmx)"
                            .formatted(bytesMax >> MIB_BITS)));
    }

    /// Reads what the pack has of a node.
    ///
    /// @throws Unfit if a file is malformed
    public static Governed read(Holdings holdings, String node) throws Unfit {
        Optional<SignedGenesis> genesis = Optional.empty();
        var changes = new ArrayList<SignedChange>();
        var seen = new HashMap<Digest32, Instant>();
        var versions = new ArrayList<Document>();
        var freezes = new ArrayList<SignedFreeze>();
        var covenants = new ArrayList<Covenant>();
        var folder = PackNames.governed(node);
        var total = 0L;
        for (var name : holdings.below(folder)) {
            total += holdings.size(name);
            if (total > BYTES_MAX) throw new Unfit(folder + " has more than 256 MiB");
            var bytes = holdings.read(name, FILE_BYTES_MAX)
                    .filter(each -> each.length() >= Long.BYTES)
                    .orElseThrow(() -> new Unfit(name + " is too long or too short"));
            var body = bytes.slice(Long.BYTES, bytes.length());
            var local = name.substring(folder.length());
            switch (local.substring(0, Math.min(3, local.length()))) {
                case "01-" -> genesis = Optional.of(good(name, SignedGenesis.parse(body)));
                case "02-" -> {
                    var signed = good(name, change(body));
                    changes.add(signed);
                    seen.put(signed.change().id(), at(name, bytes));
                }
                case "04-" -> {
                    var version = good(name, Document.parse(body));
                    versions.add(version);
                    seen.put(version.hash(), at(name, bytes));
                }
                case "05-" -> {
                    var signed = good(name, SignedFreeze.parse(body));
                    freezes.add(signed);
                    seen.put(signed.order().id(), at(name, bytes));
                }
                case "08-" -> covenants.add(good(name, Covenant.parse(body)));
                default -> throw new Unfit(name + " is none of what a node keeps");
            }
        }
        return new Governed(node, genesis, changes, seen, versions, freezes, covenants);
    }

    private static Instant at(String name, Bytes file) throws Unfit {
        return good(name, Reader.parse(file.slice(0, Long.BYTES), reader -> reader.milli("moment")));
    }

    private static Parsed<SignedChange> change(Bytes body) {
        return Reader.parse(body, reader -> {
            reader.bool("over");
            var start = reader.position() + 4;
            return switch (SignedChange.parse(reader.variable(reader.remaining(), "signed change"))) {
                case Parsed.Ok<SignedChange>(var value) -> value;
                case Parsed.Malformed<SignedChange>(var offset, var expected) ->
                    throw new MalformedInput(start + offset, expected);
            };
        });
    }

    private static <T> T good(String name, Parsed<T> parsed) throws Unfit {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw PackedLog.malformed(name, offset + Long.BYTES, expected);
        };
    }

    /// Every version of every document that was ever in force here, those of the genesis first.
    public List<Document> history() {
        var all = new ArrayList<Document>();
        genesis.ifPresent(signed -> all.addAll(signed.genesis().documents()));
        for (var version : versions) if (!all.contains(version)) all.add(version);
        return all;
    }
}
