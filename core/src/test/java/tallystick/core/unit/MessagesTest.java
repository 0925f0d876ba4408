package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.kit.EthereumKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

class MessagesTest {
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final EthereumKey KEY = EthereumKey.of(7);
    private static final Account SIGNER = KEY.on(CHAIN);

    private static UnsignedTransaction parse(Content content, Bytes bytes) {
        return new Ethereum().parse(CHAIN, content, bytes).orThrow();
    }

    private static UnsignedTransaction message(String text) {
        return parse(Content.MESSAGE, Bytes.ofUtf8(text));
    }

    private static List<String> codes(UnsignedTransaction content) {
        return content.warnings(SIGNER, Knowledge.none()).stream()
                .map(Warning::code)
                .toList();
    }

    private static String login(String more) {
        return "example.com wants you to sign in with your Ethereum account:\n" + KEY.address()
                + "\n\nHello.\n\nURI: https://example.com/login\nVersion: 1\nChain ID: 1\nNonce: 32891756\n"
                + "Issued At: 2021-09-30T16:25:24Z" + more;
    }

    @Test
    void prefixesOfEip191_areRefused_versionZeroBeforeAll() {
        var chain = new ChainId("eip155", "1");
        var refusals = Map.of(
                "1900" + "11".repeat(20) + "2233",
                "data for an intended validator, version 0x00 of EIP-191",
                "1901" + "22".repeat(64),
                "version 0x01 of EIP-191",
                "19457468657265756d205369676e6564204d6573736167653a0a31",
                "without the prefix of EIP-191");
        refusals.forEach((hex, why) -> {
            if (!(new Ethereum().parse(chain, Content.MESSAGE, Bytes.ofHex(hex))
                    instanceof Parsed.Malformed<?>(var offset, var expected)))
                throw new AssertionError("accepted " + hex);
            assertThat(offset).isEqualTo(1);
            assertThat(expected).contains(why);
        });
        for (var hex : List.of("19", "1902", "0019", "1800"))
            assertThat(new Ethereum().parse(chain, Content.MESSAGE, Bytes.ofHex(hex)))
                    .as(hex)
                    .isInstanceOf(Parsed.Ok.class);
    }

    @Test
    void text_isAStatement() {
        var text = message("I agree.\nReally: é");
        assertThat(text.effects(SIGNER, Knowledge.none()))
                .containsExactly(new Effect.Statement(SIGNER, "message", "I agree.\nReally: é", List.of()));
        assertThat(codes(text)).isEmpty();
        var bytes = parse(Content.MESSAGE, Bytes.ofHex("fffe"));
        assertThat(bytes.effects(SIGNER, Knowledge.none()))
                .containsExactly(
                        new Effect.Statement(SIGNER, "bytes", "0xfffe", List.of()),
                        new Effect.Undecoded(SIGNER, Bytes.ofHex("fffe"), "message of bytes that are no text"));
        assertThat(codes(bytes)).containsExactly("MESSAGE_OF_BYTES");
    }

    @Test
    void whatCanStandForAHash_isSaid() {
        var hash = parse(Content.MESSAGE, Bytes.ofHex("ab".repeat(32)));
        assertThat(hash.effects(SIGNER, Knowledge.none())).last().isInstanceOf(Effect.Undecoded.class);
        assertThat(codes(hash)).containsExactly("HASH_AS_MESSAGE", "MESSAGE_OF_BYTES");
        assertThat(codes(message("a".repeat(32)))).containsExactly("HASH_AS_MESSAGE");
        assertThat(codes(message("0x" + "ab".repeat(32)))).containsExactly("HASH_AS_TEXT");
        assertThat(codes(message("ab".repeat(32)))).containsExactly("HASH_AS_TEXT");
        assertThat(codes(message("ab".repeat(31)))).isEmpty();
    }

    @Test
    void hashWrittenAsText_isUndecoded() {
        var checked = 0;
        for (var written : List.of("0x" + "ab".repeat(32), "AB".repeat(32), " 0x" + "00".repeat(32) + "\n")) {
            assertThat(message(written).effects(SIGNER, Knowledge.none()))
                    .containsExactly(
                            new Effect.Statement(SIGNER, "message", written, List.of()),
                            new Effect.Undecoded(
                                    SIGNER, Bytes.ofUtf8(written), "message that is a hash written as text"));
            checked++;
        }
        assertEquals(3, checked);
        assertThat(message("ab".repeat(31)).effects(SIGNER, Knowledge.none())).hasSize(1);
    }

