package tallystick.core.audit;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SchnorrVerify;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.TaprootOutput;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What a node helped to sign: for whom, with whom, under which key, and the signatures themselves.
///
/// **Form** `docs/spec/audit-log.md`, §3: a plain receipt has all signatures under one key; one of children names for
/// each signature the path below that key and the Taproot tweak, and with the chain code anybody derives the rest.
///
/// @param intent what was asked
/// @param keyId which key signed
/// @param epoch of its shares
/// @param path below the key
/// @param algorithm by which the signatures verify
/// @param publicKey the encoded key at the end of the path; of a plain BIP-340 receipt its 32 bytes of x
/// @param chainCode at the end of the path, if the receipt is one of children
/// @param request names the time of asking, the same at every signer
/// @param signers names of the nodes of the signing set
/// @param policy hash of the policy that judged
/// @param build hash of all that this node runs from, `docs/spec/attestation.md` §4
/// @param parts 1..512, in the order of the transaction's inputs
public record Receipt(
        IntentId intent,
        Digest32 keyId,
        int epoch,
        DerivationPath path,
        Algorithm algorithm,
        Bytes publicKey,
        Optional<Digest32> chainCode,
        Digest32 request,
        List<String> signers,
        Digest32 policy,
        Digest32 build,
        List<Part> parts) {
    private static final int PARTS_MAX = 512;
    private static final int MESSAGE_BYTES_MAX = 8192;
    private static final int SIGNATURE_BYTES = 64;

    /// One signature.
    ///
    /// @param below path from [Receipt#publicKey] to the key that signed; the root in a plain receipt
    /// @param taprootRoot as in [tallystick.core.chain.SigningInput]; empty in a plain receipt
    /// @param message a digest, or for Ed25519 the whole message
    /// @param signature 64 bytes
    /// @param recoveryId 0..3 for ECDSA, else 0
    public record Part(
            DerivationPath below, Optional<Bytes> taprootRoot, Bytes message, Bytes signature, int recoveryId) {
        /// One of a plain receipt.
        public Part(Bytes message, Bytes signature, int recoveryId) {
            this(DerivationPath.root(), Optional.empty(), message, signature, recoveryId);
        }

        /// Whether it is signed under [Receipt#publicKey] itself, untweaked.
        public boolean isPlain() {
            return below.equals(DerivationPath.root()) && taprootRoot.isEmpty();
        }

        private void write(Writer writer) {
            writer.variable(message).raw(signature).u8(recoveryId);
        }

        private void writeOfChild(Writer writer) {
            below.write(writer);
            writer.u8(taprootRoot.map(root -> root.length() == 0 ? 1 : 2).orElse(0));
            taprootRoot.ifPresent(writer::raw);
            write(writer);
        }

        private static Part read(Reader reader) throws MalformedInput {
            return read(reader, DerivationPath.root(), Optional.empty());
        }

        private static Part readOfChild(Reader reader) throws MalformedInput {
            return read(reader, DerivationPath.read(reader, "path below"), root(reader));
        }

        private static Part read(Reader reader, DerivationPath below, Optional<Bytes> root) throws MalformedInput {
            var message = reader.variable(MESSAGE_BYTES_MAX, "signed message");
            var signature = reader.raw(SIGNATURE_BYTES, "signature");
            var start = reader.position();
            var recoveryId = reader.u8("recovery id");
            if (recoveryId > 3) throw new MalformedInput(start, "recovery id in 0..3");
            return new Part(below, root, message, signature, recoveryId);
        }

        private static Optional<Bytes> root(Reader reader) throws MalformedInput {
            var start = reader.position();
            return switch (reader.u8("taproot tweak")) {
                case 0 -> Optional.empty();
                case 1 -> Optional.of(Bytes.empty());
                case 2 -> Optional.of(reader.raw(Digest32.LENGTH_BYTES, "root of scripts"));
                default -> throw new MalformedInput(start, "taproot tweak in 0..2");
            };
        }
    }

    /// What is the same at all who signed together.
    ///
    /// @param parts hash of all signatures, with what they are of
    /// @param signers ascending
    public record Gist(IntentId intent, Digest32 request, Digest32 parts, List<String> signers) {
        /// Copies.
        public Gist {
            signers = List.copyOf(signers);
        }
    }

    /// What its twins have, too: neither the node's own build nor the policy it judged by.
    public Gist gist() {
        var writer = new Writer();
        parts.forEach(part -> part.writeOfChild(writer));
        return new Gist(
                intent,
                request,
                StandardHash.sha256(writer.toBytes()),
                signers.stream().distinct().sorted().toList());
    }

    /// Copies.
    public Receipt {
        signers = List.copyOf(signers);
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > PARTS_MAX)
            throw new IllegalArgumentException("%d signatures not in 1..512".formatted(parts.size()));
        if (chainCode.isEmpty() && !parts.stream().allMatch(Part::isPlain))
            throw new IllegalArgumentException("a plain receipt with signatures of children");
    }

    /// Whether every signature verifies under [#publicKey], or under the child and with the tweak that its part names.
    public boolean verifies() {
        return parts.stream().allMatch(this::verifies);
    }

    private boolean verifies(Part part) {
        return keyOf(part).filter(key -> verifies(part, key)).isPresent();
    }

    /// The encoded key that verifies a part, as its algorithm takes it.
    private Optional<Bytes> keyOf(Part part) {
        if (chainCode.isEmpty()) return Optional.of(publicKey);
        return point(publicKey)
                .flatMap(point -> child(new Derivation(point, chainCode.get()), part.below()))
                .flatMap(child -> algorithm == Algorithm.BIP340
                        ? tweaked(child.key(), part.taprootRoot())
                        : Optional.of(child.key().encode()));
    }

    private static Optional<Bytes> tweaked(Point key, Optional<Bytes> root) {
        if (root.isEmpty()) return Optional.of(key.xOnly());
        var tree = root.filter(bytes -> bytes.length() > 0).map(Digest32::new);
        return TaprootOutput.of(key, tree).map(TaprootOutput::xOnly);
    }

    private boolean verifies(Part part, Bytes key) {
        return switch (algorithm) {
            case ECDSA_SECP256K1 ->
                part.message().length() == Digest32.LENGTH_BYTES
                        && point(key)
                                .filter(point ->
                                        EcdsaVerify.verify(point, new Digest32(part.message()), part.signature()))
                                .isPresent();
            case BIP340 ->
                key.length() == SchnorrVerify.KEY_BYTES && SchnorrVerify.verify(key, part.message(), part.signature());
            case ED25519 ->
                point(key)
                        .filter(point -> Ed25519Verify.verify(point, part.message(), part.signature()))
                        .isPresent();
        };
    }

    private Optional<Point> point(Bytes encoded) {
        var curve = algorithm == Algorithm.ED25519 ? Curve.ED25519 : Curve.SECP256K1;
        return curve.group().parsePoint(encoded) instanceof Parsed.Ok<Point>(var point)
                ? Optional.of(point)
                : Optional.empty();
    }

    private static Optional<Derivation.Derived> child(Derivation from, DerivationPath path) {
        return from.along(path) instanceof Derivation.Derived derived ? Optional.of(derived) : Optional.empty();
    }

    /// Whether [#publicKey], and [#chainCode] if there is one, are what the path leads to from the group key that the
    /// log recorded.
    public boolean isUnder(AuditEvent.CeremonyActivated key) {
        if (!key.keyId().equals(keyId) || key.epoch() > epoch) return false;
        return point(key.point())
                .flatMap(point -> child(new Derivation(point, key.chainCode()), path))
                .filter(child -> chainCode.isEmpty()
                        ? plain(child.key()).equals(publicKey)
                        : child.key().encode().equals(publicKey)
                                && child.chainCode().equals(chainCode.get()))
                .isPresent();
    }

    private Bytes plain(Point key) {
        return algorithm == Algorithm.BIP340 ? key.xOnly() : key.encode();
    }

    /// Whether it is written as one of children.
    boolean isOfChildren() {
        return chainCode.isPresent();
    }

    /// @spec docs/spec/audit-log.md#AL-3 audit-log
    void write(Writer writer) {
        writer.raw(intent.value().bytes()).raw(keyId.bytes()).u32(epoch);
        path.write(writer);
        writer.u8(code(algorithm)).variable(publicKey);
        chainCode.ifPresent(code -> writer.raw(code.bytes()));
        writer.raw(request.bytes())
                .list(signers, AuditText::write)
                .raw(policy.bytes())
                .raw(build.bytes())
                .list(parts, (each, part) -> {
                    if (isOfChildren()) part.writeOfChild(each);
                    else part.write(each);
                });
    }

    /// @param ofChildren which of the two forms
    static Receipt read(Reader reader, boolean ofChildren) throws MalformedInput {
        return new Receipt(
                new IntentId(Digest32.read(reader, "intent")),
                Digest32.read(reader, "key id"),
                reader.u32("epoch"),
                DerivationPath.read(reader, "path"),
                algorithm(reader),
                reader.variable(SIGNATURE_BYTES, "public key"),
                ofChildren ? Optional.of(Digest32.read(reader, "chain code")) : Optional.empty(),
                Digest32.read(reader, "request"),
                reader.list(1, 256, "signers", each -> AuditText.name(each, "signer")),
                Digest32.read(reader, "policy"),
                Digest32.read(reader, "build"),
                reader.list(1, PARTS_MAX, "signatures", ofChildren ? Part::readOfChild : Part::read));
    }

    private static int code(Algorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_SECP256K1 -> 1;
            case BIP340 -> 2;
            case ED25519 -> 3;
        };
    }

    private static Algorithm algorithm(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("algorithm")) {
            case 1 -> Algorithm.ECDSA_SECP256K1;
            case 2 -> Algorithm.BIP340;
            case 3 -> Algorithm.ED25519;
            default -> throw new MalformedInput(start, "algorithm in 1..3");
        };
    }
}
