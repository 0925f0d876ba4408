package tallystick.node.epochs;

import java.util.List;
import java.util.Set;
import tallystick.core.governance.Roster;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.key.GroupKey;
import tallystick.node.rounds.NodeRoster;

/// An epoch that somebody shows, found to be signed by all whom it names.
///
/// **Why** a certificate knows its parties by their numbers alone, and whose numbers these are only its bearer says. So
/// of the names nothing is believed that the certificate does not bear out: there are as many as the run had parties,
/// each stands once, and the owners of the tree come first and in its order, as every plan numbers them. Then each name
/// has signed under its own number. A name that is left over would pass for one that has signed.
///
/// @param certificate verified by the roster
/// @param makers who signed it, by their numbers from 1
record ShownEpoch(Certificate certificate, List<String> makers) {
    /// Copies.
    ShownEpoch {
        makers = List.copyOf(makers);
    }

    /// What became of a key record.
    sealed interface Finding {
        /// It proves its epoch.
        record Proved(ShownEpoch epoch) implements Finding {}

        /// It proves nothing.
        ///
        /// @param why a lower-case phrase
        record Unproved(String why) implements Finding {}
    }

    /// Judges a key record by this node's roster. The only way to one.
    ///
    /// @spec docs/spec/node-wire.md#NW-45 node-wire
    static Finding of(KeyRecord shown, Roster roster) {
        return switch (Certificate.parse(shown.certificate())) {
            case Parsed.Ok<Certificate>(var certificate) -> of(certificate, shown.names(), roster);
            case Parsed.Malformed<Certificate>(var offset, var expected) ->
                new Finding.Unproved("certificate at byte %d: expected %s".formatted(offset, expected));
        };
    }

    private static Finding of(Certificate certificate, List<String> names, Roster roster) {
        var tree = certificate.key().tree();
        var owners = tree.parties().stream().map(tree::nameOf).toList();
        if (names.size() != certificate.about().parties())
            return new Finding.Unproved("%d names for %d parties"
                    .formatted(names.size(), certificate.about().parties()));
        if (Set.copyOf(names).size() != names.size()) return new Finding.Unproved("a name that stands twice");
        if (names.size() < owners.size() || !names.subList(0, owners.size()).equals(owners))
            return new Finding.Unproved("names that do not begin with those of the tree, in its order");
        return switch (certificate.verify(NodeRoster.of(roster, names), tree)) {
            case Certificate.Verdict.Valid(var valid) -> new Finding.Proved(new ShownEpoch(valid, names));
            case Certificate.Verdict.Invalid(var why) -> new Finding.Unproved(why);
        };
    }

    /// Whether this is the same key in an epoch made at or after `known`, by a signing set of `known`.
    boolean follows(GroupKey known) {
        var key = certificate.key();
        if (!key.id().equals(known.id())
                || key.scheme() != known.scheme()
                || !key.point().equals(known.point())
                || !key.chainCode().equals(known.chainCode())
                || certificate.about().baseEpoch() < known.epoch()) return false;
        var signers = makers.stream()
                .flatMap(name -> known.tree().party(name).stream())
                .toList();
        return Coverage.satisfies(known.tree(), signers);
    }
}
