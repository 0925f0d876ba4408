package tallystick.crypto.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.P256Signer;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.AgreementPoint;
import tallystick.crypto.seal.ChannelOffer;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.Hpke;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.P256Signature;
import tallystick.crypto.seal.P256VerifyKey;
import tallystick.crypto.seal.SealedChannel;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Whatever a stranger shows as a key or a sealing is refused or is the one form of it, and nothing but the very bytes
/// that were sealed opens.
class SealFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();
    private static final Bytes CONTEXT = Bytes.ofUtf8("context");
    private static final Bytes PLAIN = Bytes.ofUtf8("what is sealed");

    private static final SecretBytes KEY = Secrets.of(Bytes.copyOf(new byte[32]), HOME);
    private static final AgreementKey HOLDER = AgreementKey.generate(Secrets.entropy(1), HOME);
    private static final Hpke.Context PURPOSE = new Hpke.Context(Bytes.ofUtf8("purpose"), CONTEXT);
    private static final Bytes ENVELOPE = plain(secret -> Envelope.seal(KEY, CONTEXT, secret, Secrets.entropy(2)));
    private static final Bytes SEALING =
            plain(secret -> Hpke.seal(HOLDER.point(), PURPOSE, secret, Secrets.entropy(3)));

    private static Bytes plain(java.util.function.Function<SecretBytes, Bytes> sealing) {
        try (var secret = Secrets.of(PLAIN, HOME)) {
            return sealing.apply(secret);
        }
    }

    private static Stream<byte[]> keys() {
        try (var identity = IdentityKey.generate(Secrets.entropy(4), HOME)) {
            return Stream.of(
                    identity.verifyKey().bytes().toArray(),
                    HOLDER.point().bytes().toArray(),
                    identity.sign(StandardHash.sha256(PLAIN)).bytes().toArray());
        }
    }

    private static Stream<byte[]> envelopes() {
        return Stream.of(ENVELOPE.toArray());
    }

    private static Stream<byte[]> sealings() {
        return Stream.of(SEALING.toArray());
    }

    private static Stream<byte[]> records() {
        try (var ends = new Ends()) {
            return Stream.of(plain(secret -> ends.mine.seal(CONTEXT, secret)).toArray());
        }
    }

    private static void opensOnly(Bytes sealed, byte[] input, Supplier<Parsed<SecretBytes>> opening) {
        var before = HOME.lentBytes();
        Canonical.within(input.length, opening).ifPresent(secret -> {
            assertThat(Bytes.copyOf(input)).isEqualTo(sealed);
            assertThat(Secrets.open(secret)).isEqualTo(PLAIN);
        });
        assertThat(HOME.lentBytes()).isEqualTo(before);
    }

    @MethodSource("keys")
    @FuzzTest
    void anyKey_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, VerifyKey::parse, VerifyKey::bytes);
        Canonical.bytes(bytes, AgreementPoint::parse, AgreementPoint::bytes).ifPresent(point -> {
            try (var shared = HOLDER.agree(point, HOME)) {
                assertThat(shared.length()).isEqualTo(AgreementKey.LENGTH_BYTES);
            }
        });
        Canonical.bytes(
                bytes,
                input -> Reader.parse(input, reader -> Signature64.read(reader, "signature")),
                Signature64::bytes);
        Canonical.bytes(
                bytes, input -> Reader.parse(input, reader -> Digest32.read(reader, "digest")), Digest32::bytes);
    }

    @MethodSource("envelopes")
    @FuzzTest
    void anyEnvelope_butTheSealedOne_staysClosed(byte @NotNull [] bytes) {
        opensOnly(ENVELOPE, bytes, () -> Envelope.open(KEY, CONTEXT, Bytes.copyOf(bytes), HOME));
    }

    @MethodSource("sealings")
    @FuzzTest
    void anySealing_butTheSealedOne_staysClosed(byte @NotNull [] bytes) {
        opensOnly(SEALING, bytes, () -> Hpke.open(HOLDER, PURPOSE, Bytes.copyOf(bytes), HOME));
    }

    @MethodSource("records")
    @FuzzTest
    void anyRecord_butTheNextOne_staysClosed(byte @NotNull [] bytes) {
        try (var ends = new Ends()) {
            var next = plain(secret -> ends.mine.seal(CONTEXT, secret));
            opensOnly(next, bytes, () -> ends.peers.open(CONTEXT, Bytes.copyOf(bytes), HOME));
        }
    }

    /// A channel with a sure record after any number and any length of ciphertext.
    @FuzzTest
    void anyCiphertext_ofTheRightForm_staysClosed(byte @NotNull [] ciphertext) {
        try (var ends = new Ends()) {
            var record = new Writer().u64(0).variable(Bytes.copyOf(ciphertext)).toBytes();
            opensOnly(Bytes.empty(), record.toArray(), () -> ends.peers.open(CONTEXT, record, HOME));
            var envelope = new Writer()
                    .raw(ENVELOPE.slice(0, 16))
                    .variable(Bytes.copyOf(ciphertext))
                    .toBytes();
            opensOnly(Bytes.empty(), envelope.toArray(), () -> Envelope.open(KEY, CONTEXT, envelope, HOME));
        }
    }

    /// Both ends of a channel, the same each time.
    private static final class Ends implements AutoCloseable {
        private final SealedChannel mine;
        private final SealedChannel peers;

        Ends() {
            try (var one = IdentityKey.generate(Secrets.entropy(5), HOME);
                    var two = IdentityKey.generate(Secrets.entropy(6), HOME);
                    var first = ChannelOffer.fresh(Secrets.entropy(7), HOME);
                    var second = ChannelOffer.fresh(Secrets.entropy(8), HOME)) {
                var session = StandardHash.sha256(CONTEXT);
                var ends = new ChannelOffer.Ends(one.verifyKey(), two.verifyKey());
                var back = new ChannelOffer.Ends(two.verifyKey(), one.verifyKey());
                mine = first.accept(ends, session, second.point(), HOME).orElseThrow();
                peers = second.accept(back, session, first.point(), HOME).orElseThrow();
            }
        }

        @Override
        public void close() {
            mine.close();
            peers.close();
        }
    }

    private static Stream<byte[]> nistKeys() {
        return Stream.of(P256Signer.of(1).key().bytes().toArray());
    }

    private static Stream<byte[]> nistSignatures() {
        var signer = P256Signer.of(1);
        return Stream.of(signer.sign(PLAIN).bytes().toArray(), signer.der(PLAIN).toArray());
    }

    @MethodSource("nistKeys")
    @FuzzTest
    void anyKeyOnP256_isRefusedOrAPoint(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, P256VerifyKey::parse, P256VerifyKey::bytes);
    }

    @MethodSource("nistSignatures")
    @FuzzTest
    void anySignatureOnP256_isRefusedOrHasItsOneForm(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, P256Signature::parse, P256Signature::bytes);
        Canonical.within(bytes.length, () -> P256Signature.ofDer(Bytes.copyOf(bytes)))
                .ifPresent(signature ->
                        assertThat(P256Signature.parse(signature.bytes())).isEqualTo(new Parsed.Ok<>(signature)));
    }
}
