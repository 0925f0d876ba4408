package tallystick.node.epochs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;

/// What nodes say of one key's epochs, for who meddles with it, and what they have written down of them.
///
/// @param key its id
record EpochTalk(TrialFleet fleet, Digest32 key) {
    Digest32 channel() {
        return Transcript.of("tallystick/node/v1/epochs").add("key", key).digest();
    }

    /// What a frame states of this key.
    Optional<EpochStatement> statement(PeerFrame frame) {
        return frame.channel().equals(channel()) ? anyStatement(frame) : Optional.empty();
    }

    /// What a frame states of whatever key.
    static Optional<EpochStatement> anyStatement(PeerFrame frame) {
        if (frame.body().length() == 0 || frame.body().at(0) != EpochVoice.STATEMENT) return Optional.empty();
        return EpochStatement.parse(frame.body().slice(1, frame.body().length()))
                        instanceof Parsed.Ok<EpochStatement>(var statement)
                ? Optional.of(statement)
                : Optional.empty();
    }

    boolean states(PeerFrame frame, EpochStatement.Kind kind) {
        return statement(frame).filter(said -> said.kind() == kind).isPresent();
    }

    /// Nothing of one kind gets from a node to others, nor from these to it.
    void withhold(String node, EpochStatement.Kind kind) {
        fleet.network().via((from, to, frame, deliver) -> {
            if (!states(frame, kind) || !from.equals(node) && !to.equals(node)) deliver.run();
        });
    }

    /// Everything arrives again.
    void open() {
        fleet.network().via((_, _, _, deliver) -> deliver.run());
    }

    EpochRecord record(String node) {
        var file = fleet.disk(node).resolve("keys").resolve(key.toString()).resolve("epochs");
        try {
            return EpochRecord.parse(Bytes.copyOf(Files.readAllBytes(file)), key)
                    .orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EpochChange change(String node) {
        return record(node).change();
    }

    int epoch(String node) {
        return fleet.node(node).epochs().activeEpoch(key).orElseThrow();
    }

    /// The epochs in which a node's receipts say that it signed with this key, in the order of its log.
    List<Integer> receipts(String node) {
        var log = Patience.published(fleet.node(node).log());
        return LongStream.range(0, log.size())
                .mapToObj(at -> AuditEntry.parse(log.entry(at)).orThrow().event())
                .flatMap(event -> event instanceof AuditEvent.Signed(var receipt)
                                && receipt.keyId().equals(key)
                        ? Stream.of(receipt.epoch())
                        : Stream.empty())
                .toList();
    }

    /// Waits until nodes are in an epoch, and until no share of before signs at them any more.
    void settled(Collection<String> nodes, int epoch) {
        Patience.until(
                "all in epoch " + epoch,
                () -> nodes.stream()
                        .allMatch(node ->
                                fleet.node(node).keys().earliestEpoch(key).equals(Optional.of(epoch))));
    }

    /// The certificate that whoever heard all PREPARED of an attempt can put together.
    KeyRecord certified(EpochCandidate candidate, EpochRecord record, Collection<EpochStatement> said) {
        var about = candidate.about();
        var prepared = new TreeMap<PartyId, Bytes>();
        for (var statement : said)
            if (statement.kind() == EpochStatement.Kind.PREPARED
                    && statement.about().equals(about)) prepared.put(statement.party(), statement.signature());
        var certificate = new Certificate(about, candidate.key(), candidate.transcript(), prepared, new TreeMap<>());
        return new KeyRecord(certificate.encode(), record.names(about.session()).orElseThrow(), about.attempt());
    }
}
