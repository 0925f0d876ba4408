package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.RefreshCause;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialDisk;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Charlie was broken into, and has more than its share of the epoch in use.
@DisplayName("A quarantine holds every share that was there before it, docs/spec/quarantine.md QU-9")
class QuarantinedAttemptTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");
    private static final String TREE = "2 of (alpha, bravo, charlie)";

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private KeyCard generate() {
        return fleet.generate(Scheme.FROST_ED25519.code(), TREE, THREE);
    }

    private void quarantine(Digest32 key, int epoch) {
        for (var node : HONEST) assertThat(quarantined(node)).isEqualTo(followed(key, epoch));
    }

    private static QuarantineReply followed(Digest32 key, int epoch) {
        return new QuarantineReply.Followed(true, List.of(new QuarantineReply.Share(key, epoch)));
    }

    private QuarantineReply quarantined(String node) {
        var order = new QuarantineOrder.Draft(
                        QuarantineOrder.Kind.QUARANTINE,
                        "charlie",
                        "broken into",
                        Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300),
                        new SystemEntropy().bytes(32),
                        "operator")
                .sign(fleet.identity("operator").key());
        return fleet.node(node).follow("operator", order);
    }

    private Map<String, SignReply> sign(Digest32 key, List<String> signers) {
        return fleet.sign(fleet.request(key, Algorithm.ED25519, Bytes.copyOf(new byte[32]), signers));
    }

    private void refuses(Digest32 key) {
        var signers = List.of("alpha", "charlie");
        var request = fleet.request(key, Algorithm.ED25519, Bytes.copyOf(new byte[32]), signers);
        var reply = fleet.node("alpha").signings().sign(request);
        assertThat(assertInstanceOf(SignReply.Refused.class, reply).why()).contains("node charlie is in quarantine");
    }

    private List<String> settle(String node) {
        fleet.node(node).quarantines().settle(fleet.node(node).epochs()::earliestEpoch);
        return fleet.node(node).quarantines().nodes();
    }

    /// Charlie says PREPARED of the attempt only when the order has come.
    @Test
    void attemptThatHangs_endsNoQuarantine_andTheNextDoes() {
        var card = generate();
        var talk = new EpochTalk(fleet, card.id());
        talk.withhold("charlie", Kind.PREPARED);
        fleet.holdInVain(fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", card.id())), 1), THREE);
        assertThat(talk.change("alpha")).isInstanceOf(EpochChange.Prepared.class);
        quarantine(card.id(), 2);
        refuses(card.id());

        talk.open();
        talk.settled(THREE, 2);
        for (var node : HONEST) assertThat(settle(node)).containsExactly("charlie");
        refuses(card.id());

        var again = new CeremonyTask.Refresh(fleet.shown("alpha", card.id()), RefreshCause.INCIDENT, "broken into");
        TrialFleet.agreed(fleet.hold(fleet.order(again, 1), THREE));
        talk.settled(THREE, 3);
        for (var node : HONEST) assertThat(settle(node)).isEmpty();
        assertThat(sign(card.id(), List.of("alpha", "charlie")).values()).allMatch(SignReply.Signed.class::isInstance);
    }

    /// It comes when alpha has looked, and writes down why it lets the refresh begin: charlie has a share of that soon.
    @Test
    void orderThatComesWhileACeremonyIsLetBegin_coversWhatThatBrings() throws Exception {
        var card = generate();
        var disk = new TrialDisk((_, _) -> {});
        fleet.stop("alpha");
        fleet.start("alpha", disk);
        var alpha = fleet.node("alpha");
        var _ = Patience.published(alpha.log());
        var reply = new CompletableFuture<QuarantineReply>();
        disk.edge((_, file) -> {
            if (!file.equals("journal")) return;
            disk.edge((_, _) -> {});
            Thread.ofVirtual().start(() -> reply.complete(quarantined("alpha")));
            Patience.until("alpha follows", () -> alpha.quarantines().nodes().contains("charlie"));
        });
        fleet.holdInVain(fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", card.id())), 1), THREE);
        assertThat(Patience.result(reply)).isEqualTo(followed(card.id(), 2));
    }

    /// It makes a key, and charlie's PREPARED comes later.
    @Test
    void shareOfAKeyThatIsNotYetMade_isInTheQuarantine() throws IOException {
        fleet.network().via((_, _, frame, deliver) -> {
            if (EpochTalk.anyStatement(frame).isEmpty()) deliver.run();
        });
        fleet.holdInVain(fleet.order(new CeremonyTask.Generate(Scheme.FROST_ED25519.code(), TREE), 1), THREE);
        var made = new Digest32(Bytes.ofHex(onlyKey()));
        quarantine(made, 1);

        var talk = new EpochTalk(fleet, made);
        talk.open();
        talk.settled(THREE, 1);
        refuses(made);
    }

    private String onlyKey() throws IOException {
        try (var keys = Files.list(fleet.disk("alpha").resolve("keys"))) {
            var names = keys.map(each -> each.getFileName().toString()).toList();
            assertThat(names).hasSize(1);
            return names.getFirst();
        }
    }

    /// Delta's word is withheld, so that the epoch before still signs, in whose tree charlie is.
    @Test
    void nodeThatLeft_isInQuarantine_whileTheShareOfBeforeSigns() {
        var card = generate();
        var talk = new EpochTalk(fleet, card.id());
        talk.withhold("delta", Kind.ACTIVATED);
        var task = new CeremonyTask.Reshare(fleet.shown("alpha", card.id()), "2 of (alpha, bravo, delta)", HONEST);
        fleet.holdInVain(fleet.order(task, 1), List.of("alpha", "bravo", "delta"));
        for (var node : HONEST) assertThat(talk.epoch(node)).isEqualTo(2);
        var both = List.of("alpha", "charlie");
        assertThat(sign(card.id(), both).values()).allMatch(SignReply.Signed.class::isInstance);
        for (var node : both) assertThat(talk.receipts(node)).containsExactly(1);

        quarantine(card.id(), 1);
        refuses(card.id());
        for (var node : HONEST) assertThat(settle(node)).containsExactly("charlie");
        talk.open();
        talk.settled(List.of("alpha", "bravo", "delta"), 2);
        for (var node : HONEST) assertThat(settle(node)).isEmpty();
    }
}
