package tallystick.crypto.codec;

import java.math.BigInteger;

/// Bitcoin's Base58, also Solana's: digits and letters without `0`, `O`, `I` and `l`.
///
/// **Form** each leading zero byte is one `1`; the rest is the number in base 58, most significant first. Every byte
/// string has exactly one text.
///
/// **Timing** public values only.
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

    private Base58() {}

    /// The text of these bytes.
    public static String encode(Bytes bytes) {
        var text = new StringBuilder();
        var number = new BigInteger(1, bytes.toArray());
        while (number.signum() > 0) {
            var parts = number.divideAndRemainder(BASE);
            text.append(ALPHABET.charAt(parts[1].intValue()));
            number = parts[0];
        }
        for (var i = 0; i < bytes.length() && bytes.at(i) == 0; i++) text.append(ALPHABET.charAt(0));
        return text.reverse().toString();
    }

    /// Reads a text of at most `lengthCharsMax` characters; the bound keeps a stranger's long text cheap.
    public static Parsed<Bytes> parse(String text, int lengthCharsMax) {
        if (text.length() > lengthCharsMax)
            return new Parsed.Malformed<>(lengthCharsMax, "base58 text of at most %d characters".formatted(lengthCharsMax));
        var number = BigInteger.ZERO;
        var zeros = 0;
        for (var i = 0; i < text.length(); i++) {
            var digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) return new Parsed.Malformed<>(i, "base58 digit");
            if (digit == 0 && zeros == i) zeros++;
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        var magnitude = number.signum() == 0 ? Bytes.empty() : unsigned(number);
        return new Parsed.Ok<>(Bytes.concat(Bytes.copyOf(new byte[zeros]), magnitude));
    }

    private static Bytes unsigned(BigInteger number) {
        var bytes = Bytes.copyOf(number.toByteArray());
        return bytes.at(0) == 0 ? bytes.slice(1, bytes.length()) : bytes;
    }
}
