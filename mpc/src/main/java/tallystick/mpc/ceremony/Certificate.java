package tallystick.mpc.ceremony;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// The PREPARED statements of all parties of one ceremony: proof that the new epoch exists everywhere and may be used.
///
/// **Why** a party that cannot be sure that all others hold their new shares must not give up its old one ("forget and
/// forgive"). Whoever holds a certificate activates it and passes it on.
///
/// **Form** `TSEC` ‖ u8 1 ‖ attempt ([EpochAttempt]) ‖ u32 length ‖ group key ‖ transcript (32) ‖ u16 count
/// of PREPARED, each party (u16) ‖ signature (64), ascending ‖ u16 count of BACKED_UP likewise.
///
/// @param about which attempt
/// @param key the new epoch
/// @param transcript hash of all that was said in public in the ceremony
/// @param prepared signatures of all parties of the run
/// @param backups signatures of the mandatory participants
/// @spec https://eprint.iacr.org/2020/1052 Aumasson, Shlomovits: attacks on resharing (forget and forgive)
public record Certificate(
        EpochAttempt about,
        GroupKey key,
        Digest32 transcript,
        SortedMap<PartyId, Bytes> prepared,
        SortedMap<PartyId, Bytes> backups) {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSEC\u0001");
    private static final int KEY_LENGTH_BYTES_MAX = 16384;
    private static final int PARTIES_MAX = 128;

    /// Copies.
    public Certificate {
        prepared = Collections.unmodifiableSortedMap(new TreeMap<>(prepared));
        backups = Collections.unmodifiableSortedMap(new TreeMap<>(backups));
    }

    /// What a verifier finds.
    public sealed interface Verdict {
        /// Everybody signed.
        record Valid(Certificate certificate) implements Verdict {}

        /// It certifies nothing.
        ///
        /// @param why a lower-case phrase
        record Invalid(String why) implements Verdict {}
    }

    /// Whether all parties of the run signed this result, for a key over `tree`.
    ///
    /// @param roster identity keys by the numbers of the ceremony's plan
    /// @spec docs/spec/ceremony.md#CE-19 ceremony
    public Verdict verify(Roster roster, QuorumTree tree) {
        if (!key.tree().equals(tree)) return new Verdict.Invalid("another quorum tree");
        if (key.epoch() != about.baseEpoch() + 1)
            return new Verdict.Invalid("epoch %d after base %d".formatted(key.epoch(), about.baseEpoch()));
        if (about.baseEpoch() > 0 && !about.subject().equals(key.id())) return new Verdict.Invalid("another key's id");
        if (!about.result().equals(EpochAttempt.resultOf(transcript, key)))
            return new Verdict.Invalid("a result that is not of this key and transcript");
        if (!allParties(tree)) return new Verdict.Invalid("not signed by every party of the run");
        if (!backups.keySet().equals(Coverage.mandatory(tree)))
            return new Verdict.Invalid("no verified backup of every mandatory participant");
        return verifies(EpochStatement.Kind.PREPARED, prepared, roster)
                        && verifies(EpochStatement.Kind.BACKED_UP, backups, roster)
                ? new Verdict.Valid(this)
                : new Verdict.Invalid("a signature that does not verify");
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer().raw(MAGIC);
        about.write(writer);
        writer.variable(key.encode()).raw(transcript.bytes());
        writeSignatures(writer, prepared);
        writeSignatures(writer, backups);
        return writer.toBytes();
    }

    /// Reads [#encode]; signatures are not verified by this.
    public static Parsed<Certificate> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "certificate format 1");
            var about = EpochAttempt.read(reader);
            var key = readKey(reader);
            var transcript = Digest32.read(reader, "transcript");
            return new Certificate(about, key, transcript, readSignatures(reader), readSignatures(reader));
        });
    }

    private boolean allParties(QuorumTree tree) {
        return about.parties() >= tree.parties().size()
                && prepared.size() == about.parties()
                && prepared.lastKey().value() == about.parties();
    }

    private boolean verifies(EpochStatement.Kind kind, SortedMap<PartyId, Bytes> signatures, Roster roster) {
        return signatures.entrySet().stream()
                .allMatch(each -> new EpochStatement(kind, about, each.getKey(), each.getValue()).verifies(roster));
    }

    static GroupKey readKey(Reader reader) throws MalformedInput {
        var at = reader.position();
        return switch (GroupKey.parse(reader.variable(KEY_LENGTH_BYTES_MAX, "group key"))) {
            case Parsed.Ok<GroupKey>(var key) -> key;
            case Parsed.Malformed<GroupKey>(var offset, var expected) ->
                throw new MalformedInput(at + 4 + offset, expected);
        };
    }

    static void writeSignatures(Writer writer, SortedMap<PartyId, Bytes> signatures) {
        writer.u16(signatures.size());
        for (Map.Entry<PartyId, Bytes> each : signatures.entrySet()) {
            each.getKey().write(writer);
            writer.raw(each.getValue());
        }
    }

    static SortedMap<PartyId, Bytes> readSignatures(Reader reader) throws MalformedInput {
        var signatures = new TreeMap<PartyId, Bytes>();
        var countAt = reader.position();
        var count = reader.u16("signatures count");
        if (count > PARTIES_MAX) throw new MalformedInput(countAt, "at most %d signatures".formatted(PARTIES_MAX));
        for (var i = 0; i < count; i++) {
            var at = reader.position();
            var party = PartyId.read(reader, "party");
            if (!signatures.isEmpty() && signatures.lastKey().compareTo(party) >= 0)
                throw new MalformedInput(at, "parties ascending");
            signatures.put(party, reader.raw(PartyIdentity.SIGNATURE_LENGTH_BYTES, "signature"));
        }
        return signatures;
    }
}
