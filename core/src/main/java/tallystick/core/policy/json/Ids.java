package tallystick.core.policy.json;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.registry.Chains;
import tallystick.core.people.PersonId;
import tallystick.core.policy.IpRange;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;

/// Names of things outside a policy: chains, accounts, assets, people, addresses of the internet. One thing has one
/// name in memory, however it was written, and one in the canonical text: hex is lower-case there.
final class Ids {
    private static final Chains CHAINS = Chains.all();
    private static final Pattern COIN = Pattern.compile("0|[1-9][0-9]{0,9}");
    private static final Pattern DOTTED =
            Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})/(?:0|[1-9][0-9]?)");
    private static final Pattern GROUPS = Pattern.compile("[0-9a-f:]{2,39}/(?:0|[1-9][0-9]{0,2})");

    private Ids() {}

    static ChainId chain(Place place) throws MalformedInput {
        var parts = place.text().split(":", 2);
        if (parts.length == 2 && ChainId.isValid(parts[0], parts[1])) {
            var chain = new ChainId(parts[0], parts[1]);
            if (CHAINS.family(chain).filter(family -> family.serves(chain)).isPresent()) return chain;
        }
        throw place.expected("a known chain such as eip155:1");
    }

    static Account account(Place place) throws MalformedInput {
        var parts = place.text().split(":", 3);
        if (parts.length == 3 && ChainId.isValid(parts[0], parts[1])) {
            var found = account(new ChainId(parts[0], parts[1]), parts[2]);
            if (found.isPresent()) return found.get();
        }
        throw place.expected("chain:address of a known chain, with its right checksum");
    }

    private static Optional<Account> account(ChainId chain, String address) {
        return CHAINS.family(chain)
                .filter(family -> family.serves(chain))
                .flatMap(family -> family.account(chain, address));
    }

    static Asset asset(Place place) throws MalformedInput {
        var text = place.text();
        var slash = text.indexOf('/');
        var colon = text.indexOf(':', slash + 1);
        var chain = slash < 0 ? new String[0] : text.substring(0, slash).split(":", 2);
        if (colon > 0 && chain.length == 2 && ChainId.isValid(chain[0], chain[1])) {
            var id = new ChainId(chain[0], chain[1]);
            var namespace = text.substring(slash + 1, colon);
            var parts = text.substring(colon + 1).split("/", 2);
            var reference = reference(id, namespace, parts[0]);
            if (reference.isPresent())
                try {
                    var asset = new Asset(id, namespace, reference.get());
                    return parts.length == 1 ? asset : asset.item(parts[1]);
                } catch (IllegalArgumentException notOfTheForm) {
                    throw place.expected("an asset of the form of CAIP-19");
                }
        }
        throw place.expected("an asset of a known chain, of the form of CAIP-19");
    }

    private static Optional<String> reference(ChainId chain, String namespace, String reference) {
        return namespace.equals("slip44")
                ? Optional.of(reference)
                        .filter(number -> COIN.matcher(number).matches())
                        .filter(_ -> CHAINS.family(chain).isPresent())
                : account(chain, reference).map(Account::address);
    }

    static PersonId person(Place place) throws MalformedInput {
        var name = place.text();
        if (!PersonId.isValid(name)) throw place.expected("a person or program of [us]:[a-z][a-z0-9.-]{0,62}");
        return new PersonId(name);
    }

    static IpRange range(Place place) throws MalformedInput {
        var text = place.text();
        var slash = text.indexOf('/');
        try {
            if (DOTTED.matcher(text).matches())
                return new IpRange(dotted(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
            if (GROUPS.matcher(text).matches()) {
                var groups = groups(text.substring(0, slash));
                if (groups.isPresent()) return new IpRange(groups.get(), Integer.parseInt(text.substring(slash + 1)));
            }
        } catch (IllegalArgumentException outOfRange) {
            throw place.expected("a prefix within the address, and no bits after it");
        }
        throw place.expected("addresses such as 10.0.0.0/8 or 2001:db8::/32");
    }

    private static Bytes dotted(String text) {
        var bytes = new byte[4];
        var parts = text.split("\\.", -1);
        for (var i = 0; i < 4; i++) {
            var value = Integer.parseInt(parts[i]);
            if (value > 255) throw new IllegalArgumentException("part %d of an address above 255".formatted(i));
            bytes[i] = (byte) value;
        }
        return Bytes.copyOf(bytes);
    }

    private static Optional<Bytes> groups(String text) {
        var gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) return Optional.empty();
        var front = words(gap < 0 ? text : text.substring(0, gap));
        var back = words(gap < 0 ? "" : text.substring(gap + 2));
        if (front.isEmpty() || back.isEmpty()) return Optional.empty();
        var left = front.get();
        var right = back.get();
        var missing = 8 - (left.length() + right.length()) / 2;
        if (gap < 0 ? missing != 0 : missing < 1) return Optional.empty();
        return Optional.of(Bytes.concat(left, Bytes.copyOf(new byte[2 * missing]), right));
    }

    private static Optional<Bytes> words(String text) {
        if (text.isEmpty()) return Optional.of(Bytes.empty());
        var all = Bytes.empty();
        for (var word : text.split(":", -1)) {
            if (word.isEmpty() || word.length() > 4) return Optional.empty();
            all = Bytes.concat(all, Bytes.ofHex("0".repeat(4 - word.length()) + word));
        }
        return all.length() > 16 ? Optional.empty() : Optional.of(all);
    }

    /// The canonical name of an account.
    static String text(Account account) {
        return account.chain() + ":" + hexLowered(account.chain(), account.address());
    }

    /// The canonical name of an asset.
    static String text(Asset asset) {
        return asset.chain() + "/" + asset.namespace() + ":" + hexLowered(asset.chain(), asset.reference());
    }

    private static String hexLowered(ChainId chain, String text) {
        return chain.namespace().equals("eip155") ? text.toLowerCase(Locale.ROOT) : text;
    }

    /// The canonical name of a range.
    static String text(IpRange range) {
        var bytes = range.address();
        var text = new StringBuilder();
        for (var i = 0; i < bytes.length(); i += bytes.length() / 4 == 1 ? 1 : 2) {
            if (i > 0) text.append(bytes.length() == 4 ? '.' : ':');
            text.append(
                    bytes.length() == 4
                            ? Integer.toString(bytes.at(i))
                            : Integer.toHexString(bytes.at(i) << 8 | bytes.at(i + 1)));
        }
        return text + "/" + range.prefixBits();
    }
}
