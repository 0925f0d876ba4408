package tallystick.mpc.ceremony;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// What one party says, signed, about an attempt at a new epoch. Travels and is kept outside any run.
///
/// **Form** `TSES` ‖ u8 1 ‖ kind (u8) ‖ attempt ([EpochAttempt]) ‖ party (u16) ‖ signature (64).
///
/// @param kind what it says
/// @param about which attempt
/// @param party who says it, by its number in that attempt's plan
/// @param signature over all of it by the party's identity key
public record EpochStatement(Kind kind, EpochAttempt about, PartyId party, Bytes signature) {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSES\u0001");

    /// The things there are to say.
    public enum Kind {
        /// My pending share is sealed and synced, and I have the same result.
        PREPARED(1),
        /// I hold the certificate and use the new shares.
        ACTIVATED(2),
        /// I hold no certificate of this attempt nor of any epoch above its base.
        NO_CERTIFICATE(3),
        /// A sealed backup of my leaves of this attempt exists and has been verified.
        BACKED_UP(4),
        /// Every owner uses the new shares, and I have destroyed mine of before.
        SETTLED(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /// The byte that stands for this kind in every format.
        public int code() {
            return code;
        }
    }

    /// Signs a statement of `party`.
    static EpochStatement sign(Kind kind, EpochAttempt about, PartyId party, PartyIdentity identity) {
        return new EpochStatement(kind, about, party, identity.sign(digest(kind, about, party)));
    }

    /// Says that this party's backup of the attempt was verified: by whoever has verified it.
    public static EpochStatement backedUp(EpochAttempt about, PartyId party, PartyIdentity identity) {
        return sign(Kind.BACKED_UP, about, party, identity);
    }

    /// Whether its party signed it.
    public boolean verifies(Roster roster) {
        return roster.verifies(party, digest(kind, about, party), signature);
    }

    /// The good signatures among `statements` of one kind about one attempt, by party; others are left out.
    static SortedMap<PartyId, Bytes> signatures(
            Kind kind, EpochAttempt about, Collection<EpochStatement> statements, Roster roster) {
        var signatures = new TreeMap<PartyId, Bytes>();
        for (var statement : statements)
            if (statement.kind == kind && statement.about.equals(about) && statement.verifies(roster))
                signatures.put(statement.party, statement.signature);
        return Collections.unmodifiableSortedMap(signatures);
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer().raw(MAGIC).u8(kind.code());
        about.write(writer);
        party.write(writer);
        return writer.raw(signature).toBytes();
    }

    /// Reads [#encode].
    public static Parsed<EpochStatement> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "epoch statement format 1");
            var kind = readKind(reader);
            var about = EpochAttempt.read(reader);
            var party = PartyId.read(reader, "party");
            return new EpochStatement(
                    kind, about, party, reader.raw(PartyIdentity.SIGNATURE_LENGTH_BYTES, "signature"));
        });
    }

    /// What is signed.
    public static Digest32 digest(Kind kind, EpochAttempt about, PartyId party) {
        var writer = new Writer();
        about.write(writer);
        return Transcript.of("tallystick/ceremony/v1/statement")
                .add("kind", kind.code())
                .add("about", writer.toBytes())
                .add("party", party.value())
                .digest();
    }

    private static Kind readKind(Reader reader) throws MalformedInput {
        var at = reader.position();
        var code = reader.u8("kind");
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.code() == code)
                .findFirst()
                .orElseThrow(() -> new MalformedInput(at, "kind in 1..5"));
    }
}
