package tallystick.core.chain.ethereum.forms;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// The chain that bytes are bound to, as far as they say it, found without judging the rest of them.
public final class Binding {
    private static final int LEGACY_CHAIN_ID_AT = 6;
    private static final int WORD_BYTES = 32;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,19}");
    private static final Pattern LOGIN_CHAIN = Pattern.compile("\nVersion: 1\nChain ID: ([0-9]{1,20})\n");
    private static final Bytes CONTRACT_ACCOUNT = Bytes.ofUtf8("tallystick-contract-account");

    private Binding() {}

    /// The chain; empty where the bytes name none.
    ///
    /// @param given a transaction may be signed or not
    public static Optional<ChainId> of(Content content, Bytes given) {
        var number =
                switch (content) {
                    case TRANSACTION ->
                        SignedEnvelope.of(given)
                                .map(signed -> signed.unsigned().flatMap(Binding::ofTransaction))
                                .orElseGet(() -> ofTransaction(given));
                    case AUTHORIZATION -> ofAuthorization(given);
                    case TYPED_DATA -> ofTypedData(given);
                    case LOGIN -> ofLogin(given);
                    case CONTRACT_ACCOUNT -> ofContractAccount(given);
                    case MESSAGE, RAW_DIGEST -> Optional.<String>empty();
                };
        return number.filter(each -> NUMBER.matcher(each).matches()).map(each -> new ChainId("eip155", each));
    }

    private static Optional<String> ofTransaction(Bytes unsigned) {
        var head = new Head(unsigned);
        var typed = unsigned.length() > 0 && unsigned.at(0) < 0x80;
        if (typed) head.at = 1;
        if (!head.openList()) return Optional.empty();
        for (var i = 0; i < (typed ? 0 : LEGACY_CHAIN_ID_AT); i++) if (!head.skip()) return Optional.empty();
        return head.number();
    }

    private static Optional<String> ofAuthorization(Bytes unsigned) {
        var head = new Head(unsigned);
        head.at = 1;
        return head.openList() ? head.number() : Optional.empty();
    }

    private static Optional<String> ofTypedData(Bytes unsigned) {
        if (!(Json.parse(unsigned) instanceof Parsed.Ok<Json>(var json))) return Optional.empty();
        return json.member("domain").flatMap(domain -> domain.member("chainId")).flatMap(number -> switch (number) {
            case Json.Numeral(var _, var digits) -> Optional.of(digits);
            case Json.Text(var _, var text)
            when text.matches("0x[0-9a-fA-F]{1,64}") -> Optional.of(new BigInteger(text.substring(2), 16).toString());
            case Json.Text(var _, var text) -> Optional.of(text);
            default -> Optional.empty();
        });
    }

    private static Optional<String> ofLogin(Bytes message) {
        var line = LOGIN_CHAIN.matcher(new String(message.toArray(), StandardCharsets.ISO_8859_1));
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    private static Optional<String> ofContractAccount(Bytes unsigned) {
        var at = CONTRACT_ACCOUNT.length() + 2;
        if (unsigned.length() < at + WORD_BYTES
                || !unsigned.slice(0, CONTRACT_ACCOUNT.length()).equals(CONTRACT_ACCOUNT)) return Optional.empty();
        return Optional.of(new BigInteger(1, unsigned.slice(at, at + WORD_BYTES).toArray()).toString());
    }

    /// Walks over the first items of an RLP list.
    private static final class Head {
        private final Bytes bytes;
        private int at;

        private Head(Bytes bytes) {
            this.bytes = bytes;
        }

        private boolean openList() {
            if (at >= bytes.length() || bytes.at(at) < 0xc0) return false;
            at += 1 + Math.max(0, bytes.at(at) - 0xf7);
            return at < bytes.length();
        }

        private boolean skip() {
            if (at >= bytes.length()) return false;
            var first = bytes.at(at);
            if (first >= 0xc0) return false;
            if (first < 0x80) at += 1;
            else if (first < 0xb8) at += 1 + first - 0x80;
            else {
                var digits = first - 0xb7;
                if (digits > 4 || at + 1 + digits > bytes.length()) return false;
                var length =
                        new BigInteger(1, bytes.slice(at + 1, at + 1 + digits).toArray());
                if (length.bitLength() > 31 || length.intValue() > bytes.length()) return false;
                at += 1 + digits + length.intValue();
            }
            return true;
        }

        private Optional<String> number() {
            if (at >= bytes.length()) return Optional.empty();
            var first = bytes.at(at);
            if (first > 0 && first < 0x80) return Optional.of(Integer.toString(first));
            var length = first - 0x80;
            if (length < 1 || length > 13 || at + 1 + length > bytes.length()) return Optional.empty();
            return Optional.of(
                    new BigInteger(1, bytes.slice(at + 1, at + 1 + length).toArray()).toString());
        }
    }
}
