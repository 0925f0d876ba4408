package tallystick.mpc.agreement;

import tallystick.crypto.hash.Digest32;

/// The durable memory of the occasions on which this party has spoken, declared here by its user.
///
/// **Why** the session of an [Agreement] follows from its occasion alone. A party that spoke twice on one, with other
/// fresh bytes, would have signed two broadcasts of one session, and whoever repeats the older one makes it look like
/// an equivocator, with evidence. So it speaks on an occasion once: asked again, restarted in between, or brought an
/// old order by whoever kept it, it says nothing, and what was not agreed on is ordered anew.
///
/// The production implementation (node) is on disk before [#note] returns.
///
/// **Threads** safe for many: of two who note one occasion at once, one is told [Noted#FIRST].
@FunctionalInterface
public interface Occasions {
    /// What came of noting an occasion.
    enum Noted {
        /// It is on disk now, and was never noted before.
        FIRST,
        /// It was noted before.
        REPEATED,
        /// It could not be written down, so nothing may be said.
        UNAVAILABLE
    }

    /// Notes that this party is about to speak on `occasion`, for ever.
    Noted note(Digest32 occasion);
}
