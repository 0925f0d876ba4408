package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.log.Refusals;
import tallystick.node.logging.TextLines;
import tallystick.node.ops.Certificates;
import tallystick.wire.MemberIdentity;

/// Certificates are warned of in time, each threshold once.
class CertificatesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final SecretMemory home = SecretMemory.open();
    private final Refusals refusals = new Refusals(_ -> 0, now::get, Runnable::run);
    private final List<String> said = new ArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord record) {
            said.add(record.getLevel() + " " + new TextLines().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final List<String> told = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Certificates.class.getName());
    private final Member peer = member("client", Member.Role.NODE);
    private final Member operator = member("operator", Member.Role.OPERATOR);
    private final Certificates certificates = new Certificates(
            () -> new Roster(1, List.of(peer, operator)), "risk", START.plus(Duration.ofDays(397)), refusals, now::get);

    private Member member(String name, Member.Role role) {
        try (var identity = MemberIdentity.generate(name, START, new SystemEntropy(), home)) {
            var isNode = role == Member.Role.NODE;
            return new Member(
                    name,
                    role,
                    identity.key().verifyKey(),
                    identity.tls().pin(),
                    isNode ? "localhost" : "",
                    isNode ? 1 : 0);
        }
    }

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(ear);
    }

    @AfterEach
    void end() {
        logger.removeHandler(ear);
        logger.setUseParentHandlers(true);
        home.close();
    }

    @Test
    void ownCertificate_isWarnedOf_at30And7And1DaysAndAtItsEnd_onceEach() {
        for (var hour = 0; hour < 400 * 24; hour++) {
            certificates.warn(told::add);
            now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
        }
        assertThat(said).hasSize(4);
        assertThat(told).hasSize(4);
        assertThat(told.getFirst()).startsWith("the certificate of risk ends within 30 days, at 2027");
        assertThat(said.get(0)).startsWith("WARNING the certificate of risk ends within 30 days, at 2027-02-02");
        assertThat(said.get(1)).startsWith("WARNING the certificate of risk ends within 7 days");
        assertThat(said.get(2)).startsWith("SEVERE the certificate of risk ends within 1 day,");
        assertThat(said.get(3)).startsWith("SEVERE the certificate of risk has ended");
    }

    @Test
    void nodeThatStartsLate_saysOnlyTheNearestThreshold() {
        now.set(START.plus(Duration.ofDays(392)));
        certificates.warn(told::add);
        certificates.warn(told::add);
        assertThat(said).singleElement().asString().contains("within 7 days");
    }

    @Test
    void peersCertificate_isWarnedOf_andANewOneBeginsAnew() {
        certificates.seen(peer.tlsPins().getFirst(), START.plus(Duration.ofDays(20)));
        certificates.warn(told::add);
        certificates.seen(peer.tlsPins().getFirst(), START.plus(Duration.ofDays(20)));
        certificates.warn(told::add);
        assertThat(said).singleElement().asString().contains("client ends within 30 days");
        certificates.seen(peer.tlsPins().getFirst(), START.plus(Duration.ofDays(400)));
        certificates.warn(told::add);
        assertThat(said).hasSize(1);
        certificates.seen(peer.tlsPins().getFirst(), START.plus(Duration.ofDays(3)));
        certificates.warn(told::add);
        assertThat(said).hasSize(2).last().asString().contains("within 7 days");
    }

    @Test
    void certificatesOfPeopleAndStrangers_areNotKept() {
        certificates.seen(operator.tlsPins().getFirst(), START.plus(Duration.ofDays(3)));
        certificates.seen(new Digest32(Bytes.ofHex("00".repeat(32))), START.plus(Duration.ofDays(3)));
        certificates.warn(told::add);
        assertThat(said).isEmpty();
    }

    @Test
    void certificateOutOfItsDates_isCountedAsARefusal() {
        certificates.outOfDate(peer.tlsPins().getFirst());
        assertThat(refusals.counts()).containsExactly(java.util.Map.entry("a certificate out of its dates", 1L));
    }
}
