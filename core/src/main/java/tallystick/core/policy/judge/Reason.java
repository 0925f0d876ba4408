package tallystick.core.policy.judge;

import java.util.Optional;
import java.util.OptionalInt;

/// Why a matter is denied.
///
/// @param rule which rule denies, or came nearest to admitting
/// @param leg which effect it is about, from 0
/// @param text a lower-case phrase in plain words, with no stranger's text in it
public record Reason(Code code, Optional<RuleName> rule, OptionalInt leg, String text) {
    /// Stable names for tests, screens and programs.
    public enum Code {
        /// It, its source, its initiator or the place is frozen.
        FROZEN,
        /// Nobody who may propose signed it.
        NOT_PROPOSED,
        /// Other nodes may judge by a version of a document already that this one lacks, or cannot know to be kept.
        AWAITED,
        /// An answer was given that cannot have come about honestly.
        FORGED_APPROVAL,
        /// What was submitted is not what the bytes do.
        INTENT_MISMATCH,
        /// Calls are wrapped too often to be looked into.
        TOO_DEEP,
        /// It has more effects than are looked into.
        TOO_MANY,
        /// The bytes do nothing, or nothing that was understood.
        NO_EFFECT,
        /// No policy of the organisation covers the source, or the places are not in order.
        NO_POLICY,
        /// A policy does not count yet.
        NOT_EFFECTIVE,
        /// The request was given up before.
        ENDED,
        /// A DENY matches, or cannot be answered.
        DENIED_BY,
        /// No ALLOW matches.
        NO_ALLOW,
        /// More than a limit allows.
        LIMIT_EXCEEDED,
        /// Many together go beyond a limit that freezes then.
        BURST,
        /// It may no longer be signed.
        EXPIRED,
        /// Somebody whose agreement is required said no.
        REJECTED,
        /// Somebody who may cancel it while it waits said no.
        CANCELLED,
        /// A list of sanctions names a destination.
        SCREENED
    }

    /// About the whole matter.
    public static Reason of(Code code, String text) {
        return new Reason(code, Optional.empty(), OptionalInt.empty(), text);
    }

    static Reason of(Code code, RuleName rule, int leg, String text) {
        return new Reason(code, Optional.of(rule), OptionalInt.of(leg), text);
    }
}
