package tallystick.mpc.ecdsa;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.SessionId;

/// What parties say while they sign. Form in `docs/spec/signing.md` §4.
public sealed interface SigningMessage extends Message {
    /// Round 1, direct. Stands by the set-up, opens the nonce commitments and corrects the VOLE items of the pair.
    ///
    /// @param run the run in which parties sign
    /// @param consent the sender's, to the set-up as it sees it
    /// @param indices one for each digest
    record Opening(SessionId run, Consent consent, List<OpenedIndex> indices) implements SigningMessage {
        private static final int CODE = 1;

        /// Copies.
        public Opening {
            indices = List.copyOf(indices);
        }

        @Override
        public int round() {
            return 1;
        }

        @Override
        public Bytes encode() {
            return begin(CODE, run)
                    .raw(consent.session().value().bytes())
                    .raw(consent.signature())
                    .list(indices, (out, each) -> each.write(out))
                    .toBytes();
        }
    }

    /// I stand by this whole set-up.
    ///
    /// @param session hash of the set-up as the sender sees it: the signing session
    /// @param signature 64 bytes by the sender's identity key over its consent
    record Consent(SessionId session, Bytes signature) {
        static Consent sign(SessionId session, PartyId party, PartyIdentity identity) {
            return new Consent(session, identity.sign(SigningSetup.consent(session, party)));
        }

        private static Consent read(Reader reader) throws MalformedInput {
            return new Consent(
                    new SessionId(Digest32.read(reader, "session")),
                    reader.raw(PartyIdentity.SIGNATURE_LENGTH_BYTES, "consent"));
        }

        boolean isSignedBy(PartyId party, Roster roster) {
            return roster.verifies(party, SigningSetup.consent(session, party), signature);
        }
    }

    /// One digest's part of an [Opening].
    ///
    /// @param noncePoint R_i
    /// @param opening 16 bytes that open the commitment to it
    /// @param keyPoint pk_i, the sender's additive share of this session times G
    /// @param correction γ and Γ of the item in which the sender is VOLE sender
    /// @param blinding ψ, the sender's φ less its β of the item in which it is VOLE receiver
    record OpenedIndex(Point noncePoint, Bytes opening, Point keyPoint, Correction correction, Scalar blinding) {
        private static OpenedIndex read(Reader reader) throws MalformedInput {
            return new OpenedIndex(
                    EcdsaNumbers.GROUP.readPoint(reader, "nonce point"),
                    reader.raw(PrecommittedNonce.OPENING_LENGTH_BYTES, "opening"),
                    EcdsaNumbers.GROUP.readPoint(reader, "key-share point"),
                    Correction.read(reader),
                    EcdsaNumbers.GROUP.readScalar(reader, "blinding"));
        }

        private void write(Writer writer) {
            writer.raw(noncePoint.encode()).raw(opening).raw(keyPoint.encode());
            correction.write(writer);
            writer.raw(blinding.encode());
        }
    }

    /// What turns a random VOLE into one of the sender's own inputs.
    ///
    /// @param nonce γ_k = k − α_k
    /// @param key γ_x = sk − α_x
    /// @param nonceMask Γ_k = t_k·G
    /// @param keyMask Γ_x = t_x·G
    record Correction(Scalar nonce, Scalar key, Point nonceMask, Point keyMask) {
        private static Correction read(Reader reader) throws MalformedInput {
            return new Correction(
                    EcdsaNumbers.GROUP.readScalar(reader, "nonce correction"),
                    EcdsaNumbers.GROUP.readScalar(reader, "key correction"),
                    EcdsaNumbers.GROUP.readPoint(reader, "nonce mask"),
                    EcdsaNumbers.GROUP.readPoint(reader, "key mask"));
        }

        private void write(Writer writer) {
            writer.raw(nonce.encode()).raw(key.encode()).raw(nonceMask.encode()).raw(keyMask.encode());
        }
    }

