package tallystick.mpc.ceremony;

import java.util.List;
import java.util.Set;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.Roster;

/// An epoch that somebody shows, found to be signed by all whom it names. Only [#of] makes one, and it verifies.
///
/// **Why** a certificate knows its parties by their numbers alone, and whose numbers these are only its bearer says. So
/// of the names nothing is believed that the certificate does not bear out: there are as many as the run had parties,
/// each stands once, and the owners of the tree come first and in its order, as every plan numbers them. Then each name
/// has signed under its own number. A name that is left over would pass for one that has signed.
public final class ShownEpoch {
    private final Certificate certificate;
    private final List<String> makers;

    private ShownEpoch(Certificate certificate, List<String> makers) {
        this.certificate = certificate;
        this.makers = List.copyOf(makers);
    }

    /// What became of what was shown.
    public sealed interface Finding {
        /// It proves its epoch.
        record Proved(ShownEpoch epoch) implements Finding {}

        /// It proves nothing.
        ///
        /// @param why a lower-case phrase
        record Unproved(String why) implements Finding {}
    }

    /// Judges the bytes of a certificate.
    ///
    /// @param names of those who made it, by their numbers there from 1, as its bearer says
    /// @param roster identity keys by these very numbers
    /// @spec docs/spec/ceremony.md#CE-35 ceremony
    public static Finding of(Bytes certificate, List<String> names, Roster roster) {
        return switch (Certificate.parse(certificate)) {
            case Parsed.Ok<Certificate>(var parsed) -> of(parsed, names, roster);
            case Parsed.Malformed<Certificate>(var offset, var expected) ->
                new Finding.Unproved("certificate at byte %d: expected %s".formatted(offset, expected));
        };
    }

    /// The same of a certificate that was read.
    public static Finding of(Certificate certificate, List<String> names, Roster roster) {
        var tree = certificate.key().tree();
        var owners = tree.parties().stream().map(tree::nameOf).toList();
        if (names.size() != certificate.about().parties())
            return new Finding.Unproved("%d names for %d parties"
                    .formatted(names.size(), certificate.about().parties()));
        if (Set.copyOf(names).size() != names.size()) return new Finding.Unproved("a name that stands twice");
        if (names.size() < owners.size() || !names.subList(0, owners.size()).equals(owners))
            return new Finding.Unproved("names that do not begin with those of the tree, in its order");
        return switch (certificate.verify(roster, tree)) {
            case Certificate.Verdict.Valid(var valid) -> new Finding.Proved(new ShownEpoch(valid, names));
            case Certificate.Verdict.Invalid(var why) -> new Finding.Unproved(why);
        };
    }

    /// Verified by the roster of when it was shown.
    public Certificate certificate() {
        return certificate;
    }

    /// Who signed it, by their numbers from 1.
    public List<String> makers() {
        return makers;
    }

    /// Whether this is the same key in an epoch made at or after `known`, by a signing set of `known`.
    ///
    /// @spec docs/spec/ceremony.md#CE-36 ceremony
    public boolean follows(GroupKey known) {
        var key = certificate.key();
        return key.id().equals(known.id())
                && key.scheme() == known.scheme()
                && key.point().equals(known.point())
                && key.chainCode().equals(known.chainCode())
                && certificate.about().baseEpoch() >= known.epoch()
                && Coverage.satisfiedBy(known.tree(), makers);
    }

    @Override
    public String toString() {
        return "ShownEpoch[%s, epoch %d by %s]"
                .formatted(certificate.key().id(), certificate.key().epoch(), makers);
    }
}
