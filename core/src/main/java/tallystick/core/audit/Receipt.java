package tallystick.core.audit;

import java.util.List;
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
import tallystick.crypto.hash.Digest32;

/// What a node helped to sign: for whom, with whom, under which key, and the signatures themselves.
///
/// @param intent what was asked
/// @param keyId which key signed
/// @param epoch of its shares
/// @param path below the key
/// @param algorithm by which the signatures verify
/// @param publicKey the encoded key at the end of the path, as the algorithm takes it
/// @param request names the time of asking, the same at every signer
/// @param signers names of the nodes of the signing set
/// @param policy hash of the policy that judged
/// @param build hash of the file this node runs from
/// @param parts 1..512, in the order of the transaction's inputs
public record Receipt(
        IntentId intent,
        Digest32 keyId,
        int epoch,
        DerivationPath path,
        Algorithm algorithm,
        Bytes publicKey,
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
    /// @param message a digest, or for Ed25519 the whole message
    /// @param signature 64 bytes
    /// @param recoveryId 0..3 for ECDSA, else 0
    public record Part(Bytes message, Bytes signature, int recoveryId) {
        private void write(Writer writer) {
            writer.variable(message).raw(signature).u8(recoveryId);
        }

        private static Part read(Reader reader) throws MalformedInput {
            var message = reader.variable(MESSAGE_BYTES_MAX, "signed message");
            var signature = reader.raw(SIGNATURE_BYTES, "signature");
            var start = reader.position();
            var recoveryId = reader.u8("recovery id");
            if (recoveryId > 3) throw new MalformedInput(start, "recovery id in 0..3");
            return new Part(message, signature, recoveryId);
        }
    }

    /// Copies.
    public Receipt {
        signers = List.copyOf(signers);
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > PARTS_MAX)
            throw new IllegalArgumentException("%d signatures not in 1..512".formatted(parts.size()));
    }

    /// Whether every signature verifies under [#publicKey].
    public boolean verifies() {
        return parts.stream().allMatch(this::verifies);
    }

    private boolean verifies(Part part) {
        return switch (algorithm) {
            case ECDSA_SECP256K1 ->
                part.message().length() == Digest32.LENGTH_BYTES
                        && Curve.SECP256K1.group().parsePoint(publicKey) instanceof Parsed.Ok<Point>(var point)
                        && EcdsaVerify.verify(point, new Digest32(part.message()), part.signature());
            case BIP340 ->
                publicKey.length() == SchnorrVerify.KEY_BYTES
                        && SchnorrVerify.verify(publicKey, part.message(), part.signature());
            case ED25519 ->
                Curve.ED25519.group().parsePoint(publicKey) instanceof Parsed.Ok<Point>(var point)
                        && Ed25519Verify.verify(point, part.message(), part.signature());
        };
    }

    /// Whether [#publicKey] is what the path leads to from the group key that the log recorded. A BIP-340 key may
    /// besides be tweaked by scripts that the receipt does not name, so of it only the id is compared.
    public boolean isUnder(AuditEvent.CeremonyActivated key) {
        if (!key.keyId().equals(keyId) || key.epoch() > epoch) return false;
        if (algorithm == Algorithm.BIP340) return true;
        var curve = algorithm == Algorithm.ED25519 ? Curve.ED25519 : Curve.SECP256K1;
        return curve.group().parsePoint(key.point()) instanceof Parsed.Ok<Point>(var point)
                && new Derivation(point, key.chainCode()).along(path)
                        instanceof Derivation.Derived(var _, var child, var _)
                && child.encode().equals(publicKey);
    }

    /// @spec docs/spec/audit-log.md#AL-3 audit-log
    void write(Writer writer) {
        writer.raw(intent.value().bytes()).raw(keyId.bytes()).u32(epoch);
        path.write(writer);
        writer.u8(code(algorithm))
                .variable(publicKey)
                .raw(request.bytes())
                .list(signers, AuditText::write)
                .raw(policy.bytes())
                .raw(build.bytes())
                .list(parts, (each, part) -> part.write(each));
    }

    static Receipt read(Reader reader) throws MalformedInput {
        return new Receipt(
                new IntentId(Digest32.read(reader, "intent")),
                Digest32.read(reader, "key id"),
                reader.u32("epoch"),
                DerivationPath.read(reader, "path"),
                algorithm(reader),
                reader.variable(SIGNATURE_BYTES, "public key"),
                Digest32.read(reader, "request"),
                reader.list(1, 256, "signers", each -> AuditText.name(each, "signer")),
                Digest32.read(reader, "policy"),
                Digest32.read(reader, "build"),
                reader.list(1, PARTS_MAX, "signatures", Part::read));
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
