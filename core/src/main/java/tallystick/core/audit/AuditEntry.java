package tallystick.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.intent.IntentId;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.Signature64;

/// One entry of a node's log: what, and when by the node's own clock.
///
/// **Form** version byte 1 ‖ u64 milliseconds since 1970 ‖ kind byte ‖ the event's fields; at most 65535 bytes.
/// `docs/spec/audit-log.md`.
///
/// @param at whole milliseconds
/// @param event what happened
public record AuditEntry(Instant at, AuditEvent event) {
    /// Kind of `CheckpointCosigned`.
    public static final int COSIGNED = 10;
    /// Kind of `PeerCleared`.
    public static final int CLEARED = 12;

    private static final Bytes VERSION = Bytes.copyOf((byte) 1);
    private static final int TIME_AT = 1;
    private static final int KIND_AT = 9;

    /// Cuts the time to milliseconds.
    public AuditEntry {
        at = Instant.ofEpochMilli(at.toEpochMilli());
    }

    /// The canonical bytes. Texts longer than an entry takes are cut.
    ///
    /// @throws IllegalArgumentException if the whole is longer than a log's entry can be: the caller's fault
    /// @spec docs/spec/audit-log.md#AL-2 audit-log
    public Bytes encode() {
        var writer = new Writer().raw(VERSION).u64(at.toEpochMilli());
        write(writer, event);
        var bytes = writer.toBytes();
        if (bytes.length() > EntryBundle.ENTRY_BYTES_MAX)
            throw new IllegalArgumentException("entry of %d bytes, more than 65535".formatted(bytes.length()));
        return bytes;
    }

    private static void write(Writer writer, AuditEvent event) {
        switch (event) {
            case AuditEvent.NodeStarted(var software, var build, var boot) ->
                text(writer.u8(1), software).raw(build.bytes()).raw(boot.bytes());
            case AuditEvent.NodeStopped(var boot) -> writer.u8(2).raw(boot.bytes());
            case AuditEvent.IntentSeen(var intent, var keyId) ->
                writer.u8(3).raw(intent.value().bytes()).raw(keyId.bytes());
            case AuditEvent.NodeVerdict verdict -> writeVerdict(writer.u8(4), verdict);
            case AuditEvent.Signed(var receipt) -> receipt.write(writer.u8(receipt.isOfChildren() ? 15 : 5));
            case AuditEvent.RoundAborted(var session, var fault, var culprits, var evidence) ->
                text(writer.u8(6).raw(session.bytes()), fault)
                        .list(culprits, AuditText::write)
                        .raw(evidence.bytes());
            case AuditEvent.CeremonyPrepared(var keyId, var epoch, var key) ->
                writer.u8(7).raw(keyId.bytes()).u32(epoch).raw(key.bytes());
            case AuditEvent.CeremonyActivated key -> writeActivated(writer.u8(8), key);
            case AuditEvent.CeremonyAttested(var keyId, var epoch, var statement, var signature) ->
                writer.u8(17)
                        .raw(keyId.bytes())
                        .u32(epoch)
                        .raw(statement.bytes())
                        .raw(signature);
            case AuditEvent.PeerRefused(var peer, var reason) -> text(text(writer.u8(9), peer), reason);
            case AuditEvent.CheckpointCosigned(var peer, var head) -> head(text(writer.u8(10), peer), head);
            case AuditEvent.PeerQuarantined(var peer, var reason, var remembered, var shown) ->
                head(head(text(text(writer.u8(11), peer), reason), remembered), shown);
            case AuditEvent.PeerCleared(var peer, var operator, var reason, var head) ->
                head(text(text(text(writer.u8(12), peer), operator), reason), head);
            case AuditEvent.Frozen(var subject, var reason) -> text(text(writer.u8(13), subject), reason);
            case AuditEvent.Unfrozen(var subject, var reason) -> text(text(writer.u8(14), subject), reason);
            case AuditEvent.SetQuarantined(var keyId, var epoch, var signers) ->
                writer.u8(16).raw(keyId.bytes()).u32(epoch).list(signers, AuditText::write);
            case AuditEvent.RosterFollowed(var version, var roster) ->
                writer.u8(21).u32(version).raw(roster.bytes());
            case AuditEvent.CertificateChanged(var pin, var ends) ->
                writer.u8(22).raw(pin.bytes()).u64(ends.toEpochMilli());
            case AuditEvent.RefreshBegun(var keyId, var epoch, var by, var cause, var words) ->
                text(text(text(writer.u8(25).raw(keyId.bytes()).u32(epoch), by), cause), words);
            case AuditEvent.ShareRestored(var keyId, var epoch, var key, var backup) ->
                writer.u8(30).raw(keyId.bytes()).u32(epoch).raw(key.bytes()).raw(backup.bytes());
            case AuditEvent.ShareQuarantined _,
                    AuditEvent.QuarantineLifted _,
                    AuditEvent.PackCountersigned _,
                    AuditEvent.AlarmRang _,
                    AuditEvent.CallerAdmitted _,
                    AuditEvent.OpeningsErased _ -> OperatorEntries.write(writer, event);
            case AuditEvent.GenesisTaken _,
                    AuditEvent.ChangeSeen _,
                    AuditEvent.AnswerHeard _,
                    AuditEvent.ChangeEnded _,
                    AuditEvent.VersionPledged _,
                    AuditEvent.VersionActivated _,
                    AuditEvent.PolicyDecided _ -> GovernedEntries.write(writer, event);
        }
    }

