package tallystick.mpc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Repair;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.Session;

/// Whatever a stranger sends as any message of any protocol is refused or is the one spelling of what was read.
class MessageFuzzTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final int CODES = 6;

    @FuzzTest
    void anyMessage_isRefusedOrCanonical(byte @NotNull [] body) {
        for (var reader : Readers.ALL)
            for (var code = 1; code <= CODES; code++) {
                var message = new MessageHeader(
                                reader.code(), code, reader.protocol().session().id())
                        .begin()
                        .raw(Bytes.copyOf(body))
                        .toBytes();
                switch (reader.protocol().parse(message)) {
                    case Parsed.Ok(var read) ->
                        assertThat(read.encode())
                                .as("%s %d", reader.code(), code)
                                .isEqualTo(message);
                    case Parsed.Malformed(var offset, var expected) ->
                        assertThat(offset).as(expected).isBetween(0, message.length());
                }
            }
    }

    @FuzzTest
    void bytesWithoutAHeader_areRefused(byte @NotNull [] bytes) {
        MessageHeader.sessionOf(Bytes.copyOf(bytes));
        for (var reader : Readers.ALL)
            if (reader.protocol().parse(Bytes.copyOf(bytes)) instanceof Parsed.Ok(var read))
                assertThat(read.encode()).isEqualTo(Bytes.copyOf(bytes));
    }

    private record Of(ProtocolCode code, Protocol<?, ?, ?> protocol) {}

    /// Made once; their memory lives as long as the process.
    private static final class Readers {
        static final List<Of> ALL = make();

        private static List<Of> make() {
            var frost = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
            var ed25519 = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1);
            var repair = TrialCeremony.of(
                    CeremonyPlan.repair(frost.key(), new PartyId(3), List.of(ONE, TWO), TrialCeremony.terms(1)),
                    TrialKeys.shares(frost),
                    frost.home(),
                    1);
            var generate = TrialCeremony.generate("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, frost.home(), 1);
            var world = SigningWorld.of("2 of (a, b)", 1).prepareNonces(2);
            var terms = world.terms(1, 1, 2);
            var agreement = world.agreement(ONE, terms);
            var signing = Signing.of(world.agree(terms).get(ONE));
            return List.of(
                    new Of(ProtocolCode.CEREMONY, new Ceremony(generate.plan(), generate.party(ONE))),
                    new Of(ProtocolCode.CEREMONY, new Repair(repair.plan(), repair.party(ONE))),
                    new Of(ProtocolCode.CEREMONY, EcdsaCeremony.of(generate.plan(), generate.party(ONE))),
                    new Of(ProtocolCode.BASE_OT, EcdsaCeremony.of(generate.plan(), generate.party(ONE))),
                    new Of(ProtocolCode.FROST, FrostTrial.signer(frost, FrostTrial.setup(frost, 1, 2), ONE, 1)),
                    new Of(ProtocolCode.FROST, FrostTrial.signer(ed25519, FrostTrial.setup(ed25519, 1, 2), ONE, 1)),
                    new Of(ProtocolCode.ECDSA_SETUP, agreement),
                    new Of(ProtocolCode.ECDSA_SIGN, signing),
                    new Of(ProtocolCode.POOL, fill()),
                    new Of(ProtocolCode.AGREEMENT, occasion()));
        }

        private static Agreement occasion() {
            var digest = StandardHash.sha256(Bytes.ofUtf8("occasion"));
            var fresh = Bytes.copyOf(new byte[32]);
            return Agreement.of(digest, ONE, List.of(ONE, TWO), digest, fresh, _ -> Occasions.Noted.FIRST);
        }

        private static PoolFill fill() {
            var trial = new VoleTrial(1);
            var pair = trial.secrets(2).get(ONE).byPeer().get(TWO);
            var name = pair.name();
            var session = new Session(Trial.session("fuzz fill"), ONE, List.of(name.lower(), name.higher()));
            return PoolFill.of(session, pair, 1, trial.with(ONE));
        }
    }
}
