package tallystick.node.documents;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.governance.Activation;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.node.ledger.Dropped;
import tallystick.node.ledger.Kept;
import tallystick.node.ledger.StoreUnavailable;

/// The rows in which a node keeps its documents.
///
/// **Form** `docs/spec/documents.md`.
final class Rows {
    static final int GENESIS = 1;
    static final int CHANGE = 2;
    static final int ACTIVATION = 3;
    static final int TAKEN = 4;
    static final int FREEZE = 5;
    static final int LIFTED = 6;
    static final int GLASS = 7;
    static final int PLEDGES = 8;
    static final int REQUIRED = 9;

    private static final int VERSIONS_MAX = 65535;

    private Rows() {}

    /// @spec docs/spec/documents.md#ND-3 documents
    static Kept genesis(SignedGenesis genesis, Instant at) {
        return new Kept(GENESIS, genesis.genesis().hash().bytes(), at, genesis.encode());
    }

    /// That the node is of a workspace, whose genesis it may lack.
    static Kept required(Digest32 workspace, Instant at) {
        return new Kept(REQUIRED, workspace.bytes(), at, Bytes.empty());
    }

    static Kept change(Tracked tracked) {
        return new Kept(
                CHANGE,
                tracked.signed().change().id().bytes(),
                tracked.seenAt(),
                new Writer()
                        .bool(tracked.isOver())
                        .variable(tracked.signed().encode())
                        .toBytes());
    }

    static Tracked change(Kept row) throws StoreUnavailable {
        return good(Reader.parse(row.body(), reader -> {
            var isOver = reader.bool("over");
            var signed = inner(SignedChange.parse(reader.variable(reader.remaining(), "signed change")));
            return new Tracked(signed, row.at(), isOver);
        }));
    }

    /// All of it but the version in force, which has a row of its own.
    static Kept activation(Activation activation, Instant at) {
        var writer = new Writer().bool(activation.prepared().isPresent());
        activation.prepared().ifPresent(document -> writer.variable(document.encode()));
        writer.list(List.copyOf(activation.declined()), (each, hash) -> each.raw(hash.bytes()))
                .list(List.copyOf(activation.bound().values()), (each, version) -> version.write(each));
        return new Kept(ACTIVATION, kind(activation.current().kind()), at, writer.toBytes());
    }

    static Activation activation(Kept row, Activation before) throws StoreUnavailable {
        return good(Reader.parse(row.body(), reader -> {
            Optional<Document> prepared = reader.bool("prepared")
                    ? Optional.of(inner(Document.parse(reader.variable(reader.remaining(), "document"))))
                    : Optional.empty();
            var declined = new HashSet<Digest32>(
                    reader.list(0, VERSIONS_MAX, "declined", each -> Digest32.read(each, "declined")));
            var bound = new TreeMap<Integer, DocumentVersion>();
            for (var version : reader.list(0, VERSIONS_MAX, "bound", DocumentVersion::read))
                bound.put(version.number(), version);
            return new Activation(before.workspace(), before.node(), before.current(), prepared, declined, bound);
        }));
    }

    static Kept taken(Taken taken) {
        var document = taken.document();
        var id = new Writer().u8(document.kind().code()).u32(document.version()).toBytes();
        return new Kept(TAKEN, id, taken.since(), document.encode());
    }

    static Taken taken(Kept row) throws StoreUnavailable {
        return new Taken(good(Document.parse(row.body())), row.at());
    }

    static Kept freeze(SignedFreeze freeze, Instant at) {
        return new Kept(FREEZE, freeze.order().id().bytes(), at, freeze.encode());
    }

    static Kept lifted(Digest32 order, Instant at) {
        return new Kept(LIFTED, order.bytes(), at, Bytes.empty());
    }

    static Kept glass(Digest32 change, Glass glass, Instant at) {
        var window = glass.window();
        var body = new Writer()
                .u64(window.from().getEpochSecond())
                .u32(Math.toIntExact(
                        Duration.between(window.from(), window.until()).toSeconds()))
                .toBytes();
        return new Kept(GLASS, change.bytes(), at, body);
    }

    static Glass glass(Kept row) throws StoreUnavailable {
        return good(Reader.parse(row.body(), reader -> {
            var start = reader.position();
            try {
                var from = reader.second("from");
                return new Glass(new GlassWindow(from, from.plusSeconds(reader.u32("lasts"))));
            } catch (IllegalArgumentException | DateTimeException outOfRange) {
                throw new MalformedInput(start, "a good time: " + outOfRange.getMessage());
            }
        }));
    }

    static Kept pledges(Covenant words, Instant at) {
        return new Kept(PLEDGES, words.version().hash().bytes(), at, words.encode());
    }

    static Dropped noPledges(DocumentVersion version) {
        return new Dropped(PLEDGES, version.hash().bytes());
    }

    static Dropped noChange(Tracked tracked) {
        return new Dropped(CHANGE, tracked.signed().change().id().bytes());
    }

    static List<Kept> of(int kind, List<Kept> rows) {
        var some = new ArrayList<Kept>();
        for (var row : rows) if (row.kind() == kind) some.add(row);
        return some;
    }

    private static Bytes kind(DocumentKind kind) {
        return Bytes.copyOf((byte) kind.code());
    }

    /// What this node wrote itself, it reads again; what it cannot read is damage.
    static <T> T good(Parsed<T> parsed) throws StoreUnavailable {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw new StoreUnavailable(
                        "read its documents",
                        new java.io.IOException("at byte %d: expected %s".formatted(offset, expected)));
        };
    }

    private static <T> T inner(Parsed<T> parsed) throws MalformedInput {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) -> throw new MalformedInput(offset, expected);
        };
    }
}