    /// Round 2, broadcast. This party's signature shares.
    ///
    /// @param run the run in which parties sign
    /// @param view hash of all nonce points and key-share points, as the sender saw them
    /// @param shares one for each digest
    record Shares(SessionId run, Digest32 view, List<SignatureShare> shares) implements SigningMessage {
        private static final int CODE = 2;

        /// Copies.
        public Shares {
            shares = List.copyOf(shares);
        }

        @Override
        public int round() {
            return 2;
        }

        @Override
        public Bytes encode() {
            return begin(CODE, run)
                    .raw(view.bytes())
                    .list(
                            shares,
                            (out, each) -> out.raw(each.denominator().encode())
                                    .raw(each.numerator().encode()))
                    .toBytes();
        }
    }

    /// One party's part of one signature: s = Σw / Σu.
    ///
    /// @param denominator u_i, a share of k·φ
    /// @param numerator w_i, a share of (m + r·x)·φ
    record SignatureShare(Scalar denominator, Scalar numerator) {
        private static SignatureShare read(Reader reader) throws MalformedInput {
            return new SignatureShare(
                    EcdsaNumbers.GROUP.readScalar(reader, "denominator"),
                    EcdsaNumbers.GROUP.readScalar(reader, "numerator"));
        }
    }

    /// Round 2, broadcast, in place of [Shares]: the key-share points do not sum to the key, so here are the zero-share
    /// values of this session, that the culprit can be found. Nothing else of this session has been or will be
    /// sent.
    ///
    /// @param run the run in which parties sign
    /// @param view hash of all nonce points and key-share points, as the sender saw them
    /// @param indices those digests whose points do not fit, ascending
    record Disclosure(SessionId run, Digest32 view, List<DisclosedIndex> indices) implements SigningMessage {
        private static final int CODE = 3;

        /// Copies.
        public Disclosure {
            indices = List.copyOf(indices);
        }

        @Override
        public int round() {
            return 2;
        }

        @Override
        public Bytes encode() {
            return begin(CODE, run)
                    .raw(view.bytes())
                    .list(
                            indices,
                            (out, each) -> out.u16(each.index())
                                    .list(each.pairValues(), (inner, value) -> inner.raw(value.encode())))
                    .toBytes();
        }
    }

    /// One digest's zero-share values.
    ///
    /// @param index which digest
    /// @param pairValues F(k_ij, session) for every other party j, ascending
    record DisclosedIndex(int index, List<Scalar> pairValues) {
        /// Copies.
        public DisclosedIndex {
            pairValues = List.copyOf(pairValues);
        }

        private static DisclosedIndex read(Reader reader, int others) throws MalformedInput {
            return new DisclosedIndex(
                    reader.u16("index"),
                    reader.list(
                            others, others, "values", each -> EcdsaNumbers.GROUP.readScalar(each, "zero-share value")));
        }
    }

    /// How many of each a session's messages hold.
    ///
    /// @param digests how many digests
    /// @param others how many other parties
    record Shape(int digests, int others) {}

    /// Reads any of them; a wrong count is malformed.
    static Parsed<SigningMessage> parse(Bytes encoded, SessionId run, Shape shape) {
        return Reader.parse(encoded, reader -> {
            var header = MessageHeader.read(reader, ProtocolCode.ECDSA_SIGN, run);
            var digests = shape.digests();
            return switch (header.messageCode()) {
                case Opening.CODE ->
                    new Opening(
                            run, Consent.read(reader), reader.list(digests, digests, "openings", OpenedIndex::read));
                case Shares.CODE ->
                    new Shares(
                            run,
                            Digest32.read(reader, "view"),
                            reader.list(digests, digests, "shares", SignatureShare::read));
                case Disclosure.CODE ->
                    new Disclosure(
                            run,
                            Digest32.read(reader, "view"),
                            reader.list(1, digests, "disclosures", each -> DisclosedIndex.read(each, shape.others())));
                default -> throw header.unknownMessageCode();
            };
        });
    }

    private static Writer begin(int code, SessionId run) {
        return new MessageHeader(ProtocolCode.ECDSA_SIGN, code, run).begin();
    }
}
