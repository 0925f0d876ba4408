package tallystick.core.clear;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tallystick.core.chain.Account;
import tallystick.core.chain.registry.Chains;

/// An address as screens show it where a decision is made: in full, in groups of four.
///
/// @param fixed what every address of the kind begins with, such as `0x` or `bc1q`; may be empty
/// @param body what tells it from others
public record AddressText(String fixed, String body) {
    private static final int GROUP = 4;
    private static final Chains CHAINS = Chains.all();

    /// Splits an account's address.
    public static AddressText of(Account account) {
        var address = account.address();
        var length = fixedLength(account);
        return new AddressText(address.substring(0, length), address.substring(length));
    }

    /// The fixed part, if any, then the rest in fours; the last group may be shorter.
    public List<String> groups() {
        var groups = new ArrayList<String>();
        if (!fixed.isEmpty()) groups.add(fixed);
        for (var at = 0; at < body.length(); at += GROUP)
            groups.add(body.substring(at, Math.min(at + GROUP, body.length())));
        return List.copyOf(groups);
    }

    /// Whether the eye takes it for `other`: another address that begins and ends with the same four characters.
    ///
    /// **Why** people look at the ends alone, and thieves make addresses that match there; four characters at each
    /// end are the least they take, as addresses that match in fewer meet by chance.
    public boolean looksLike(AddressText other) {
        return !equals(other)
                && body.length() >= 2 * GROUP
                && other.body.length() >= 2 * GROUP
                && ends(body).equals(ends(other.body));
    }

    /// The ends that it shares with all it looks like, in lower case; empty if it is too short to look like another.
    String ends() {
        return body.length() < 2 * GROUP ? "" : ends(body);
    }

    @Override
    public String toString() {
        return String.join(" ", groups());
    }

    private static String ends(String body) {
        return (body.substring(0, GROUP) + body.substring(body.length() - GROUP)).toLowerCase(Locale.ROOT);
    }

    private static int fixedLength(Account account) {
        var address = account.address();
        if (address.startsWith("0x")) return "0x".length();
        return CHAINS.family(account.chain())
                .map(family -> Math.min(address.length(), family.prefixLength(address)))
                .orElse(0);
    }
}
