package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.node.epochs.RecordedKeys;
import tallystick.node.kek.KekFile;
import tallystick.node.kek.KekRefused;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.kek.KekWish;
import tallystick.node.kek.StoreDirectory;
import tallystick.node.keystore.StoreCopy;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialToken;
import tallystick.node.kit.TrialTpm;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.rekek.Rekek;
import tallystick.wire.IdentityFile;
import tallystick.wire.Passphrase;

@DisplayName("Another key-encryption key, docs/spec/share-file.md › Changing the key-encryption key")
class RekekTest {
    private static final List<String> NAMES = List.of("alpha", "bravo", "charlie");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    @TempDir
    Path directory;

    private final SystemEntropy entropy = new SystemEntropy();
    private SecretMemory home;
    private TrialFleet fleet;
    private KeyCard key;
    private Path old;
    private Path next;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        home = SecretMemory.open();
        fleet = new TrialFleet(Files.createDirectory(directory.resolve("fleet")), NAMES);
        key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", NAMES);
        fleet.stop("alpha");
        fleet.settle("alpha");
        old = fleet.passphraseFile();
        next = Files.writeString(directory.resolve("next"), "quite another passphrase");
    }

    @AfterEach
    void close() {
        fleet.close();
        home.close();
    }

    /// The process is killed: nothing below runs, not even what would tidy up.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /// Kills at a step.
    private static final class KilledAt implements Rekek.Progress {
        private final int step;
        private int steps;

        KilledAt(int step) {
            this.step = step;
        }

        @Override
        public void wrote(Path file) {
            if (++steps == step) throw new Killed();
        }

        @Override
        public void inForce(KekFile file) {
            if (++steps == step) throw new Killed();
        }
    }

    private void rekek(Path node, KekWish wish, Path before, Optional<Path> after, Rekek.Progress progress)
            throws IOException {
        try (var claimed = StoreDirectory.claim(node);
                var now = Passphrase.read(before, home);
                var then = Passphrase.read(after.orElse(before), home);
                var identity = IdentityFile.open(node.resolve("identity"), now, home)) {
            var passphrases = new Rekek.Passphrases(now, after.map(_ -> then));
            var _ = new Rekek(claimed, entropy, home).run(identity, wish, passphrases, progress);
        }
    }

    private void rekek(KekWish wish) throws IOException {
        rekek(fleet.disk("alpha"), wish, old, Optional.empty(), new KilledAt(0));
    }

    /// Starts alpha from its directory as the program does, and has it sign with bravo.
    private void assertSigns() throws IOException, StoreUnavailable {
        try (var claimed = StoreDirectory.claim(fleet.disk("alpha"));
                var passphrase = Passphrase.read(old, home);
                var kek = claimed.open("alpha", passphrase, entropy, home)) {
            fleet.startFrom("alpha", claimed.store(), kek);
            var request = fleet.request(key.id(), Algorithm.ED25519, MESSAGE, List.of("alpha", "bravo"));
            assertThat(fleet.sign(request).get("alpha")).isInstanceOf(SignReply.Signed.class);
            fleet.stop("alpha");
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(each -> folder.relativize(each).toString())
                    .filter(each -> each.matches("(identity\\.)?(kek.*|keys(-\\d+)?)"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void store_fromPassphraseToTpmToTokenAndBack_signsEveryTime() throws IOException, StoreUnavailable {
        assumeTrue(TrialTpm.present() && TrialToken.present(), "swtpm or SoftHSM is not installed");
        assertSigns();
        var tokens = new TrialToken(directory);
        tokens.make("alpha's");
        try (var tpm = new TrialTpm(directory.resolve("tpm"))) {
            rekek(tpm.wish(Set.of(7), Optional.empty()));
            assertSigns();
            rekek(tokens.wish("alpha's", TrialToken.PIN));
        }
        assertSigns();
        rekek(new KekWish.FromPassphrase());
        assertSigns();
        assertThat(names(fleet.disk("alpha"))).containsExactlyInAnyOrder("kek", "kek.lock", "keys-4");
    }

    @Test
    void change_killedAfterAnyStep_losesNothing() throws IOException {
        var afterwards = new ArrayList<String>();
        for (var step = 1; ; step++) {
            var node = copy(fleet.disk("alpha"), directory.resolve("copy-" + step));
            var killedAt = new KilledAt(step);
            var killed = true;
            try {
                rekek(node, new KekWish.FromPassphrase(), old, Optional.of(next), killedAt);
                killed = false;
            } catch (Killed e) {
                assertThat(killedAt.steps).isEqualTo(step);
            }
            afterwards.add(opensWith(node));
            if (!killed) break;
        }
        // Records, epochs, identity; then it is in force; then to the end.
        assertThat(afterwards).containsExactly("old", "old", "old", "old", "new", "new");
    }

    /// Which passphrase opens the identity; it opens every record of the store as well.
    private String opensWith(Path node) throws IOException {
        var opened = new ArrayList<String>();
        try (var claimed = StoreDirectory.claim(node)) {
            for (var file : List.of(old, next))
                try (var passphrase = Passphrase.read(file, home);
                        var identity = IdentityFile.open(node.resolve("identity"), passphrase, home);
                        var kek = claimed.open(identity.name(), passphrase, entropy, home)) {
                    opened.add(file.equals(old) ? "old" : "new");
                    var records = new ArrayList<Path>();
                    new StoreCopy("alpha", kek, kek, RecordedKeys::of, entropy, home)
                            .write(claimed.store(), node.resolve("read"), records::add);
                    assertThat(records).hasSize(3);
                } catch (KekRefused e) {
                    throw e;
                } catch (IOException wrongPassphrase) {
                    assertThat(wrongPassphrase).hasMessageContaining("wrong passphrase");
                }
        }
        return String.join(" and ", opened);
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
        return to;
    }

    @Test
    void oldPassphrase_afterTheChange_opensNothing() throws IOException {
        rekek(fleet.disk("alpha"), new KekWish.FromPassphrase(), old, Optional.of(next), new KilledAt(0));
        try (var claimed = StoreDirectory.claim(fleet.disk("alpha"));
                var passphrase = Passphrase.read(old, home)) {
            assertThatThrownBy(() -> claimed.open("alpha", passphrase, entropy, home))
                    .isInstanceOfSatisfying(
                            KekRefused.class,
                            refused -> assertThat(refused.why()).isEqualTo(Why.WRONG_PASSPHRASE));
        }
    }

    @Test
    void newKey_thatCannotBeHad_leavesTheOldInForce() throws IOException, StoreUnavailable {
        assumeTrue(TrialToken.present(), "SoftHSM is not installed");
        var tokens = new TrialToken(directory);
        assertThatThrownBy(() -> rekek(tokens.wish("nowhere", TrialToken.PIN)))
                .isInstanceOfSatisfying(
                        KekRefused.class, refused -> assertThat(refused.why()).isEqualTo(Why.TOKEN_ABSENT));
        assertSigns();
    }

    @Test
    void directory_thatANodeHolds_isNotChanged() throws IOException {
        try (var _ = StoreDirectory.claim(fleet.disk("alpha"))) {
            assertThatThrownBy(() -> rekek(new KekWish.FromPassphrase())).isInstanceOf(KekRefused.class);
        }
    }

    @Test
    void kekFileAndStore_thatDoNotGoTogether_startNothingAndEraseNothing() throws IOException {
        var node = fleet.disk("alpha");
        rekek(new KekWish.FromPassphrase());
        Files.move(node.resolve("keys-2"), node.resolve("keys-3"));
        assertRefused(node);
        Files.move(node.resolve("keys-3"), node.resolve("keys-2"));
        Files.move(node.resolve("kek"), node.resolve("kek-saved"));
        assertRefused(node);
        Files.writeString(node.resolve("kek"), Files.readString(node.resolve("kek-saved")) + "more\n");
        assertRefused(node);
        Files.move(node.resolve("kek-saved"), node.resolve("kek"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        rekek(new KekWish.FromPassphrase());
    }

    private static void assertRefused(Path node) {
        assertThatThrownBy(() -> StoreDirectory.claim(node))
                .isInstanceOfSatisfying(
                        KekRefused.class, refused -> assertThat(refused.why()).isEqualTo(Why.FILE_MALFORMED));
    }
}