    private static void writeVerdict(Writer writer, AuditEvent.NodeVerdict verdict) {
        writer.raw(verdict.intent().value().bytes())
                .raw(verdict.keyId().bytes())
                .list(verdict.digests(), (each, digest) -> each.raw(digest.bytes()))
                .u8(verdict.ruling().code());
        text(writer, verdict.why())
                .raw(verdict.policy().bytes())
                .bool(verdict.namedPolicy().isPresent());
        verdict.namedPolicy().ifPresent(named -> writer.raw(named.bytes()));
    }

    private static void writeActivated(Writer writer, AuditEvent.CeremonyActivated key) {
        writer.raw(key.keyId().bytes()).u32(key.epoch()).u8(key.schemeCode());
        AuditText.write(writer, key.tree());
        writer.variable(key.point())
                .raw(key.chainCode().bytes())
                .raw(key.certificate().bytes());
    }

    private static Writer text(Writer writer, String text) {
        AuditText.write(writer, AuditText.cut(text));
        return writer;
    }

    private static Writer head(Writer writer, TreeHead head) {
        return writer.u64(head.size()).raw(head.root().bytes());
    }

    /// When an entry was written, without reading the rest of it.
    ///
    /// @param entry canonical
    public static Instant timeOf(Bytes entry) {
        var millis = 0L;
        for (var i = 0; i < Long.BYTES; i++) millis = millis << 8 | entry.at(TIME_AT + i);
        return Instant.ofEpochMilli(millis);
    }

