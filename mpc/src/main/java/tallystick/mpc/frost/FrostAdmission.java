package tallystick.mpc.frost;

import java.util.Optional;
import tallystick.mpc.key.KeyClaim;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Roster;

/// Whether a share may take part in signing these terms: judged alone, before a word is sent.
///
/// `docs/spec/frost.md` §3.
public sealed interface FrostAdmission {
    /// It may. Proof, in a type, that the terms were checked against the share and the roster: only [#of] makes one.
    final class Admitted implements FrostAdmission {
        private final KeyShare share;
        private final FrostSetup setup;
        private final Quarantine quarantine;

        private Admitted(KeyShare share, FrostSetup setup, Quarantine quarantine) {
            this.share = share;
            this.setup = setup;
            this.quarantine = quarantine;
        }

        /// By which share.
        public KeyShare share() {
            return share;
        }

        /// What the parties compare before the run.
        public FrostSetup setup() {
            return setup;
        }

        /// Why nothing more is said, if another run of the same parties has ended in a burn meanwhile, or the share was
        /// closed.
        Optional<Blame> endedElsewhere() {
            return quarantine.ends(name()).or(share::retired);
        }

        /// Cuts the parties off, durably before this returns.
        void quarantine() {
            quarantine.impose(name());
        }

        private SetName name() {
            return SetName.of(share.key(), setup.set().parties());
        }
    }

    /// It may not; nothing was touched.
    ///
    /// @param why the first reason, which names the field and whose fault it is
    /// @param detail a lower-case phrase
    record Refused(Refusal why, String detail) implements FrostAdmission {}

    /// Judges terms by a share of a FROST key.
    ///
    /// @param share stays the caller's and outlives the run
    /// @param roster whose identity key is whose, as this party has it
    /// @param quarantine knows which sets sign no more, and is told if the signature does not verify
    /// @throws IllegalArgumentException if the share is of a key of another kind of scheme: the caller's fault
    /// @spec docs/spec/frost.md#FR-34 frost
    static FrostAdmission of(KeyShare share, FrostTerms terms, Roster roster, Quarantine quarantine) {
        if (share.key().scheme() == Scheme.ECDSA_SECP256K1)
            throw new IllegalArgumentException(
                    "a key of scheme %s".formatted(share.key().scheme()));
        return switch (terms.claim().judgedBy(share, roster, quarantine)) {
            case KeyClaim.Finding.Differs(var why, var detail) -> new Refused(why, detail);
            case KeyClaim.Finding.Fits(var set) ->
                switch (new TermsJudge(share.key(), set, terms).judge()) {
                    case TermsJudge.Judged.Unfit(var refused) -> refused;
                    case TermsJudge.Judged.Fit(var setup) -> new Admitted(share, setup, quarantine);
                };
        };
    }

    /// The admission, where the caller knows it was given.
    ///
    /// @throws IllegalArgumentException if not: the caller's fault
    default Admitted orThrow() {
        return switch (this) {
            case Admitted admitted -> admitted;
            case Refused(var why, var detail) -> throw new IllegalArgumentException(why + ": " + detail);
        };
    }
}
