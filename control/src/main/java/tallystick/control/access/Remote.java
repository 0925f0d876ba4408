package tallystick.control.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Blocks of internet addresses that a key may be used from.
///
/// **Form** `192.0.2.0/24`, `2001:db8::/32`, or one address.
final class Remote {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F:.]{2,45}(/[0-9]{1,3})?");
    private static final int BITS = 8;

    private Remote() {}

    /// Whether it is of the form.
    static boolean isBlock(String block) {
        return parse(block).isPresent();
    }

    /// Whether it is one address.
    static boolean isAddress(String text) {
        return literal(text).isPresent();
    }

    /// Whether an address is in one of them; every address is if there are none.
    static boolean admits(List<String> blocks, String address) {
        if (blocks.isEmpty()) return true;
        var from = literal(address);
        return from.isPresent()
                && blocks.stream()
                        .anyMatch(block -> parse(block)
                                .filter(each -> each.has(from.get()))
                                .isPresent());
    }

    private record Block(InetAddress base, int bits) {
        boolean has(InetAddress address) {
            var own = base.getAddress();
            var other = address.getAddress();
            if (own.length != other.length) return false;
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> bit % BITS;
                if ((own[bit / BITS] & mask) != (other[bit / BITS] & mask)) return false;
            }
            return true;
        }
    }

    private static Optional<Block> parse(String block) {
        if (!FORM.matcher(block).matches()) return Optional.empty();
        var parts = block.split("/", 2);
        return literal(parts[0]).flatMap(base -> {
            var all = base.getAddress().length * BITS;
            var bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
            return bits <= all ? Optional.of(new Block(base, bits)) : Optional.empty();
        });
    }

    /// Never asks a name server: `cafe.de` has the letters of an address, and is a name.
    private static Optional<InetAddress> literal(String address) {
        if (!FORM.matcher(address).matches()) return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
