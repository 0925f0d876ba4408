package tallystick.core.chain.bitcoin;

import java.util.Arrays;
import java.util.Locale;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Text of witness programs: a prefix, a `1`, the version and program in 32 characters' alphabet, and a checksum.
///
/// **Form** version 0 with the checksum of BIP-173, versions 1..16 with that of BIP-350; at most 90 characters, all of
/// one case. Written in lower case.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki#segwit-address-format BIP-173
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki#bech32m BIP-350
public final class Bech32 {
    /// The longest text.
    public static final int LENGTH_CHARS_MAX = 90;

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM_CHARS = 6;
    private static final int BECH32 = 1;
    private static final int BECH32M = 0x2bc830a3;

    private Bech32() {}

    /// A witness program with its version.
    ///
    /// @param version 0..16
    /// @param program 2..40 bytes; 20 or 32 for version 0
    public record Program(int version, Bytes program) {
        /// @throws IllegalArgumentException if out of range: the caller's fault
        public Program {
            if (version < 0 || version > 16)
                throw new IllegalArgumentException("witness version %d not in 0..16".formatted(version));
            if (!isLength(version, program.length()))
                throw new IllegalArgumentException("witness program of %d bytes".formatted(program.length()));
        }
    }

    /// The text of a witness program.
    ///
    /// @param prefix the network's
    public static String encode(String prefix, Program program) {
        var groups = regroup(program.program().toArray(), 8, 5);
        var values = new int[1 + groups.length + CHECKSUM_CHARS];
        values[0] = program.version();
        System.arraycopy(groups, 0, values, 1, groups.length);
        var checksum = checksum(prefix, values) ^ constant(program.version());
        for (var i = 0; i < CHECKSUM_CHARS; i++)
            values[values.length - CHECKSUM_CHARS + i] = checksum >>> 5 * (CHECKSUM_CHARS - 1 - i) & 31;
        var text = new StringBuilder(prefix).append('1');
        for (var value : values) text.append(ALPHABET.charAt(value));
        return text.toString();
    }

    /// Reads a text with this prefix; a malformed one names the character.
    public static Parsed<Program> parse(String prefix, String text) {
        if (text.length() > LENGTH_CHARS_MAX) return new Parsed.Malformed<>(LENGTH_CHARS_MAX, "at most 90 characters");
        var lower = text.toLowerCase(Locale.ROOT);
        if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT)))
            return new Parsed.Malformed<>(0, "letters of one case");
        var start = prefix.length() + 1;
        if (!lower.startsWith(prefix + "1") || lower.lastIndexOf('1') != start - 1)
            return new Parsed.Malformed<>(0, "the network's prefix and a 1");
        var values = new int[lower.length() - start];
        if (values.length < CHECKSUM_CHARS + 1)
            return new Parsed.Malformed<>(start, "a version and a checksum of 6 characters");
        for (var i = 0; i < values.length; i++) {
            values[i] = ALPHABET.indexOf(lower.charAt(start + i));
            if (values[i] < 0) return new Parsed.Malformed<>(start + i, "a character of bech32");
        }
        return program(prefix, values, start);
    }

    private static Parsed<Program> program(String prefix, int[] values, int start) {
        var version = values[0];
        if (version > 16) return new Parsed.Malformed<>(start, "witness version in 0..16");
        if (checksum(prefix, values) != constant(version))
            return new Parsed.Malformed<>(start + values.length - CHECKSUM_CHARS, "the checksum of this version");
        var groups = Arrays.copyOfRange(values, 1, values.length - CHECKSUM_CHARS);
        var spareBits = groups.length * 5 % 8;
        if (spareBits > 4 || groups.length > 0 && (groups[groups.length - 1] & (1 << spareBits) - 1) != 0)
            return new Parsed.Malformed<>(start + groups.length, "padding of at most 4 bits, all zero");
        var lengthBytes = groups.length * 5 / 8;
        if (!isLength(version, lengthBytes))
            return new Parsed.Malformed<>(start + 1, "a program of a length of its version");
        var bytes = new byte[lengthBytes];
        var regrouped = regroup(groups, 5, 8);
        for (var i = 0; i < lengthBytes; i++) bytes[i] = (byte) regrouped[i];
        return new Parsed.Ok<>(new Program(version, Bytes.copyOf(bytes)));
    }

    private static boolean isLength(int version, int lengthBytes) {
        return version == 0 ? lengthBytes == 20 || lengthBytes == 32 : lengthBytes >= 2 && lengthBytes <= 40;
    }

    private static int constant(int version) {
        return version == 0 ? BECH32 : BECH32M;
    }

    private static int checksum(String prefix, int[] values) {
        var state = 1;
        for (var c : prefix.toCharArray()) state = step(state, c >>> 5);
        state = step(state, 0);
        for (var c : prefix.toCharArray()) state = step(state, c & 31);
        for (var value : values) state = step(state, value);
        return state;
    }

    private static int step(int state, int value) {
        var top = state >>> 25;
        var next = (state & 0x1ffffff) << 5 ^ value;
        for (var i = 0; i < GENERATOR.length; i++) if ((top >>> i & 1) == 1) next ^= GENERATOR[i];
        return next;
    }

    private static int[] regroup(byte[] bytes, int from, int to) {
        var values = new int[bytes.length];
        for (var i = 0; i < bytes.length; i++) values[i] = bytes[i] & 0xff;
        return regroup(values, from, to);
    }

    /// The same bits in groups of another width; the last group is filled with zeros.
    private static int[] regroup(int[] values, int from, int to) {
        var groups = new int[(values.length * from + to - 1) / to];
        var bits = 0;
        var width = 0;
        var count = 0;
        for (var value : values) {
            bits = bits << from | value;
            width += from;
            for (; width >= to; width -= to) groups[count++] = bits >>> width - to & (1 << to) - 1;
            bits &= (1 << width) - 1;
        }
        if (width > 0) groups[count] = bits << to - width & (1 << to) - 1;
        return groups;
    }
}
