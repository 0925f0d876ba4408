package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.ceremony.SignedValue;
import tallystick.mpc.ceremony.ValueEvidence;
import tallystick.mpc.ceremony.ValueStatement;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A dealer gives one victim a value that does not fit its commitments, somebody else's value, or none.
@DisplayName("B6 wrong share against commitment")
class B6Test {
    private static final PartyId VICTIM = new PartyId(1);
    private static final PartyId DEALER = new PartyId(2);
    private static final PartyId OTHER = new PartyId(3);

    @Test
    void wrongValue_isEvidenceAgainstItsDealer_andNobodyGoesOn() {
        var judged = 0;
        for (var scheme : Scheme.values())
            try (var home = SecretMemory.open()) {
                var trial = TrialCeremony.generate("3 of (a*2, b, c)", scheme, home, 1);
                var dealer = new CheatingDealer(trial, DEALER);
                var group = trial.plan().group();
                for (var delta : List.of(group.scalar(1), group.scalar(-1))) {
                    var outcomes = trial.network()
                            .meddle(dealer.addsToValues(VICTIM, delta, trial.openingOf(DEALER)))
                            .run();
                    Outcomes.assertBlamed(outcomes, List.of(VICTIM), Fault.BAD_EVALUATION, DEALER);
                    Outcomes.assertBlamed(outcomes, List.of(OTHER, DEALER), Fault.ABSENT, VICTIM);
                    var evidence = Outcomes.blameOf(outcomes, VICTIM).evidence();
                    assertThat(evidence).as("one for each leaf of the victim").hasSize(2);
                    for (var each : evidence) {
                        assertGuilty(trial.plan(), trial.roll(), each);
                        judged++;
                    }
                }
                assertThat(home.lentBytes()).as("secrets left open").isZero();
            }
        assertThat(judged).isEqualTo(4 * 2 * 2);
    }

