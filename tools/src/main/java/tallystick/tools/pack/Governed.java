package tallystick.tools.pack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/// What one node keeps of its workspace: what people and nodes signed, as `docs/spec/documents.md` ND-3 has it.
///
/// @param versions documents that came into force here, and when
/// @param lifted ids of freezes that ended
public record Governed(
        String node,
        Optional<SignedGenesis> genesis,
        List<Seen<SignedChange>> changes,
        List<Seen<Document>> versions,
        List<Seen<SignedFreeze>> freezes,
        List<Digest32> lifted,
        List<Covenant> covenants) {
    private static final int FILE_BYTES_MAX = 32 * 1024 * 1024;

    /// Something, and when this node had it first.
    public record Seen<T>(T value, Instant at) {}

    /// Copies.
    public Governed {
        changes = List.copyOf(changes);
        versions = List.copyOf(versions);
        freezes = List.copyOf(freezes);
        lifted = List.copyOf(lifted);
        covenants = List.copyOf(covenants);
    }

    /// Reads what the pack has of a node.
    ///
    /// @throws Unfit if a file is malformed
    public static Governed read(Holdings holdings, String node) throws Unfit {
        Optional<SignedGenesis> genesis = Optional.empty();
        var changes = new ArrayList<Seen<SignedChange>>();
        var versions = new ArrayList<Seen<Document>>();
        var freezes = new ArrayList<Seen<SignedFreeze>>();
        var lifted = new ArrayList<Digest32>();
        var covenants = new ArrayList<Covenant>();
        var folder = PackNames.governed(node);
        for (var name : holdings.below(folder)) {
            var bytes = holdings.read(name, FILE_BYTES_MAX)
                    .filter(each -> each.length() >= Long.BYTES)
                    .orElseThrow(() -> new Unfit(name + " is too long or too short"));
            var at = Instant.ofEpochMilli(millis(bytes));
            var body = bytes.slice(Long.BYTES, bytes.length());
            var local = name.substring(folder.length());
            switch (local.substring(0, Math.min(3, local.length()))) {
                case "01-" -> genesis = Optional.of(good(name, SignedGenesis.parse(body)));
                case "02-" -> changes.add(new Seen<>(good(name, change(body)), at));
                case "04-" -> versions.add(new Seen<>(good(name, Document.parse(body)), at));
                case "05-" -> freezes.add(new Seen<>(good(name, SignedFreeze.parse(body)), at));
                case "06-" -> lifted.add(id(name, local));
                case "08-" -> covenants.add(good(name, Covenant.parse(body)));
                case "03-", "07-", "09-" -> {}
                default -> throw new Unfit(name + " is none of what a node keeps");
            }
        }
        return new Governed(node, genesis, changes, versions, freezes, lifted, covenants);
    }

    private static long millis(Bytes bytes) {
        var millis = 0L;
        for (var i = 0; i < Long.BYTES; i++) millis = millis << 8 | bytes.at(i);
        return millis;
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

    private static Digest32 id(String name, String local) throws Unfit {
        if (!local.matches("[0-9]{2}-[0-9a-f]{64}")) throw new Unfit(name + " is named by no id");
        return Digest32.ofHex(local.substring(3));
    }

    private static <T> T good(String name, Parsed<T> parsed) throws Unfit {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw PackedLog.malformed(name, offset + Long.BYTES, expected);
        };
    }

    /// Every version of every document that was ever in force here, those of the genesis first.
    public List<Seen<Document>> history() {
        var all = new ArrayList<Seen<Document>>();
        genesis.ifPresent(signed -> signed.genesis()
                .documents()
                .forEach(document -> all.add(new Seen<>(document, document.effectiveFrom()))));
        for (var seen : versions)
            if (all.stream().noneMatch(each -> each.value().equals(seen.value()))) all.add(seen);
        return all;
    }
}
