package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.message.PersonalMessage;
import tallystick.core.chain.ethereum.message.RawDigest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

class MessageCheatsTest {
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final String ACCOUNT = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
    private static final String SENTENCE = " wants you to sign in with your Ethereum account:\n";
    private static final String LOGIN = "example.com" + SENTENCE + ACCOUNT
            + "\n\nHello.\n\nURI: https://example.com/login\nVersion: 1\nChain ID: 1\nNonce: 32891756\n"
            + "Issued At: 2021-09-30T16:25:24Z";

    /// Refused where `place` ends in the text.
    private static void refused(Content content, String text, String place, String expected) {
        switch (new Ethereum().parse(CHAIN, content, Bytes.ofUtf8(text))) {
            case Parsed.Malformed<? extends UnsignedTransaction>(var at, var what) -> {
                assertThat(what).contains(expected);
                assertEquals(text.indexOf(place) + place.length(), at, what);
            }
            case Parsed.Ok<? extends UnsignedTransaction> ok -> Assertions.fail("read as " + ok);
        }
    }

    private static void login(String from, String to, String place, String expected) {
        var changed = LOGIN.replace(from, to);
        assertThat(changed).isNotEqualTo(LOGIN);
        refused(Content.LOGIN, changed, place, expected);
    }

    @Test
    void loginsAndMessages_neverPassForEachOther() {
        assertThat(new Ethereum().parse(CHAIN, Content.LOGIN, Bytes.ofUtf8(LOGIN)))
                .isInstanceOf(Parsed.Ok.class);
        refused(Content.MESSAGE, LOGIN, "example.com ", "without the sentence of a login");
        refused(Content.MESSAGE, "x WANTS YOU to sign in with your Tron account", "x ", "without the sentence");
        refused(Content.LOGIN, "I agree.", "", "the sentence of a login");
        refused(Content.LOGIN, LOGIN + "\n", LOGIN, "end of input");
    }

    @Test
    void lines_thatAreNotOfTheGrammar() {
        login("example.com wants", "ann@example.com wants", "", "a host");
        login("example.com wants", "exam ple.com wants", "", "a host");
        login("example.com wants", " wants", "", "a host");
        login("example.com wants", "h!://example.com wants", "", "a scheme");
        login(ACCOUNT, ACCOUNT.toLowerCase(java.util.Locale.ROOT), SENTENCE, "an address with its checksum");
        login(ACCOUNT, "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc3", SENTENCE, "an address with its checksum");
        login(ACCOUNT, ACCOUNT + " ", SENTENCE, "an address with its checksum");
        login(ACCOUNT + "\n\n", ACCOUNT + "\n", ACCOUNT + "\n", "a line feed");
        login("account:\n", "account:", "account:", "a line feed");
        login("Hello.\n\n", "Hello.\nMore.\n\n", "Hello.\n", "a line feed");
        login("Hello.", "H\u00e9llo.", "\n\n", "a statement of one line");
        login("Hello.", "H\"llo.", "\n\n", "a statement of one line");
        login("Hello.\n", "Hello.\r\n", "\n\n", "a statement of one line");
        login("URI: ", "Uri: ", "Hello.\n\n", "the line that begins with URI:");
        login("https://example.com/login", "example", "URI: ", "a URI");
        login("https://example.com/login", "https://a b", "URI: ", "a URI");
        login("https://example.com/login", "https://a%zz", "URI: ", "a URI");
        login("Version: 1", "Version: 2", "Version: ", "version 1");
        login("Chain ID: 1", "Chain ID: 2", "Chain ID: ", "chain id of eip155:1");
        login("Chain ID: 1", "Chain ID: 01", "Chain ID: ", "chain id of eip155:1");
        login("Nonce: 32891756", "Nonce: 3289175", "Nonce: ", "a nonce of 8");
        login("Nonce: 32891756", "Nonce: 3289175-", "Nonce: ", "a nonce of 8");
        login("Nonce: 32891756\n", "", "Chain ID: 1\n", "the line that begins with Nonce:");
        login("Issued At: ", "Issued at: ", "32891756\n", "the line that begins with Issued At:");
    }

    @Test
    void times_thatAreNone() {
        var checked = 0;
        for (var time : List.of(
                "2021-09-30",
                "2021-13-30T16:25:24Z",
                "2021-09-31T16:25:24Z",
                "2021-09-30T24:25:24Z",
                "2021-09-30T16:25:24",
                "2021-09-30 16:25:24Z",
                "2021-09-30T16:25Z",
                "2021-09-30T16:25:24+25:00")) {
            login("2021-09-30T16:25:24Z", time, "Issued At: ", "RFC 3339");
            checked++;
        }
        assertEquals(8, checked);
    }

    @Test
    void linesAfterTheTimes_keepTheirOrder() {
        var before = "\nNot Before: 2021-09-30T16:25:24Z";
        var until = "\nExpiration Time: 2021-10-30T16:25:24Z";
        refused(Content.LOGIN, LOGIN + before + until, LOGIN + before, "end of input");
        refused(Content.LOGIN, LOGIN + until + until, LOGIN + until, "end of input");
        refused(Content.LOGIN, LOGIN + "\nExpiration Time: x", "Expiration Time: ", "RFC 3339");
        refused(Content.LOGIN, LOGIN + "\nRequest ID: a b", "Request ID: ", "a request id");
        refused(Content.LOGIN, LOGIN + "\nResources:\n- nothing", "- ", "a URI");
        refused(Content.LOGIN, LOGIN + "\nResources:\n* a:b", LOGIN + "\nResources:", "end of input");
        refused(
                Content.LOGIN,
                LOGIN + "\nResources:" + "\n- a:b".repeat(65),
                LOGIN + "\nResources:" + "\n- a:b".repeat(64) + "\n- ",
                "at most 64 resources");
    }

    @Test
    void lengths_thatAreBeyondMeasure() {
        var long1 = Bytes.copyOf(new byte[PersonalMessage.LENGTH_BYTES_MAX + 1]);
        assertThat(PersonalMessage.parse(CHAIN, long1)).isInstanceOf(Parsed.Malformed.class);
        assertThat(PersonalMessage.parse(CHAIN, long1.slice(1, long1.length()))).isInstanceOf(Parsed.Ok.class);
        assertThat(new Ethereum().parse(CHAIN, Content.LOGIN, Bytes.ofUtf8("x".repeat(16385))))
                .isEqualTo(new Parsed.Malformed<>(16384, "login of at most 16384 bytes"));
        assertThat(RawDigest.parse(CHAIN, Bytes.copyOf(new byte[31])))
                .isEqualTo(new Parsed.Malformed<>(31, "a digest of 32 bytes"));
        assertThat(RawDigest.parse(CHAIN, Bytes.copyOf(new byte[33])))
                .isEqualTo(new Parsed.Malformed<>(32, "a digest of 32 bytes"));
    }
}
