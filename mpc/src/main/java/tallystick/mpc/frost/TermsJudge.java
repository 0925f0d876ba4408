package tallystick.mpc.frost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;

/// Whether what is to be signed can be signed by this set of this key.
record TermsJudge(GroupKey key, SigningSet set, FrostTerms terms) {
    /// What came of it.
    sealed interface Judged {
        record Fit(FrostSetup setup) implements Judged {}

        record Unfit(FrostAdmission.Refused refused) implements Judged {}
    }

    Judged judge() {
        var unfit = count().or(() -> terms.pooled().flatMap(this::items));
        if (unfit.isPresent()) return new Judged.Unfit(unfit.get());
        var keys = new ArrayList<OutputKey>(terms.requests().size());
        for (var request : terms.requests()) {
            var refused = request(request);
            if (refused.isPresent()) return new Judged.Unfit(refused.get());
            var output = OutputKey.find(key, request.child(), request.taproot());
            if (output.isEmpty())
                return new Judged.Unfit(new FrostAdmission.Refused(
                        Refusal.NO_CHILD, "a child without a Taproot output: take the next index"));
            keys.add(output.get());
        }
        return new Judged.Fit(new FrostSetup(key, set, terms, keys));
    }

    private Optional<FrostAdmission.Refused> count() {
        var count = terms.requests().size();
        return count >= 1 && count <= FrostSetup.REQUESTS_MAX
                ? Optional.empty()
                : refuse(Refusal.WRONG_COUNT, "%d requests not in 1..%d".formatted(count, FrostSetup.REQUESTS_MAX));
    }

    private Optional<FrostAdmission.Refused> request(SigningRequest request) {
        var length = request.message().length();
        if (key.scheme() == Scheme.FROST_BIP340 && length != FrostSetup.BIP340_MESSAGE_BYTES)
            return refuse(Refusal.MESSAGE_LENGTH, "BIP-340 message of %d bytes, not 32".formatted(length));
        if (!request.taproot().isOf(key.scheme()))
            return refuse(Refusal.NO_TAPROOT, "%s has no Taproot outputs".formatted(key.scheme()));
        if (!request.child().isOf(key))
            return refuse(Refusal.OTHER_TWEAK, "a tweak to which the path does not lead from this key");
        return Optional.empty();
    }

    private Optional<FrostAdmission.Refused> items(SortedMap<PartyId, NonceItems> items) {
        if (!List.copyOf(items.keySet()).equals(set.parties()))
            return refuse(Refusal.WRONG_ITEMS, "pool items of other parties than the signing set");
        var pools = new HashSet<>();
        for (var item : items.values()) {
            if (item.count() != terms.requests().size())
                return refuse(
                        Refusal.WRONG_ITEMS,
                        "%d pool items for %d requests"
                                .formatted(item.count(), terms.requests().size()));
            if (!pools.add(item.pool())) return refuse(Refusal.WRONG_ITEMS, "a pool named for two parties");
        }
        return Optional.empty();
    }

    private static Optional<FrostAdmission.Refused> refuse(Refusal why, String detail) {
        return Optional.of(new FrostAdmission.Refused(why, detail));
    }
}
