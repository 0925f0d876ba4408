package tallystick.core.policy.analyze;

/// One thing a policy's authors should know before they sign it.
///
/// @param pointer where it stands in the document, as a JSON pointer; empty for the whole document
/// @param sentence what is so
/// @param remedy what to do if it was not meant
/// @spec https://www.rfc-editor.org/rfc/rfc6901#section-3 RFC 6901 §3 (syntax)
public record Remark(Code code, Severity severity, String pointer, String sentence, String remedy) {
    /// How bad it is.
    public enum Severity {
        /// Something in the document can never do what it says.
        ERROR,
        /// It works, and probably otherwise than was meant, or with more risk.
        WARNING,
        /// Worth knowing, and often meant.
        NOTE
    }

    /// Stable names for tests, screens and programs.
    public enum Code {
        /// Another rule does all that this one does: it never decides.
        SHADOWED,
        /// A DENY denies whatever this rule is about: it never decides.
        CONTRADICTED,
        /// What this rule asks for cannot all be so at once: it never matches.
        NEVER_MATCHES,
        /// More people are asked for than can agree.
        UNREACHABLE_QUORUM,
        /// Who proposes counts among those who agree.
        SELF_APPROVAL,
        /// Something is admitted that nobody has to agree to.
        UNAPPROVED,
        /// Nothing admits an activity, or what a rule watches.
        UNCOVERED,
        /// No ALLOW admits one payment as large as the rule asks for.
        UNREACHABLE_AMOUNT,
        /// A DENY that denies at some times only.
        TIME_GATED_DENY,
        /// A limit of what nothing is counted of.
        NOT_COUNTED,
        /// A rule of what no node asks a policy about.
        NEVER_ASKED,
        /// A rule of what nobody can tell a node.
        NEVER_KNOWN,
        /// What the policy asks of changes of documents.
        CHANGES,
        /// An ALLOW of what no node signs.
        NEVER_SIGNED,
        /// A condition on the amount of one leg, which several together pass.
        UNSUMMED,
        /// A LIMIT that freezes anew when its freeze was ended, for longer than a burst lasts.
        FREEZES_AGAIN,
        /// More may be signed, or on less, than under the version before.
        WIDENED,
        /// The document is too large for all pairs of rules to be compared.
        INCOMPLETE
    }

    @Override
    public String toString() {
        return "%s %s at %s: %s %s".formatted(severity, code, pointer.isEmpty() ? "/" : pointer, sentence, remedy);
    }
}
