package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("What a node agreed to sign, and who it is: EP-33, EP-34, EP-39, EP-40")
class PackAgreedTest {
    @TempDir
    Path folder;

    private Packs.Ran ran(SmallFleet fleet) throws IOException {
        try (var _ = fleet.write(folder)) {
            return exported(SmallFleet.NODES);
        }
    }

    private Packs.Ran exported(List<String> nodes) throws IOException {
        var pack = folder.resolve("pack.zip");
        Files.deleteIfExists(pack);
        var words = new ArrayList<>(List.of(
                "evidence",
                "export",
                "--roster",
                folder.resolve("roster").toString(),
                "--administrator",
                folder.resolve("card").toString(),
                "--to",
                "2025-06-02T00:00:00Z",
                "--out",
                pack.toString()));
        for (var node : nodes) words.addAll(List.of("--node", node + "=" + folder.resolve(node)));
        var exported = Packs.run(words.toArray(String[]::new));
        assertThat(exported.exit()).as(exported.text()).isZero();
        return Packs.verify(pack);
    }

    private static void assertWrong(Packs.Ran said, String... named) {
        assertThat(said.text()).contains("NOT VERIFIED").contains(named);
        assertThat(said.exit()).isEqualTo(1);
    }

    private static void assertHolds(Packs.Ran said, String... noted) {
        assertThat(said.exit()).as(said.text()).isZero();
        for (var each : noted) assertThat(said.text()).contains(each);
    }

    private static Bytes hash(String text) {
        return StandardHash.sha256(Bytes.ofUtf8(text)).bytes();
    }

    /// What people agreed to has a blank where the blockhash is.
    @Test
    void paymentThatWasFilledInBeforeItWasSigned_isWhatWasAllowed() throws IOException {
        assertHolds(ran(new SmallFleet().onSolana()), "2 receipts with 2 signatures were verified");
    }

    @Test
    void paymentOfSomethingElse_filledIn_isNamed() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public UnsignedTransaction completes(UnsignedTransaction ready) {
                var payment = (SolanaTransaction) ready;
                var message = payment.message();
                var order = message.instructions().getFirst();
                var more = order.data().toArray();
                more[4] ^= 1;
                return new SolanaTransaction(
                        payment.chain(),
                        new Message(
                                message.version(),
                                message.counts(),
                                message.accounts(),
                                message.blockhash(),
                                List.of(new Message.Compiled(order.program(), order.accounts(), Bytes.copyOf(more))),
                                message.lookups()));
            }
        };
        var said = ran(new SmallFleet().onSolana().telling(lie));
        assertWrong(said, "what is signed is not what was allowed");
        assertThat(said.text()).doesNotContain("what is signed is not what the verdict before it names");
    }

    /// Each is what was allowed; both of them are one payment too many.
    @Test
    void paymentFilledInTwice_isNamed() throws IOException {
        var fleet = new SmallFleet().onSolana();
        fleet.telling(new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                for (var event : events)
                    if (event instanceof AuditEvent.Signed(var receipt)) {
                        var message = Message.parse(receipt.parts().getFirst().message())
                                .orThrow()
                                .withBlockhash(hash("another block"))
                                .encode();
                        all.add(new AuditEvent.NodeVerdict(
                                receipt.intent(),
                                receipt.keyId(),
                                List.of(StandardHash.sha256(message)),
                                AuditEvent.Ruling.SIGN,
                                "",
                                receipt.policy(),
                                Optional.empty()));
                        all.add(new AuditEvent.Signed(fleet.other(receipt, message)));
                    }
                return all;
            }
        });
        assertWrong(ran(fleet), "what it leaves open was filled in twice, which is two payments");
    }

    /// Brought again without its answers, it is refused that time; the signature rests on what came before.
    @Test
    void requestBroughtAgainWhileItIsSigned_accusesNobody() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public boolean isAskedAgain() {
                return true;
            }
        };
        assertHolds(
                ran(new SmallFleet().telling(lie)),
                "it was ruled on again after the node had agreed to sign, and not allowed that time");
    }

    /// The same refusal, before the node agreed.
    @Test
    void refusalBeforeTheVerdict_isHeldAgainstTheSignature() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public boolean isAskedAgain() {
                return true;
            }

            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                var verdict = all.stream()
                        .filter(event ->
                                event instanceof AuditEvent.NodeVerdict said && said.ruling() == AuditEvent.Ruling.SIGN)
                        .findFirst()
                        .orElseThrow();
                var at = all.indexOf(verdict);
                all.remove(at);
                all.add(at + 2, verdict);
                return all;
            }
        };
        assertWrong(ran(new SmallFleet().telling(lie)), "the policy in force had not allowed it");
    }

    @Test
    void nodeWithAnotherKeyInThePacksRoster_isMissed() throws IOException {
        try (var fleet = new SmallFleet().write(folder)) {
            var own = fleet.roster().members();
            var beta = own.getLast();
            var other = new Member(
                    beta.name(), beta.role(), fleet.key("bo").verifyKey(), beta.tlsPins(), beta.host(), beta.port());
            Files.write(
                    folder.resolve("roster"),
                    SignedRoster.of(new Roster(1, List.of(own.getFirst(), other)), fleet.key("root"))
                            .encode()
                            .toArray());
            Files.delete(folder.resolve("alpha/log/cosigned/beta"));
        }
        assertWrong(
                exported(List.of("alpha")),
                "beta has another key in the pack's roster than in the one in force, or a later one, that alpha keeps");
    }

    /// Beta lost its disk after it signed, and came back with a log that begins an hour later.
    private SmallFleet.Lie restored(boolean isCleared) {
        return new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(node.equals("beta") ? events.subList(0, 3) : events);
                while (all.size() < 5) all.add(new AuditEvent.AlarmRang("vitals", "drill"));
                var head = new TreeHead(1, new Digest32(hash("another log")));
                if (node.equals("alpha") && isCleared)
                    all.add(new AuditEvent.PeerCleared("beta", "op", "its disk was lost", head));
                return all;
            }

            @Override
            public Instant begins(String node) {
                return node.equals("beta") ? SmallFleet.AT.plus(Duration.ofHours(1)) : SmallFleet.AT;
            }
        };
    }

    @Test
    void nodeThatWasRestored_isNotAccusedOfWhatItHelpedToSignBefore() throws IOException {
        assertHolds(
                ran(new SmallFleet().telling(restored(true))),
                "and beta has none: its log begins only at 2025-06-01T13:00:00Z, and alpha was told at");
    }

    @Test
    void nodeThatBeginsAnewWithNobodysWord_isAccused() throws IOException {
        assertWrong(ran(new SmallFleet().telling(restored(false))), "and beta has none, nor a verdict");
    }
}