    /// The kind of an entry, without reading the rest of it.
    ///
    /// @param entry canonical
    public static int kindOf(Bytes entry) {
        return entry.at(KIND_AT);
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<AuditEntry> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(VERSION, "audit entry version 1");
            return new AuditEntry(time(reader), event(reader));
        });
    }

    static Instant time(Reader reader) throws MalformedInput {
        return reader.milli("time");
    }

    private static AuditEvent event(Reader reader) throws MalformedInput {
        var start = reader.position();
        var kind = reader.u8("entry kind");
        return switch (kind) {
            case 1 ->
                new AuditEvent.NodeStarted(
                        AuditText.text(reader, "software"), digest(reader, "build"), digest(reader, "boot"));
            case 2 -> new AuditEvent.NodeStopped(digest(reader, "boot"));
            case 3 -> new AuditEvent.IntentSeen(intent(reader), digest(reader, "key id"));
            case 4 -> verdict(reader);
            case 5 -> new AuditEvent.Signed(Receipt.read(reader, false));
            case 6 ->
                new AuditEvent.RoundAborted(
                        digest(reader, "session"),
                        AuditText.text(reader, "fault"),
                        reader.list(0, 256, "culprits", each -> AuditText.name(each, "culprit")),
                        digest(reader, "evidence"));
            case 7 ->
                new AuditEvent.CeremonyPrepared(digest(reader, "key id"), reader.u32("epoch"), digest(reader, "key"));
            case 8 -> activated(reader);
            case 9 -> new AuditEvent.PeerRefused(AuditText.text(reader, "peer"), AuditText.text(reader, "reason"));
            case 10 -> new AuditEvent.CheckpointCosigned(AuditText.text(reader, "peer"), head(reader));
            case 11 ->
                new AuditEvent.PeerQuarantined(
                        AuditText.text(reader, "peer"), AuditText.text(reader, "reason"), head(reader), head(reader));
            case 12 ->
                new AuditEvent.PeerCleared(
                        AuditText.text(reader, "peer"),
                        AuditText.text(reader, "operator"),
                        AuditText.text(reader, "reason"),
                        head(reader));
            case 13 -> new AuditEvent.Frozen(AuditText.text(reader, "subject"), AuditText.text(reader, "reason"));
            case 14 -> new AuditEvent.Unfrozen(AuditText.text(reader, "subject"), AuditText.text(reader, "reason"));
            case 15 -> new AuditEvent.Signed(Receipt.read(reader, true));
            case 16 ->
                new AuditEvent.SetQuarantined(
                        digest(reader, "key id"),
                        reader.u32("epoch"),
                        reader.list(1, 64, "signers", each -> AuditText.name(each, "signer")));
            case 17 -> attested(reader);
            case 21 -> new AuditEvent.RosterFollowed(reader.u32("roster version"), digest(reader, "roster"));
            case 22 -> new AuditEvent.CertificateChanged(digest(reader, "pin"), time(reader));
            case 25 -> refresh(reader);
            case 30 ->
                new AuditEvent.ShareRestored(
                        digest(reader, "key id"), reader.u32("epoch"), digest(reader, "key"), digest(reader, "backup"));
            case 31, 32, 33, 34, 35, 36, 37 -> GovernedEntries.read(kind, reader);
            case 23, 24, 40, 41, 42, 43 -> OperatorEntries.read(kind, reader);
            default -> throw new MalformedInput(start, "entry kind in 1..17, 21..25, 30..37 or 40..43");
        };
    }

    private static AuditEvent.CeremonyAttested attested(Reader reader) throws MalformedInput {
        return new AuditEvent.CeremonyAttested(
                digest(reader, "key id"),
                reader.u32("epoch"),
                digest(reader, "statement"),
                reader.raw(Signature64.LENGTH_BYTES, "signature"));
    }

    private static AuditEvent.RefreshBegun refresh(Reader reader) throws MalformedInput {
        return new AuditEvent.RefreshBegun(
                digest(reader, "key id"),
                reader.u32("epoch"),
                AuditText.text(reader, "by"),
                AuditText.text(reader, "cause"),
                AuditText.text(reader, "words"));
    }

    private static AuditEvent.NodeVerdict verdict(Reader reader) throws MalformedInput {
        return new AuditEvent.NodeVerdict(
                intent(reader),
                digest(reader, "key id"),
                reader.list(0, 512, "digests", each -> digest(each, "digest")),
                ruling(reader),
                AuditText.text(reader, "why"),
                digest(reader, "policy"),
                reader.bool("named policy") ? Optional.of(digest(reader, "named policy")) : Optional.empty());
    }

    private static AuditEvent.Ruling ruling(Reader reader) throws MalformedInput {
        var start = reader.position();
        var code = reader.u8("ruling");
        return List.of(AuditEvent.Ruling.values()).stream()
                .filter(each -> each.code() == code)
                .findFirst()
                .orElseThrow(() -> new MalformedInput(start, "ruling in 1..3"));
    }

    private static AuditEvent.CeremonyActivated activated(Reader reader) throws MalformedInput {
        return new AuditEvent.CeremonyActivated(
                digest(reader, "key id"),
                reader.u32("epoch"),
                reader.u8("scheme"),
                AuditText.tree(reader),
                reader.variable(64, "point"),
                digest(reader, "chain code"),
                digest(reader, "certificate"));
    }

    private static TreeHead head(Reader reader) throws MalformedInput {
        return new TreeHead(reader.u64("tree size"), digest(reader, "root"));
    }

    private static IntentId intent(Reader reader) throws MalformedInput {
        return new IntentId(digest(reader, "intent"));
    }

    private static Digest32 digest(Reader reader, String field) throws MalformedInput {
        return Digest32.read(reader, field);
    }
}
