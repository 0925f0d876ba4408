package tallystick.crypto.codec;

/// Bitcoin's Base58, also Solana's: digits and letters without `0`, `O`, `I` and `l`.
///
/// **Form** each leading zero byte is one `1`; the rest is the number in base 58, most significant first. Every byte
/// string has exactly one text.
///
/// **Timing** public values only.
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int CHUNK_DIGITS = 5;
    private static final int CHUNK = 58 * 58 * 58 * 58 * 58;
    private static final int[] POWERS = {1, 58, 58 * 58, 58 * 58 * 58, 58 * 58 * 58 * 58, CHUNK};
    private static final long LIMB = 0xffff_ffffL;

    private Base58() {}

    /// The text of these bytes.
    public static String encode(Bytes bytes) {
        var text = new StringBuilder();
        var limbs = limbs(bytes);
        var first = 0;
        while (first < limbs.length) {
            if (limbs[first] == 0) {
                first++;
                continue;
            }
            var rest = 0L;
            for (var i = first; i < limbs.length; i++) {
                var value = rest << 32 | limbs[i] & LIMB;
                limbs[i] = (int) (value / CHUNK);
                rest = value % CHUNK;
            }
            for (var i = 0; i < CHUNK_DIGITS; i++, rest /= 58) text.append(ALPHABET.charAt((int) (rest % 58)));
        }
        // the last chunk may have begun with zeros, which are no digits of the number
        var length = text.length();
        while (length > 0 && text.charAt(length - 1) == ALPHABET.charAt(0)) length--;
        text.setLength(length);
        for (var i = 0; i < bytes.length() && bytes.at(i) == 0; i++) text.append(ALPHABET.charAt(0));
        return text.reverse().toString();
    }

    /// As 32-bit digits, most significant first.
    private static int[] limbs(Bytes bytes) {
        var limbs = new int[(bytes.length() + 3) / 4];
        for (var i = 0; i < bytes.length(); i++) {
            var fromEnd = bytes.length() - 1 - i;
            limbs[limbs.length - 1 - fromEnd / 4] |= bytes.at(i) << 8 * (fromEnd % 4);
        }
        return limbs;
    }

    /// Reads a text of at most `lengthCharsMax` characters; the bound keeps a stranger's long text cheap.
    public static Parsed<Bytes> parse(String text, int lengthCharsMax) {
        if (text.length() > lengthCharsMax)
            return new Parsed.Malformed<>(
                    lengthCharsMax, "base58 text of at most %d characters".formatted(lengthCharsMax));
        // five digits need 29.3 bits, so a limb for each five is enough
        var limbs = new int[(text.length() + CHUNK_DIGITS - 1) / CHUNK_DIGITS];
        var zeros = 0;
        for (var start = 0; start < text.length(); start += CHUNK_DIGITS) {
            var end = Math.min(start + CHUNK_DIGITS, text.length());
            var chunk = 0L;
            for (var i = start; i < end; i++) {
                var digit = ALPHABET.indexOf(text.charAt(i));
                if (digit < 0) return new Parsed.Malformed<>(i, "base58 digit");
                if (digit == 0 && zeros == i) zeros++;
                chunk = chunk * 58 + digit;
            }
            for (var i = limbs.length - 1; i >= 0; i--) {
                var value = (limbs[i] & LIMB) * POWERS[end - start] + chunk;
                limbs[i] = (int) value;
                chunk = value >>> 32;
            }
        }
        return new Parsed.Ok<>(Bytes.concat(Bytes.copyOf(new byte[zeros]), magnitude(limbs)));
    }

    /// Big-endian without leading zeros.
    private static Bytes magnitude(int[] limbs) {
        var bytes = new byte[4 * limbs.length];
        for (var i = 0; i < bytes.length; i++) bytes[i] = (byte) (limbs[i / 4] >>> 24 - 8 * (i % 4));
        var first = 0;
        while (first < bytes.length && bytes[first] == 0) first++;
        return Bytes.copyOf(bytes, first, bytes.length - first);
    }
}
