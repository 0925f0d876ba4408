package tallystick.core.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.VerifyKey;

/// One machine or program of the roster.
///
/// @param name lower-case letters, digits and hyphens, 1..32; for a node the name used in quorum trees
/// @param role what it may do
/// @param identity the key that signs its statements
/// @param tlsPins SHA-256 of the SubjectPublicKeyInfo of its TLS certificate; two while it changes from one to
/// another
/// @param host where a node listens: a name or address of 1..255 ASCII characters; empty for others
/// @param port 1..65535 for a node, 0 for others
public record Member(String name, Role role, VerifyKey identity, List<Digest32> tlsPins, String host, int port) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int PINS_MAX = 2;
    private static final Pattern HOST = Pattern.compile("[-.:a-zA-Z0-9]{1,255}");

    /// What a member may do at a node's door.
    public enum Role {
        /// Holds shares; speaks the protocols.
        NODE(1),
        /// Proposes ceremonies and reads status.
        OPERATOR(2),
        /// Signs intents and sends them.
        INITIATOR(3),
        /// Signs rosters; its card is pinned by every node at the beginning.
        ADMINISTRATOR(4),
        /// Carries what others signed, and reads status: a control plane. Nothing it says itself counts.
        CONTROL(5);

        private final int code;

        Role(int code) {
            this.code = code;
        }

        /// The byte that stands for this role in every format.
        public int code() {
            return code;
        }

        static Role read(Reader reader) throws MalformedInput {
            var start = reader.position();
            var code = reader.u8("member role");
            for (var role : values()) if (role.code == code) return role;
            throw new MalformedInput(start, "member role in 1..5");
        }
    }

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public Member {
        tlsPins = List.copyOf(tlsPins);
        if (tlsPins.isEmpty() || tlsPins.size() > PINS_MAX)
            throw new IllegalArgumentException("%d tls pins not in 1..%d".formatted(tlsPins.size(), PINS_MAX));
        if (Set.copyOf(tlsPins).size() != tlsPins.size()) throw new IllegalArgumentException("tls pin repeats");
        if (!NAME.matcher(name).matches())
            throw new IllegalArgumentException("member name not of [a-z][a-z0-9-]{0,31}");
        if (role == Role.NODE) {
            if (!HOST.matcher(host).matches()) throw new IllegalArgumentException("host of node not a name or address");
            if (port < 1 || port > 0xffff)
                throw new IllegalArgumentException("port %d not in 1..65535".formatted(port));
        } else if (!host.isEmpty() || port != 0) {
            throw new IllegalArgumentException("only a node has host and port");
        }
    }

    /// With one pin.
    public Member(String name, Role role, VerifyKey identity, Digest32 tlsPin, String host, int port) {
        this(name, role, identity, List.of(tlsPin), host, port);
    }

    /// Whether this is the pin of one of its keys.
    public boolean isPinned(Digest32 pin) {
        return tlsPins.contains(pin);
    }

    /// The same member with the other's pins beside its own.
    ///
    /// @param other the same in all but its pins
    /// @throws IllegalArgumentException if it is not, or the pins are more than two or repeat: the caller's fault
    public Member withPinsOf(Member other) {
        if (!new Member(name, role, identity, other.tlsPins, host, port).equals(other))
            throw new IllegalArgumentException("two cards of %s differ in more than their pins".formatted(name));
        var both = new ArrayList<>(tlsPins);
        both.addAll(other.tlsPins);
        return new Member(name, role, identity, both, host, port);
    }

    /// The canonical bytes of a card.
    ///
    /// @throws IllegalArgumentException if it has two pins, which only a roster holds: the caller's fault
    public Bytes encode() {
        if (tlsPins.size() != 1) throw new IllegalArgumentException("a card has one pin");
        var writer = new Writer();
        write(writer, false);
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Member> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> read(reader, false));
    }

    /// @param counted whether the count of pins stands before them
    void write(Writer writer, boolean counted) {
        writer.variable(Bytes.ofUtf8(name)).u8(role.code()).raw(identity.bytes());
        if (counted) writer.u8(tlsPins.size());
        for (var pin : tlsPins) writer.raw(pin.bytes());
        writer.variable(Bytes.ofUtf8(host)).u16(port);
    }

    static Member read(Reader reader, boolean counted) throws MalformedInput {
        var start = reader.position();
        var name = ascii(reader.variable(32, "member name"));
        var role = Role.read(reader);
        var identity = VerifyKey.read(reader, "member identity");
        var pins = pins(reader, counted);
        var host = ascii(reader.variable(255, "member host"));
        var port = reader.u16("member port");
        try {
            return new Member(name, role, identity, pins, host, port);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good member: " + outOfRange.getMessage());
        }
    }

    private static List<Digest32> pins(Reader reader, boolean counted) throws MalformedInput {
        var start = reader.position();
        var count = counted ? reader.u8("count of tls pins") : 1;
        if (count < 1 || count > PINS_MAX) throw new MalformedInput(start, "1 or %d tls pins".formatted(PINS_MAX));
        var pins = new ArrayList<Digest32>();
        for (var i = 0; i < count; i++) pins.add(Digest32.read(reader, "member tls pin"));
        return List.copyOf(pins);
    }

    private static String ascii(Bytes bytes) {
        return new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