    @Test
    void evidence_withAnyByteChanged_provesNothing() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var outcomes = trial.network()
                    .meddle(new CheatingDealer(trial, DEALER)
                            .addsToValues(VICTIM, trial.plan().group().scalar(1), trial.openingOf(DEALER)))
                    .run();
            var evidence = Outcomes.blameOf(outcomes, VICTIM).evidence().getFirst();
            for (var index = 0; index < evidence.length(); index++) {
                var changed = ValueEvidence.parse(CheatingDealer.flip(evidence, index), trial.plan());
                if (changed instanceof Parsed.Ok<ValueEvidence>(var value))
                    assertThat(value.judge(trial.roll()))
                            .as("byte %d", index)
                            .isInstanceOf(ValueEvidence.Verdict.NotProven.class);
            }
            var strangers = Roll.of(trial.plan().parties(), 99);
            assertThat(ValueEvidence.parse(evidence, trial.plan()).orThrow().judge(strangers))
                    .isEqualTo(new ValueEvidence.Verdict.NotProven("value not signed by party 2"));
        }
    }

    /// A dealer may sign nonsense to look framed; an outsider neither believes nor stumbles over it.
    @Test
    void evidenceWithAnOpeningThatWasNeverGood_provesNothing() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("3 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var honest = trial.openingOf(DEALER);
            var unproven = CheatingDealer.row(honest, 0, List::reversed);
            var shorter = CheatingDealer.row(honest, 0, row -> row.subList(0, 1));
            var rowless = new Opening(honest.constants(), List.of(), honest.contribution());
            for (var opening : List.of(unproven, shorter, rowless))
                assertThat(ValueEvidence.parse(evidence(trial, opening, VICTIM, 0), trial.plan())
                                .orThrow()
                                .judge(trial.roll()))
                        .isEqualTo(new ValueEvidence.Verdict.NotProven("an opening of party 2 that was never good"));
            assertThat(ValueEvidence.parse(evidence(trial, honest, VICTIM, 0), trial.plan())
                            .orThrow()
                            .judge(trial.roll()))
                    .isEqualTo(new ValueEvidence.Verdict.Guilty(DEALER));
        }
    }

    @Test
    void evidenceOfAValueNobodyOwes_isMalformed() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("3 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var honest = trial.openingOf(DEALER);
            for (var bad : List.of(
                    evidence(trial, honest, DEALER, 1),
                    evidence(trial, honest, VICTIM, 2),
                    evidence(trial, honest, new PartyId(9), 0),
                    evidence(trial, honest, VICTIM, 9)))
                assertThat(ValueEvidence.parse(bad, trial.plan()))
                        .isInstanceOfSatisfying(
                                Parsed.Malformed.class,
                                malformed -> assertThat(malformed.expected())
                                        .isEqualTo("a value that this plan makes somebody owe"));
        }
    }

    /// One value would have evidence of as many forms as anybody likes.
    @Test
    void evidenceThatNamesADealerTwice_isMalformed() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("3 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var opening = trial.openingOf(DEALER);
            var once = evidence(trial, opening, VICTIM, 0);
            var entry = new Writer().u16(DEALER.value()).raw(opening.encode()).toBytes();
            var count = once.length() - entry.length() - 2;
            var twice = Bytes.concat(once.slice(0, count), Bytes.copyOf((byte) 0, (byte) 2), entry, entry);
            assertThat(ValueEvidence.parse(twice, trial.plan()))
                    .isEqualTo(new Parsed.Malformed<ValueEvidence>(once.length(), "dealers ascending"));
        }
    }

    private static Bytes evidence(TrialCeremony trial, Opening opening, PartyId to, int leaf) {
        var session = trial.plan().sessionId();
        var statement = new ValueStatement(
                ValueStatement.Step.EVALUATION,
                session,
                DEALER,
                to,
                CheatingDealer.leaf(leaf),
                opening.commitment(session, DEALER));
        var value = new CheatingDealer(trial, DEALER)
                .sign(statement, trial.plan().group().scalar(5));
        return new Writer()
                .raw(Bytes.ofUtf8("TSVE\u0001"))
                .raw(session.value().bytes())
                .u8(1)
                .u16(DEALER.value())
                .u16(to.value())
                .u8(leaf)
                .raw(value.value().encode())
                .raw(value.signature())
                .u16(1)
                .u16(DEALER.value())
                .raw(opening.encode())
                .toBytes();
    }

    @Test
    void goodValue_asEvidence_provesNothing() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var wrong = trial.network()
                    .meddle(new CheatingDealer(trial, DEALER)
                            .addsToValues(VICTIM, trial.plan().group().scalar(1), trial.openingOf(DEALER)))
                    .run();
            var network = trial.network();
            network.run().values().forEach(TrialCeremony::discard);
            var good = network.sent().stream()
                    .filter(parcel ->
                            parcel.from().equals(DEALER) && parcel.to().equals(VICTIM) && !parcel.broadcast())
                    .map(parcel -> ((CeremonyMessage.Values) trial.message(parcel.message()))
                            .values()
                            .getFirst())
                    .findFirst()
                    .orElseThrow();
            var evidence = Outcomes.blameOf(wrong, VICTIM).evidence().getFirst();
            var valueAt = 5 + 32 + 1 + 2 + 2 + 1;
            var framed = CheatingDealer.overwrite(
                    evidence, valueAt, Bytes.concat(good.value().encode(), good.signature()));
            assertThat(ValueEvidence.parse(framed, trial.plan()).orThrow().judge(trial.roll()))
                    .isEqualTo(new ValueEvidence.Verdict.NotProven("the value fits its commitments"));
        }
    }

    @Test
    void valueWithoutItsDealersSignature_namesTheDealer() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var group = trial.plan().group();
            assertSays(
                    trial,
                    Fault.BAD_SIGNATURE,
                    value -> new SignedValue(value.leaf(), value.value().plus(group.scalar(1)), value.signature()));
            assertSays(
                    trial,
                    Fault.BAD_SIGNATURE,
                    value -> new SignedValue(value.leaf(), value.value(), CheatingDealer.flip(value.signature(), 0)));
            assertSays(
                    trial,
                    Fault.WRONG_COUNT,
                    value -> new SignedValue(CheatingDealer.leaf(2), value.value(), value.signature()));
        }
    }

    @Test
    void valuesForAnotherReceiverOrTooManyOrFew_nameTheDealer() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("3 of (a*2, b, c)", Scheme.FROST_ED25519, home, 1);
            var dealer = new CheatingDealer(trial, DEALER);
            var said = new TreeMap<PartyId, CeremonyMessage.Values>();
            var network = trial.network();
            network.run().values().forEach(TrialCeremony::discard);
            network.sent().stream()
                    .filter(parcel -> parcel.from().equals(DEALER) && !parcel.broadcast())
                    .forEach(parcel -> said.put(parcel.to(), (CeremonyMessage.Values) trial.message(parcel.message())));
            var own = said.get(VICTIM).values();
            var repeated = new ArrayList<>(own);
            repeated.add(own.getFirst());
            var lists = List.of(
                    said.get(OTHER).values(),
                    own.subList(0, 1),
                    List.<SignedValue>of(),
                    repeated,
                    own.reversed(),
                    List.of(own.getFirst(), own.getFirst()));
            for (var list : lists) {
                var outcomes = trial.network()
                        .meddle(toVictim(dealer.says(
                                CeremonyMessage.Values.class,
                                values -> new CeremonyMessage.Values(values.session(), list))))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(VICTIM), Fault.WRONG_COUNT, DEALER);
            }
            assertThat(lists).hasSize(6);
        }
    }

    @Test
    void missingValue_blamesTheDealerForAbsenceOnly() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var outcomes = trial.network()
                    .meddle(Meddler.where(
                            parcel -> parcel.from().equals(DEALER)
                                    && !parcel.broadcast()
                                    && parcel.to().equals(VICTIM),
                            _ -> List.of()))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(VICTIM), Fault.ABSENT, DEALER);
            Outcomes.assertBlamed(outcomes, List.of(OTHER, DEALER), Fault.ABSENT, VICTIM);
            assertThat(home.lentBytes()).as("secrets left open").isZero();
        }
    }

    private static void assertSays(TrialCeremony trial, Fault fault, UnaryOperator<SignedValue> change) {
        var outcomes = trial.network()
                .meddle(toVictim(new CheatingDealer(trial, DEALER)
                        .says(
                                CeremonyMessage.Values.class,
                                values -> new CeremonyMessage.Values(
                                        values.session(),
                                        values.values().stream().map(change).toList()))))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(VICTIM), fault, DEALER);
        outcomes.values().forEach(TrialCeremony::discard);
    }

    private static Meddler toVictim(Meddler meddler) {
        return Meddler.where(parcel -> parcel.to().equals(VICTIM), meddler);
    }

    private static void assertGuilty(CeremonyPlan plan, Roll roll, Bytes evidence) {
        assertThat(ValueEvidence.parse(evidence, plan).orThrow().judge(roll))
                .isEqualTo(new ValueEvidence.Verdict.Guilty(DEALER));
    }
}
