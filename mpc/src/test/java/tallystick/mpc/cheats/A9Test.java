package tallystick.mpc.cheats;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A dealer says nothing of its own but repeats another's commitment, then its opening.
@DisplayName("A9 commitment copying")
class A9Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId COPIER = new PartyId(3);

    @Test
    void copiedCommitmentAndOpening_nameTheCopier() {
        for (var scheme : Scheme.values())
            try (var home = SecretMemory.open()) {
                var trial = TrialCeremony.generate("2 of (a, b, c)", scheme, home, 1);
                var network = trial.network();
                network.meddle(copying(trial));
                var outcomes = network.run();
                Outcomes.assertBlamed(outcomes, List.of(ONE, new PartyId(2)), Fault.BAD_OPENING, COPIER);
            }
    }

    /// The copier's broadcasts of rounds 1 and 2 become what party 1 honestly says there.
    private static Meddler copying(TrialCeremony trial) {
        var rehearsal = trial.network();
        rehearsal.run().values().forEach(TrialCeremony::discard);
        var said = rehearsal.sent();
        return Meddler.where(
                parcel -> parcel.from().equals(COPIER) && parcel.broadcast() && parcel.round() <= 2,
                parcel -> said.stream()
                        .filter(other -> other.from().equals(ONE) && other.round() == parcel.round())
                        .map(Parcel::message)
                        .limit(1)
                        .map(parcel::with)
                        .toList());
    }
}
