package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.kek.KekFile;
import tallystick.node.kek.KekKind;
import tallystick.node.kek.KekRefused;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.kek.KekSettings;
import tallystick.node.kek.KekWish;
import tallystick.node.kek.KeyEncryptionKey;
import tallystick.node.kek.TokenKek;
import tallystick.node.kit.TrialToken;
import tallystick.node.pkcs11.TokenFailed;
import tallystick.node.pkcs11.TokenKey;

@DisplayName("A key-encryption key in a PKCS#11 token, on SoftHSM")
class TokenKekTest {
    private static final Bytes CONTEXT = Bytes.ofUtf8("a file's place");
    private static final String NODE = "alpha";

    @TempDir
    Path directory;

    private final SystemEntropy entropy = new SystemEntropy();
    private SecretMemory home;
    private SecretBytes passphrase;
    private TrialToken tokens;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(TrialToken.present(), "SoftHSM is not installed: apt-get install softhsm2");
        home = SecretMemory.open();
        passphrase = SecretBytes.random(20, entropy, home);
        tokens = new TrialToken(directory);
        tokens.make("risk");
    }

    @AfterEach
    void stop() {
        if (home != null) home.close();
    }

    private KekFile made(KekWish wish) throws IOException {
        var settings = wish.make(passphrase, entropy, home);
        try (var kek = settings.open(passphrase, entropy, home)) {
            return KekFile.of("keys", settings, kek, NODE, entropy, home);
        }
    }

    private KeyEncryptionKey open(KekFile file) throws IOException {
        return file.open(NODE, passphrase, entropy, home);
    }

    private void assertRefused(KekFile file, Why why) {
        assertThatThrownBy(() -> open(file))
                .isInstanceOfSatisfying(
                        KekRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    }

    private void assertWraps(KeyEncryptionKey kek) throws KekRefused {
        try (var dataKey = SecretBytes.random(32, entropy, home);
                var opened = kek.unwrap(CONTEXT, kek.wrap(CONTEXT, dataKey), home)) {
            assertThat(opened.sameAs(dataKey)).isTrue();
        }
    }

    /// The same file with another place or PIN.
    private static KekFile with(KekFile file, TokenKey.Place place, KekWish.InToken pin) {
        if (!(file.settings() instanceof KekSettings.InToken(var _, var id, var _)))
            throw new AssertionError("no token's");
        return new KekFile(file.store(), new KekSettings.InToken(place, id, pin.pin()), file.check());
    }

    @Test
    void keyInToken_wrapsAndUnwraps_alsoAfterItWasClosed() throws IOException {
        var file =
                KekFile.parse(made(tokens.wish("risk", TrialToken.PIN)).print()).orThrow();
        try (var kek = open(file)) {
            assertThat(kek.name().kind()).isEqualTo(KekKind.PKCS11);
            assertWraps(kek);
        }
        try (var kek = open(file)) {
            assertWraps(kek);
        }
    }

    @Test
    void wrappedKey_inAnotherContextOrChanged_doesNotOpen() throws IOException {
        try (var kek = open(made(tokens.wish("risk", TrialToken.PIN)));
                var dataKey = SecretBytes.random(32, entropy, home)) {
            var wrapped = kek.wrap(CONTEXT, dataKey);
            assertNotOpened(kek, Bytes.ofUtf8("another place"), wrapped);
            var tried = 0;
            for (var i = 0; i < wrapped.length(); i++, tried++) {
                var changed = wrapped.toArray();
                changed[i] ^= 1;
                assertNotOpened(kek, CONTEXT, Bytes.copyOf(changed));
            }
            assertThat(tried).isEqualTo(12 + 32 + 16);
            assertNotOpened(kek, CONTEXT, wrapped.slice(0, 20));
            assertNotOpened(kek, CONTEXT, wrapped.slice(0, wrapped.length() - 1));
            assertWraps(kek);
        }
        assertThat(home.lentBytes()).isEqualTo(passphrase.length());
    }

    private void assertNotOpened(KeyEncryptionKey kek, Bytes context, Bytes wrapped) {
        assertThatThrownBy(() -> kek.unwrap(context, wrapped, home))
                .isInstanceOfSatisfying(
                        KekRefused.class, refused -> assertThat(refused.why()).isEqualTo(Why.NOT_OPENED));
    }

    @Test
    void wrongPin_isRefused() throws IOException {
        var good = tokens.wish("risk", TrialToken.PIN);
        var file = made(good);
        assertRefused(with(file, good.place(), tokens.wish("risk", "111111")), Why.WRONG_PIN);
        assertThatThrownBy(() -> made(tokens.wish("risk", "111111"))).isInstanceOf(KekRefused.class);
    }

    @Test
    void anotherToken_hasNoSuchKey() throws IOException {
        var good = tokens.wish("risk", TrialToken.PIN);
        var file = made(good);
        tokens.make("client");
        var elsewhere =
                new TokenKey.Place(good.place().module(), "client", good.place().key());
        assertRefused(with(file, elsewhere, good), Why.KEY_ABSENT);
        made(new KekWish.InToken(elsewhere, good.pin()));
        assertRefused(with(file, elsewhere, good), Why.KEY_ABSENT);
    }

    @Test
    void tokenOfNoSuchLabel_orTwoOfOne_isRefused() throws IOException {
        var good = tokens.wish("risk", TrialToken.PIN);
        var file = made(good);
        var absent = new TokenKey.Place(
                good.place().module(), "nowhere", good.place().key());
        assertRefused(with(file, absent, good), Why.TOKEN_ABSENT);
        tokens.make("risk");
        assertRefused(file, Why.TOKEN_ABSENT);
    }

    @Test
    void keyOfTheSameLabel_isNeverReplaced() throws IOException {
        var wish = tokens.wish("risk", TrialToken.PIN);
        var file = made(wish);
        assertThatThrownBy(() -> made(wish))
                .isInstanceOfSatisfying(
                        KekRefused.class, refused -> assertThat(refused.why()).isEqualTo(Why.KEY_UNFIT));
        open(file).close();
    }

    @Test
    void tokenTakenOut_whileTheNodeRuns_isNamed_andNothingStartsWithoutIt() throws IOException {
        var file = made(tokens.wish("risk", TrialToken.PIN));
        try (var kek = open(file);
                var dataKey = SecretBytes.random(32, entropy, home)) {
            var wrapped = kek.wrap(CONTEXT, dataKey);
            tokens.takeOut();
            assertThatThrownBy(() -> kek.unwrap(CONTEXT, wrapped, home))
                    .isInstanceOfSatisfying(
                            KekRefused.class,
                            refused -> assertThat(refused.why()).isEqualTo(Why.TOKEN_ABSENT));
            assertThatThrownBy(() -> kek.wrap(CONTEXT, dataKey)).isInstanceOf(KekRefused.class);
        }
        assertRefused(file, Why.TOKEN_ABSENT);
        tokens.putBack();
        open(file).close();
    }

    /// SoftHSM never locks a PIN, so the answers of tokens that do are given here.
    @Test
    void answersOfTokens_areToldApart() {
        var expected = java.util.Map.of(
                0xa0L, Why.WRONG_PIN,
                0xa4L, Why.PIN_LOCKED,
                0xa3L, Why.PIN_LOCKED,
                0xe0L, Why.TOKEN_ABSENT,
                0x32L, Why.TOKEN_ABSENT,
                0xb3L, Why.TOKEN_ABSENT,
                0x40L, Why.NOT_OPENED,
                0x05L, Why.DEVICE_FAILED);
        expected.forEach((value, why) -> {
            var refused = TokenKek.refused(TokenFailed.of("C_Login", value));
            assertThat(refused.why()).isEqualTo(why);
            assertThat(refused).hasMessageContaining("0x%x".formatted(value));
        });
        assertThat(expected).hasSize(8);
    }

    @Test
    void module_thatIsMissingOrNoneOrOthersMayWrite_isRefused() throws IOException {
        var good = tokens.wish("risk", TrialToken.PIN);
        var file = made(good);
        var other = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        for (var module : java.util.List.of(directory.resolve("absent.so"), other))
            assertRefused(with(file, new TokenKey.Place(module, "risk", "tallystick-kek"), good), Why.FILE_UNFIT);
        var copy = Files.copy(TrialToken.module(), directory.resolve("copy.so"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(with(file, new TokenKey.Place(copy, "risk", "tallystick-kek"), good), Why.FILE_UNFIT);
    }
}
