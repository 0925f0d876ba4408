package tallystick.core.kit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tallystick.core.court.Case;
import tallystick.core.court.Court;
import tallystick.core.court.Standing;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.core.intent.Evidence;
import tallystick.crypto.hash.Digest32;

/// Dockets of rulings of [Trials].
public final class Rulings {
    private Rulings() {}

    /// What a node would keep of a ruling on this.
    public static Heard heard(Case asked, Standing standing) {
        var ruling = Court.rule(asked, standing, Trials.NOW);
        return new Heard(
                ruling.basis().digest(),
                Trials.NOW,
                asked.seenAt(),
                asked.evidence(),
                asked.source(),
                asked.isReplacement(),
                Optional.empty(),
                List.of());
    }

    /// Two rulings, of nearly the same standing.
    public static Docket docket() {
        var items = new ArrayList<Docket.Item>();
        var known = new HashSet<Digest32>();
        for (Evidence evidence : List.of(Trials.evidence(), Trials.evidence("2"))) {
            var standing = items.isEmpty()
                    ? Trials.busy()
                    : Trials.busy().with(Trials.counted().commit(Judging.intent(1)));
            items.addAll(Docket.items(heard(Trials.asked(evidence), standing), standing.encode(), known));
        }
        return new Docket("alpha", items);
    }
}
