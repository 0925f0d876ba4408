package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.SessionId;
import tallystick.node.epochs.KeptStatements;
import tallystick.node.rounds.NodeRoster;
import tallystick.wire.MemberIdentity;

@DisplayName("docs/spec/ceremony.md §7, statements that nobody signed or that crowd out others")
class KeptStatementsTest {
    private static final PartyId ALPHA = new PartyId(1);
    private static final PartyId BRAVO = new PartyId(2);

    private final SecretMemory home = SecretMemory.open();
    private final SystemEntropy entropy = new SystemEntropy();
    private final MemberIdentity alpha = identity("alpha");
    private final MemberIdentity bravo = identity("bravo");
    private final NodeRoster roster =
            NodeRoster.of(new Roster(1, List.of(member(alpha, 1), member(bravo, 2))), List.of("alpha", "bravo"));
    private final KeptStatements kept = new KeptStatements();

    @AfterEach
    void close() {
        alpha.close();
        bravo.close();
        home.close();
    }

    private MemberIdentity identity(String name) {
        return MemberIdentity.generate(name, Instant.ofEpochSecond(1_800_000_000), entropy, home);
    }

    private static Member member(MemberIdentity identity, int port) {
        return new Member(
                identity.name(),
                Member.Role.NODE,
                identity.key().verifyKey(),
                identity.tls().pin(),
                "localhost",
                port);
    }

    private static PartyIdentity signer(MemberIdentity identity) {
        return statement -> identity.key().sign(statement).bytes();
    }

    private static EpochAttempt attempt(int result) {
        var subject = Transcript.of("tallystick/test/v1/subject").digest();
        var session = Transcript.of("tallystick/test/v1/session").digest();
        Digest32 made =
                Transcript.of("tallystick/test/v1/result").add("number", result).digest();
        return new EpochAttempt(subject, 1, 1, new SessionId(session), 2, made);
    }

    private static EpochStatement denial(EpochAttempt about, PartyId party, PartyIdentity signer) {
        return new EpochStatement(
                Kind.NO_CERTIFICATE,
                about,
                party,
                signer.sign(EpochStatement.digest(Kind.NO_CERTIFICATE, about, party)));
    }

    @Test
    void statementsThatNobodySigned_areNotKept() {
        var junk = Bytes.copyOf(new byte[PartyIdentity.SIGNATURE_LENGTH_BYTES]);
        for (var kind : List.of(Kind.BACKED_UP, Kind.NO_CERTIFICATE))
            assertThat(kept.keep("bravo", new EpochStatement(kind, attempt(0), BRAVO, junk), roster))
                    .isFalse();
        assertThat(kept.keep("bravo", EpochStatement.backedUp(attempt(0), BRAVO, signer(alpha)), roster))
                .isFalse();
        assertThat(kept.backups()).isEmpty();
        assertThat(kept.denials()).isEmpty();
    }

    @Test
    void speakerOfTooMany_displacesOnlyItsOwn() {
        var good = EpochStatement.backedUp(attempt(0), ALPHA, signer(alpha));
        assertThat(kept.keep("alpha", good, roster)).isTrue();
        for (var i = 0; i < KeptStatements.KEPT_MAX + 3; i++)
            assertThat(kept.keep("bravo", EpochStatement.backedUp(attempt(i), BRAVO, signer(bravo)), roster))
                    .isTrue();
        assertThat(kept.backups()).hasSize(KeptStatements.KEPT_MAX + 1).contains(good);
        assertThat(kept.backups()).doesNotContain(EpochStatement.backedUp(attempt(2), BRAVO, signer(bravo)));
        assertThat(kept.backups()).contains(EpochStatement.backedUp(attempt(3), BRAVO, signer(bravo)));
    }

    @Test
    void statementHeardAgain_isKeptOnce() {
        var denial = denial(attempt(0), BRAVO, signer(bravo));
        for (var i = 0; i < 3; i++)
            assertThat(kept.keep("bravo", denial, roster)).isTrue();
        assertThat(kept.denials()).containsExactly(denial);
        assertThat(kept.backups()).isEmpty();
    }

    @Test
    void statementThatMovesAnAttempt_isNotKept() {
        var about = attempt(0);
        var prepared = new EpochStatement(
                Kind.PREPARED, about, BRAVO, signer(bravo).sign(EpochStatement.digest(Kind.PREPARED, about, BRAVO)));
        assertThat(kept.keep("bravo", prepared, roster)).isFalse();
    }
}
