package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.standing.Renewal;
import tallystick.node.standing.RosterBook;
import tallystick.wire.DurableFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.OwnTls;
import tallystick.wire.TlsIdentity;

@DisplayName("Rosters and certificates that change, docs/spec/roster.md")
class RenewalTest {
    @TempDir
    Path directory;

    private final SecretMemory home = SecretMemory.open();
    private final MemberIdentity administrator = identity("administrator");
    private final MemberIdentity alpha = identity("alpha");
    private final MemberIdentity bravo = identity("bravo");
    private final TlsIdentity next = TlsIdentity.generate("alpha", Instant.now());
    private final OwnTls tls = new OwnTls(alpha.tls());
    private final List<AuditEvent> log = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private Renewal.Opened laid = new Renewal.Opened("alpha", alpha.key().verifyKey(), alpha.tls());

    private MemberIdentity identity(String name) {
        return MemberIdentity.generate(name, Instant.now(), new SystemEntropy(), home);
    }

    private static Member node(MemberIdentity identity, TlsIdentity... shown) {
        return new Member(
                identity.name(),
                Member.Role.NODE,
                identity.key().verifyKey(),
                List.of(shown).stream().map(TlsIdentity::pin).toList(),
                "localhost",
                7443);
    }

    private Roster roster(int version, TlsIdentity... shown) {
        return new Roster(version, List.of(node(alpha, shown), node(bravo, bravo.tls())));
    }

    private void lay(Roster roster, MemberIdentity by) throws IOException {
        DurableFile.replace(
                directory.resolve("laid"), SignedRoster.of(roster, by.key()).encode());
    }

    private void layIdentity(Renewal.Opened opened) throws IOException {
        laid = opened;
        DurableFile.replace(directory.resolve("identity"), Bytes.ofUtf8("sealed " + log.size() + heard + opened));
    }

    private Member card() {
        return new Member(
                "administrator",
                Member.Role.ADMINISTRATOR,
                administrator.key().verifyKey(),
                administrator.tls().pin(),
                "",
                0);
    }

    private RosterBook open() throws IOException {
        return RosterBook.open(directory, card(), Bytes.copyOf(Files.readAllBytes(directory.resolve("laid"))));
    }

    private Renewal renewal(RosterBook book) {
        return new Renewal(
                new Renewal.Own("alpha", alpha.key().verifyKey(), book, tls),
                new Renewal.Sources(directory.resolve("laid"), directory.resolve("identity"), _ -> laid),
                event -> {
                    log.add(event);
                    return log.size() - 1L;
                },
                new Renewal.Listener() {
                    @Override
                    public void rosterChanged() {
                        heard.add("roster");
                    }

                    @Override
                    public void certificateChanged(TlsIdentity shown) {
                        heard.add("certificate");
                    }
                },
                InstantSource.system());
    }

    @BeforeEach
    void begin() throws IOException {
        lay(roster(2, alpha.tls()), administrator);
        layIdentity(laid);
    }

    @AfterEach
    void close() {
        for (var each : List.of(administrator, alpha, bravo)) each.close();
        home.close();
    }

    @Test
    void newerRosterAndItsCertificate_areFollowed_inEitherOrder() throws IOException {
        var book = open();
        var renewal = renewal(book);
        layIdentity(new Renewal.Opened("alpha", alpha.key().verifyKey(), next));
        renewal.look();
        assertThat(tls.current()).isEqualTo(alpha.tls());
        lay(roster(3, alpha.tls(), next), administrator);
        renewal.look();
        assertThat(book.get().version()).isEqualTo(3);
        assertThat(tls.current()).isEqualTo(next);
        assertThat(heard).containsExactly("roster", "certificate");
        assertThat(log)
                .containsExactly(
                        new AuditEvent.RosterFollowed(3, book.get().statement()),
                        new AuditEvent.CertificateChanged(next.pin(), next.expiresAt()));
        renewal.look();
        assertThat(heard).hasSize(2);
    }

    @Test
    void rostersThatAreNoGood_areNotFollowed() throws IOException {
        var book = open();
        var renewal = renewal(book);
        var stranger = node(identity("charlie"), next);
        var other = new Member(
                "bravo",
                Member.Role.NODE,
                next(bravo).key().verifyKey(),
                bravo.tls().pin(),
                "localhost",
                7443);
        lay(roster(1, alpha.tls()), administrator);
        renewal.look();
        lay(roster(3, alpha.tls()), bravo);
        renewal.look();
        lay(roster(2, alpha.tls(), next), administrator);
        renewal.look();
        lay(new Roster(3, List.of(node(alpha, alpha.tls()), node(bravo, bravo.tls()), stranger)), administrator);
        renewal.look();
        lay(new Roster(3, List.of(node(alpha, alpha.tls()), other)), administrator);
        renewal.look();
        lay(new Roster(3, List.of(node(bravo, bravo.tls()))), administrator);
        renewal.look();
        Files.write(directory.resolve("laid"), new byte[] {1, 2, 3});
        renewal.look();
        Files.delete(directory.resolve("laid"));
        renewal.look();
        assertThat(book.get()).isEqualTo(roster(2, alpha.tls()));
        assertThat(heard).isEmpty();
    }

    private MemberIdentity next(MemberIdentity identity) {
        return identity(identity.name());
    }

    @Test
    void certificatesThatAreNoGood_areNotShown() throws IOException {
        lay(roster(2, alpha.tls(), next), administrator);
        var renewal = renewal(open());
        var old = TlsIdentity.generate("alpha", Instant.now().minus(Duration.ofDays(400)));
        var wrong = List.of(
                new Renewal.Opened("bravo", alpha.key().verifyKey(), next),
                new Renewal.Opened("alpha", bravo.key().verifyKey(), next),
                new Renewal.Opened("alpha", alpha.key().verifyKey(), old),
                new Renewal.Opened("alpha", alpha.key().verifyKey(), TlsIdentity.generate("alpha", Instant.now())));
        for (var each : wrong) {
            layIdentity(each);
            renewal.look();
            assertThat(tls.current()).isEqualTo(alpha.tls());
        }
        layIdentity(new Renewal.Opened("alpha", alpha.key().verifyKey(), next));
        renewal.look();
        assertThat(tls.current()).isEqualTo(next);
    }

    @Test
    void olderRoster_isRefusedAtAStartToo() throws IOException {
        lay(roster(3, alpha.tls()), administrator);
        assertThat(open().get().version()).isEqualTo(3);
        lay(roster(2, alpha.tls()), administrator);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("has followed version 3");
        lay(roster(3, alpha.tls(), next), administrator);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("two rosters of version 3");
        lay(roster(4, alpha.tls()), bravo);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("not signed by");
        lay(roster(3, alpha.tls()), administrator);
        assertThat(open().get().version()).isEqualTo(3);
    }
}
