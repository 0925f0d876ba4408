package tallystick.control.answer;

import java.util.Optional;
import java.util.OptionalInt;

/// Why a request is not answered as asked, in a form that programs can act on.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9457#section-3.1 RFC 9457 §3.1
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final Optional<String> field;
    private final Optional<Remedy> remedy;

    /// Which problem of its kind it is, and what helps.
    ///
    /// @param number for ever: programs may act on it
    /// @param words a lower-case phrase
    public record Remedy(int number, String words) {}

    /// What kind of problem; the words are for ever.
    public enum Code {
        /// The request is not of its form.
        MALFORMED(400, "malformed", "the request is not of its form"),
        /// A value is missing or out of range.
        INVALID(422, "invalid", "a value is missing or cannot be so"),
        /// No signature, or none that counts.
        UNSIGNED(401, "unsigned", "the request is not signed as it has to be"),
        /// Signed too long ago, or in the future.
        STALE(401, "stale", "the request was signed too long ago or in the future"),
        /// Seen before.
        REPLAYED(401, "replayed", "a request with this nonce was here before"),
        /// The key may not do this.
        FORBIDDEN(403, "forbidden", "the key has no scope for it"),
        /// The key may not be used from there.
        ELSEWHERE(403, "elsewhere", "the key may not be used from this address"),
        /// Nothing of the kind.
        ABSENT(404, "absent", "there is nothing of that name"),
        /// Another state than the request needs.
        CONFLICT(409, "conflict", "it stands otherwise than the request needs"),
        /// Somebody changed it meanwhile.
        CHANGED(412, "changed", "it was changed meanwhile"),
        /// The body is too large.
        LARGE(413, "large", "the body is larger than it may be"),
        /// The body did not come in time.
        SLOW(408, "slow", "the body did not come in time"),
        /// The idempotency key was used with another request.
        REUSED(422, "reused", "the idempotency key came with another request before"),
        /// Too many requests.
        CROWDED(429, "crowded", "too many requests of this key"),
        /// As many of the caller's wait as may.
        FULL(429, "full", "too much of this caller waits"),
        /// A node or chain did not answer.
        UNREACHABLE(503, "unreachable", "what has to be asked does not answer"),
        /// What has to be asked is asked by as many as may at once.
        BUSY(503, "busy", "too many ask the same at once: ask again a little later"),
        /// Our bug.
        INTERNAL(500, "internal", "control failed; its log has the request id");

        private final int status;
        private final String word;
        private final String title;

        Code(int status, String word, String title) {
            this.status = status;
            this.word = word;
            this.title = title;
        }

        /// Of HTTP.
        public int status() {
            return status;
        }

        /// Names it for ever.
        public String word() {
            return word;
        }

        /// A lower-case phrase.
        public String title() {
            return title;
        }

        /// After how many seconds the same may be asked again; empty where that is no remedy.
        public OptionalInt retryAfterSeconds() {
            if (this == CROWDED) return OptionalInt.of(1);
            return this == BUSY ? OptionalInt.of(2) : OptionalInt.empty();
        }
    }

    private Problem(Code code, String detail, Optional<String> field, Optional<Remedy> remedy) {
        super(detail, null, false, false);
        this.code = code;
        this.field = field;
        this.remedy = remedy;
    }

    /// Of this kind.
    ///
    /// @param detail a lower-case phrase with the numbers in it
    public static Problem of(Code code, String detail) {
        return new Problem(code, detail, Optional.empty(), Optional.empty());
    }

    /// Of this kind, with its number and what helps.
    public static Problem of(Code code, String detail, Remedy remedy) {
        return new Problem(code, detail, Optional.empty(), Optional.of(remedy));
    }

    /// A value of the request that cannot be so.
    ///
    /// @param expected what would be good
    public static Problem field(String name, String expected) {
        return new Problem(
                Code.INVALID, "%s: expected %s".formatted(name, expected), Optional.of(name), Optional.empty());
    }

    /// Nothing of that name.
    public static Problem absent(String what) {
        return of(Code.ABSENT, "no such " + what);
    }

    /// Its kind.
    public Code code() {
        return code;
    }

    /// Which field of the request it is about.
    public Optional<String> field() {
        return field;
    }

    /// Its number and what helps, where there is such.
    public Optional<Remedy> remedy() {
        return remedy;
    }

    /// What is wrong, in words.
    public String detail() {
        return String.valueOf(getMessage());
    }
}
