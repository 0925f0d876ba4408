package tallystick.mpc.ecdsa;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// Everything one signing session runs with, as all its parties sign it: the terms, what each party brought, and every
/// single-use item by name.
///
/// **Why** its hash is the session id: whatever two parties see differently, they are in different sessions; and since
/// each party brings 32 fresh bytes, no session is ever another one over again.
///
/// **Form** canonical bytes, `docs/spec/signing.md` §3.
///
/// @param terms what is to be signed
/// @param fresh 32 bytes of each party, drawn for this session alone
/// @param choices what each party chose to spend
public record SigningSetup(SigningTerms terms, SortedMap<PartyId, Bytes> fresh, SortedMap<PartyId, Choice> choices) {
    /// What one party spends in a session.
    ///
    /// @param nonces its own pre-committed nonces, one for each digest
    /// @param items by peer with a higher id: the VOLE items of the pair, which the lower party chooses
    public record Choice(List<NonceRef> nonces, SortedMap<PartyId, Allocation> items) {
        /// Copies.
        public Choice {
            nonces = List.copyOf(nonces);
            items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
        }

        static Choice read(Reader reader) throws MalformedInput {
            var nonces = reader.list(1, Allocation.ITEMS_MAX, "nonces", each -> NonceRef.read(each, "nonce"));
            var start = reader.position();
            var items = new TreeMap<PartyId, Allocation>();
            var count = reader.u16("items count");
            // The pairs of a party are fewer than the parties of the terms.
            if (count >= SigningTerms.PARTIES_MAX)
                throw new MalformedInput(start, "items count below %d".formatted(SigningTerms.PARTIES_MAX));
            for (var i = 0; i < count; i++) {
                var peer = PartyId.read(reader, "peer");
                if (!items.isEmpty() && peer.compareTo(items.lastKey()) <= 0)
                    throw new MalformedInput(start, "peers ascending");
                items.put(peer, Allocation.read(reader, "items"));
            }
            return new Choice(nonces, items);
        }

        void write(Writer writer) {
            writer.list(nonces, (out, nonce) -> nonce.write(out));
            writer.u16(items.size());
            items.forEach((peer, allocation) -> {
                peer.write(writer);
                allocation.write(writer);
            });
        }

        /// Whether `self` owes exactly this much under the terms.
        boolean fits(PartyId self, SigningTerms terms) {
            var higher = terms.parties().stream()
                    .filter(party -> party.compareTo(self) > 0)
                    .toList();
            return nonces.size() == terms.count()
                    && List.copyOf(items.keySet()).equals(higher)
                    && items.values().stream().allMatch(allocation -> allocation.count() == terms.count());
        }
    }

    /// Copies.
    ///
    /// @throws IllegalArgumentException if a party brings too much or too little: check strangers' choices before
    public SigningSetup {
        fresh = Collections.unmodifiableSortedMap(new TreeMap<>(fresh));
        choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
        if (!List.copyOf(fresh.keySet()).equals(terms.parties())
                || !fresh.keySet().equals(choices.keySet()))
            throw new IllegalArgumentException("fresh bytes and choices of other parties than the terms'");
        for (var each : choices.entrySet()) {
            if (!each.getValue().fits(each.getKey(), terms))
                throw new IllegalArgumentException("choice of %s does not fit the terms".formatted(each.getKey()));
        }
    }

    /// Which session this is.
    /// @spec docs/spec/signing.md#SG-4 signing
    public SessionId session() {
        return new SessionId(Transcript.of("tallystick/ecdsa/v1/signing-setup")
                .add("setup", encode())
                .digest());
    }

    /// The session of one digest of a batch: nothing is shared between two of them.
    ///
    /// @param index 0..count-1
    /// @spec docs/spec/signing.md#SG-8 signing
    static SessionId indexSession(SessionId session, int index) {
        return new SessionId(Transcript.of("tallystick/ecdsa/v1/signing-index")
                .add("session", session.value())
                .add("index", index)
                .digest());
    }

    /// What `party` signs to say that it knows this set-up and will spend these items.
    static Digest32 consent(SessionId session, PartyId party) {
        return Transcript.of("tallystick/ecdsa/v1/signing-consent")
                .add("session", session.value())
                .add("party", party.value())
                .digest();
    }

    /// Which nonce `party` spends on digest `index`.
    NonceRef nonceRef(PartyId party, int index) {
        return Objects.requireNonNull(choices.get(party)).nonces().get(index);
    }

    /// The items of the pair of `self` and `peer`.
    Allocation allocation(PartyId self, PartyId peer) {
        var lower = self.compareTo(peer) < 0 ? self : peer;
        var higher = self.compareTo(peer) < 0 ? peer : self;
        return Objects.requireNonNull(
                Objects.requireNonNull(choices.get(lower)).items().get(higher));
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer();
        terms.write(writer);
        for (var party : terms.parties()) {
            writer.raw(Invariant.present(fresh.get(party), "fresh bytes of every party"));
            Invariant.present(choices.get(party), "a choice of every party").write(writer);
        }
        return writer.toBytes();
    }

    /// Reads [#encode]: for whoever judges evidence.
    public static Parsed<SigningSetup> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            var terms = SigningTerms.read(reader);
            var fresh = new TreeMap<PartyId, Bytes>();
            var choices = new TreeMap<PartyId, Choice>();
            for (var party : terms.parties()) {
                fresh.put(party, reader.raw(Digest32.LENGTH_BYTES, "fresh bytes"));
                var start = reader.position();
                var choice = Choice.read(reader);
                if (!choice.fits(party, terms)) throw new MalformedInput(start, "choice that fits the terms");
                choices.put(party, choice);
            }
            return new SigningSetup(terms, fresh, choices);
        });
    }
}
