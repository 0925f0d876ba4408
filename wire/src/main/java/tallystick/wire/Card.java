package tallystick.wire;

import tallystick.core.governance.Member;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A member's public half as one line of text, to be carried to the administrator by any means and read aloud if need
/// be.
///
/// **Form** `tallystick-card-v1:` and the member's canonical bytes as hex, then a line break.
public final class Card {
    private static final String PREFIX = "tallystick-card-v1:";

    private Card() {}

    /// The line.
    public static String print(Member member) {
        return PREFIX + member.encode().toHex() + "\n";
    }

    /// Reads the line; space around it is ignored.
    public static Parsed<Member> parse(String text) {
        var line = text.strip();
        if (!line.startsWith(PREFIX)) return new Parsed.Malformed<>(0, "a line that begins with " + PREFIX);
        var hex = line.substring(PREFIX.length());
        if (!hex.matches("([0-9a-f]{2})+")) return new Parsed.Malformed<>(PREFIX.length(), "lower-case hex digits");
        return Member.parse(Bytes.ofHex(hex));
    }
}