    @Test
    void charactersThatDoNotShow_areSaid() {
        var checked = 0;
        for (var hidden : List.of("\u202e", "\u200b", "\u0000", "\u001b", "\u2028", "\ue000")) {
            assertThat(codes(message("pay" + hidden + "me"))).containsExactly("HIDDEN_CHARACTERS");
            checked++;
        }
        assertEquals(6, checked);
        assertThat(codes(message("a\tb\r\nc"))).isEmpty();
    }

    @Test
    void login_isAStatementWithItsFields() {
        var login = parse(Content.LOGIN, Bytes.ofUtf8(login("\nExpiration Time: 2021-10-30T16:25:24Z\nRequest ID: x")));
        var said = (Effect.Statement) login.effects(SIGNER, Knowledge.none()).getFirst();
        assertEquals("login", said.kind());
        assertEquals("Hello.", said.text());
        assertThat(said.fields())
                .extracting(Effect.Argument::name)
                .containsExactly("domain", "account", "uri", "requestId");
        assertThat(codes(login)).isEmpty();
        assertEquals(Content.LOGIN, login.content());
    }

    @Test
    void unusualLogins_areSaid() {
        var plain = login("");
        assertThat(codes(parse(Content.LOGIN, Bytes.ofUtf8("http://" + plain)))).containsExactly("LOGIN_UNPROTECTED");
        assertThat(codes(
                        parse(Content.LOGIN, Bytes.ofUtf8(plain.replace("https://example.com/", "https://evil.com/")))))
                .containsExactly("LOGIN_FOR_ANOTHER_HOST");
        assertThat(codes(parse(Content.LOGIN, Bytes.ofUtf8(plain.replace("example", "xn--exmple-cua")))))
                .containsExactly("LOGIN_FOREIGN_LETTERS");
        assertThat(codes(parse(Content.LOGIN, Bytes.ofUtf8(plain + "\nExpiration Time: 2021-09-30T16:25:24Z"))))
                .containsExactly("LOGIN_NEVER_VALID");
        assertThat(codes(parse(Content.LOGIN, Bytes.ofUtf8(plain + "\nResources:\n- ipfs://abc"))))
                .containsExactly("LOGIN_WITH_RESOURCES");
    }

    @Test
    void loginOfAnother_isUndecoded() {
        var login = parse(Content.LOGIN, Bytes.ofUtf8(login("")));
        var other = EthereumKey.of(8).on(CHAIN);
        assertThat(login.effects(other, Knowledge.none())).last().isInstanceOf(Effect.Undecoded.class);
        assertThat(login.warnings(other, Knowledge.none()))
                .extracting(Warning::code)
                .containsExactly("LOGIN_OF_ANOTHER_ACCOUNT");
    }

    @Test
    void bareHash_isAlwaysUndecoded() {
        var hash = parse(Content.RAW_DIGEST, Bytes.ofHex("ab".repeat(32)));
        assertThat(hash.effects(SIGNER, Knowledge.none())).singleElement().isInstanceOf(Effect.Undecoded.class);
        assertThat(codes(hash)).containsExactly("RAW_DIGEST");
        assertEquals(Bytes.ofHex("ab".repeat(32)), hash.digests().getFirst().bytes());
    }

    @Test
    void everySignature_isPackedAndNamedByItsDigest() {
        var checked = 0;
        for (var content : List.of(
                message("hello"),
                parse(Content.LOGIN, Bytes.ofUtf8(login(""))),
                parse(Content.RAW_DIGEST, Bytes.ofHex("ab".repeat(32))))) {
            var signed = content.attach(List.of(KEY.sign((KeySigned) content)));
            assertEquals(65, signed.bytes().length());
            assertThat(signed.bytes().at(64)).isBetween(27, 28);
            assertEquals("0x" + content.digests().getFirst(), signed.id());
            checked++;
        }
        assertEquals(3, checked);
    }
}
