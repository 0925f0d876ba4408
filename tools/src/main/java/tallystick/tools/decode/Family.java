package tallystick.tools.decode;

import java.math.BigInteger;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.crypto.codec.Bytes;

/// A family of chains by the name people type.
enum Family {
    /// Bitcoin; without a reference the main network.
    BITCOIN("bip122", "000000000019d6689c085ae165831e93"),
    /// Ethereum and EVM chains; without a reference what the bytes are bound to, else the main network.
    ETHEREUM("eip155", "1"),
    /// Solana; without a reference the main network.
    SOLANA("solana", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");

    private static final int LEGACY_CHAIN_ID_AT = 6;

    private final String namespace;
    private final String mainReference;

    Family(String namespace, String mainReference) {
        this.namespace = namespace;
        this.mainReference = mainReference;
    }

    /// The family's chain with this reference.
    ChainId chain(String reference) throws Unusable {
        if (!ChainId.isValid(namespace, reference))
            throw new Unusable("chain reference not of the form of CAIP-2: 1..32 letters, digits, - or _");
        return new ChainId(namespace, reference);
    }

    /// The chain that unsigned bytes are bound to; the main network where they do not say it.
    ChainId chainOf(Content content, Bytes unsigned) {
        var reference = this == ETHEREUM && content == Content.TRANSACTION ? number(unsigned) : mainReference;
        return new ChainId(namespace, reference);
    }

    /// Finds the number and judges nothing: the parser refuses what is wrong about the bytes.
    private String number(Bytes unsigned) {
        var head = new Head(unsigned);
        var typed = unsigned.length() > 0 && unsigned.at(0) < 0x80;
        if (typed) head.at = 1;
        if (!head.openList()) return mainReference;
        for (var i = 0; i < (typed ? 0 : LEGACY_CHAIN_ID_AT); i++) if (!head.skip()) return mainReference;
        return head.number(mainReference);
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

        private String number(String otherwise) {
            if (at >= bytes.length()) return otherwise;
            var first = bytes.at(at);
            if (first > 0 && first < 0x80) return Integer.toString(first);
            var length = first - 0x80;
            if (length < 1 || length > 13 || at + 1 + length > bytes.length()) return otherwise;
            return new BigInteger(1, bytes.slice(at + 1, at + 1 + length).toArray()).toString();
        }
    }
}
