package tallystick.control.access;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The operator's own proxies, and what they say of where a request comes from.
///
/// **Why** from the right: each proxy writes behind what it was given where that came from, so what the last of the
/// operator's wrote is true, and all before it is the word of whoever asks.
///
/// @param blocks of addresses, as [Remote] has them
public record TrustedProxies(List<String> blocks) {
    private static final Pattern BETWEEN = Pattern.compile("[ \t]*,[ \t]*");

    /// @throws IllegalArgumentException if one is no block: the operator's fault
    public TrustedProxies {
        blocks = List.copyOf(blocks);
        for (var block : blocks)
            if (!Remote.isBlock(block)) throw new IllegalArgumentException("no block of addresses: " + block);
    }

    /// Where a request comes from.
    ///
    /// @param peer whose connection it came by
    /// @param forwarded values of `X-Forwarded-For`, in their order
    /// @return the last of its addresses that is no proxy's; before a part that is no address, the one read last
    /// @spec docs/spec/api-request.md#AR-4 api-request
    public String origin(String peer, List<String> forwarded) {
        var from = peer;
        for (var each :
                forwarded.stream().flatMap(TrustedProxies::parts).toList().reversed()) {
            if (!isTrusted(from) || !Remote.isAddress(each)) return from;
            from = each;
        }
        return from;
    }

    private static Stream<String> parts(String value) {
        return Stream.of(BETWEEN.split(value.strip(), -1));
    }

    private boolean isTrusted(String address) {
        return !blocks.isEmpty() && Remote.admits(blocks, address);
    }
}
