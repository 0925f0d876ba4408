package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Registration;
import tallystick.core.approval.Verification;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Ballots.Ceremony;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Registrations;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Directory;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.kit.Canonical;

/// Whatever is shown as an answer is refused, or is the one form of what somebody said.
class ApprovalFuzzTest {
    private static final Directory CROWD = Crowd.directory();
    private static final Ceremony ANN = new Ceremony(Crowd.passkey("ann", true));

    private static Stream<byte[]> approvals() {
        var yes = Ballots.statement(Answer.APPROVE);
        return Stream.of(Ballots.hardware("ann", yes), Ballots.ed("cy-api", yes), Ballots.nist("bo-api", yes))
                .map(approval -> approval.encode().toArray());
    }

    private static Stream<byte[]> clients() {
        var proof = (Proof.Assertion)
                Ballots.hardware("ann", Ballots.statement(Answer.APPROVE)).proof();
        return Stream.of(proof.clientDataJson().toArray());
    }

    private static Stream<byte[]> authenticators() {
        return Stream.of(ANN.authenticatorData(Crowd.DOMAIN).toArray());
    }

    @MethodSource("approvals")
    @FuzzTest
    void anyApproval_isRefusedOrCanonical_andCountsOnlyAsItWasGiven(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Approval::parse, Approval::encode).ifPresent(approval -> {
            if (Ballots.hearing(CROWD).verify(approval) instanceof Verification.Counted)
                assertThat(approvals()).anyMatch(given -> Bytes.copyOf(given).equals(approval.encode()));
        });
    }

    /// A browser that says anything at all, signed.
    @MethodSource("clients")
    @FuzzTest
    void anyClientData_isJudgedWithoutAnException(byte @NotNull [] bytes) {
        if (bytes.length > 2048) return;
        var statement = Ballots.statement(Answer.APPROVE);
        var proof = ANN.sign("ann", ANN.authenticatorData(Crowd.DOMAIN), Bytes.copyOf(bytes));
        assertThat(AssertionCheck.check(Crowd.passkey("ann", true), proof, statement.digest()))
                .isNotNull();
    }

    /// An authenticator that says anything at all, signed: readings of `AuthenticatorReport::parse` and
    /// `ClientReport::parse`.
    @MethodSource("authenticators")
    @FuzzTest
    void anyAuthenticatorData_isJudgedWithoutAnException(byte @NotNull [] bytes) {
        if (bytes.length > 255) return;
        var statement = Ballots.statement(Answer.APPROVE);
        var good = (Proof.Assertion) Ballots.hardware("ann", statement).proof();
        var proof = ANN.sign("ann", Bytes.copyOf(bytes), good.clientDataJson());
        assertThat(AssertionCheck.check(Crowd.passkey("ann", true), proof, statement.digest()))
                .isNotNull();
        assertThat(Proof.Assertion.ofDer(Bytes.copyOf(bytes), good.clientDataJson(), Bytes.copyOf(bytes)))
                .isNotNull();
    }

    private static Stream<byte[]> registrations() {
        return Stream.of(Registrations.data(0x45, Crowd.passkey("ann", true)).toArray());
    }

    @MethodSource("registrations")
    @FuzzTest
    void anyRegistration_isRefusedOrAGoodKey(byte @NotNull [] bytes) {
        if (Registration.parse(Bytes.copyOf(bytes)) instanceof Parsed.Ok<Registration>(var made))
            assertThat(CredentialKey.parse(made.key().cose())).isEqualTo(new Parsed.Ok<>(made.key()));
    }
}
