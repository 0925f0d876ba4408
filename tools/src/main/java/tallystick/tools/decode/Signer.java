package tallystick.tools.decode;

import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.hash.Digest32;

/// Whose key signs, as far as somebody said it.
///
/// @param named an address or a public key in hex
/// @param key the public key
/// @param chainCode with the key all that its descendants' public keys follow from
record Signer(Optional<String> named, Optional<Point> key, Optional<Digest32> chainCode) {
    private static final int CHAIN_CODE_DIGITS = 64;

    /// Reads what was given as options.
    static Signer of(Optional<String> named, Optional<String> key, Optional<String> chainCode) throws Unusable {
        var point = key.flatMap(Signer::point);
        if (key.isPresent() && point.isEmpty())
            throw new Unusable("--key is no public key: 33 bytes in hex on secp256k1, 32 on ed25519");
        if (chainCode.isEmpty()) return new Signer(named, point, Optional.empty());
        if (key.isEmpty()) throw new Unusable("--chain-code is of use with --key only");
        var digits = chainCode.get();
        if (digits.length() != CHAIN_CODE_DIGITS
                || !Material.Hex.DIGITS.matcher(digits).matches())
            throw new Unusable("--chain-code is not 32 bytes in hex");
        return new Signer(named, point, Optional.of(new Digest32(Bytes.ofHex(digits))));
    }

    /// What is known, and what follows from the key and its chain code.
    Knowledge teach(Chain reader, Knowledge knowledge) {
        return key.filter(point -> point.group().curve() == reader.curve())
                .flatMap(point -> chainCode.map(code -> reader.own(knowledge, new Derivation(point, code))))
                .orElse(knowledge);
    }

    /// The account of the key as nodes name it, which know how the key signs; empty if only an account was said.
    Optional<Account> ofKey(Chain reader, UnsignedTransaction transaction) {
        return key.filter(_ -> named.isEmpty())
                .map(point -> reader.account(
                        transaction.chain(),
                        point,
                        transaction.inputs().getFirst().algorithm()));
    }

    /// The account on this chain; empty if nobody said whose.
    Optional<Account> account(Chain reader, ChainId chain) throws Unusable {
        var curve = reader.curve();
        if (key.filter(point -> point.group().curve() != curve).isPresent())
            throw new Unusable.Argument("--key is on another curve than the chain's");
        if (named.isEmpty()) return key.map(point -> reader.account(chain, point));
        var account = reader.account(chain, named.get())
                .or(() -> point(named.get())
                        .filter(point -> point.group().curve() == curve)
                        .map(point -> reader.account(chain, point)));
        if (account.isEmpty())
            throw new Unusable.Argument("--signer is neither an address of the chain with its right checksum nor the"
                    + " hex of a public key");
        return account;
    }

    /// What is wrong with naming these two; empty if the account is the key's, or only one of them was said.
    Optional<String> conflict(Chain reader, ChainId chain) throws Unusable {
        if (named.isEmpty() || key.isEmpty()) return Optional.empty();
        var account = account(reader, chain);
        return account.filter(reader.accounts(chain, key.get())::contains).isPresent()
                ? Optional.empty()
                : Optional.of("--signer is no account of --key, in any form of address: one of them is another's");
    }

    private static Optional<Point> point(String text) {
        if (!Material.Hex.DIGITS.matcher(text).matches()) return Optional.empty();
        return switch (text.length()) {
            case 66 -> point(Curve.SECP256K1, text);
            case 64 -> point(Curve.ED25519, text);
            default -> Optional.empty();
        };
    }

    private static Optional<Point> point(Curve curve, String text) {
        return curve.group().parsePoint(Bytes.ofHex(text)) instanceof Parsed.Ok<Point>(var point)
                ? Optional.of(point)
                : Optional.empty();
    }
}
