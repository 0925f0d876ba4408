package tallystick.wire;

import io.grpc.Metadata;
import java.util.Optional;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Parsed;

/// Which version of the protocol two programs speak on one call: both say theirs, and the highest common one is used.
///
/// **Form** three headers. The caller says `tallystick-versions`; the answer says `tallystick-versions` of its own,
/// `tallystick-versions-heard` as it heard the caller's, and `tallystick-version`, the one in use. Who says nothing
/// speaks version 1.
///
/// **Why** the answer repeats what it heard: whoever alters the one on its way would have to alter the other, and what
/// is used is computed at both ends.
public final class Negotiation {
    /// What the caller or the called speaks.
    static final Metadata.Key<String> SAID = Metadata.Key.of("tallystick-versions", Metadata.ASCII_STRING_MARSHALLER);

    /// What the called heard.
    static final Metadata.Key<String> HEARD =
            Metadata.Key.of("tallystick-versions-heard", Metadata.ASCII_STRING_MARSHALLER);

    /// What is used.
    static final Metadata.Key<String> USED = Metadata.Key.of("tallystick-version", Metadata.ASCII_STRING_MARSHALLER);

    private static final String NOTHING = "";

    private Negotiation() {}

    /// What came of it.
    public sealed interface Outcome {
        /// Both use this version.
        record Agreed(int version) implements Outcome {}

        /// There is none in common.
        ///
        /// @param theirs what the other side speaks
        record Apart(ProtocolVersions theirs) implements Outcome {}

        /// The other side's words are not of the form, or do not fit together.
        ///
        /// @param why a lower-case phrase of our own
        record Garbled(String why) implements Outcome {}
    }

    /// Judges what a caller said.
    ///
    /// @spec docs/spec/node-wire.md#NW-22 node-wire
    public static Outcome offered(ProtocolVersions own, Metadata headers) {
        return common(own, headers);
    }

    /// Judges what the called answered.
    ///
    /// @param own what was said to it
    /// @spec docs/spec/node-wire.md#NW-17 node-wire
    public static Outcome answered(ProtocolVersions own, Metadata headers) {
        var outcome = common(own, headers);
        if (!headers.containsKey(SAID) || !(outcome instanceof Outcome.Agreed(var version))) return outcome;
        if (!own.text().equals(headers.get(HEARD)))
            return new Outcome.Garbled("an answer to other versions than were said");
        return String.valueOf(version).equals(headers.get(USED))
                ? outcome
                : new Outcome.Garbled("another version in use than the highest common one");
    }

    private static Outcome common(ProtocolVersions own, Metadata headers) {
        var said = Optional.ofNullable(headers.get(SAID));
        return switch (ProtocolVersions.parse(said.orElse(ProtocolVersions.UNSAID.text()))) {
            case Parsed.Malformed<ProtocolVersions> _ -> new Outcome.Garbled("versions that are not of the form");
            case Parsed.Ok<ProtocolVersions>(var theirs) ->
                own.highestCommon(theirs).<Outcome>map(Outcome.Agreed::new).orElseGet(() -> new Outcome.Apart(theirs));
        };
    }

    /// What a caller says.
    static void say(ProtocolVersions own, Metadata headers) {
        headers.put(SAID, own.text());
    }

    /// What the called says.
    ///
    /// @param heard the caller's headers
    public static void answer(ProtocolVersions own, Metadata heard, int version, Metadata answer) {
        answer.put(SAID, own.text());
        answer.put(HEARD, Optional.ofNullable(heard.get(SAID)).orElse(NOTHING));
        answer.put(USED, String.valueOf(version));
    }

    /// What the called says when it refuses for its versions: which it speaks.
    public static Metadata refusal(ProtocolVersions own) {
        var trailers = new Metadata();
        trailers.put(SAID, own.text());
        return trailers;
    }

    /// What a refusal says the called speaks; empty if the call was refused for another reason.
    static Optional<ProtocolVersions> refused(Metadata trailers) {
        return Optional.ofNullable(trailers.get(SAID))
                .flatMap(said -> ProtocolVersions.parse(said) instanceof Parsed.Ok<ProtocolVersions>(var theirs)
                        ? Optional.of(theirs)
                        : Optional.empty());
    }
}
