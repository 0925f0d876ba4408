package tallystick.node.epochs;

import java.util.Optional;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochStatement;

/// What another node says of a key's epochs, read from what it sent.
///
/// **Why** apart from what is made of it: reading takes some thousandths of a second where a certificate has many leaf
/// points, and nothing that this node does with the key may wait for that: only what is said of it next does.
///
/// @spec docs/spec/node-wire.md#NW-8 node-wire
sealed interface EpochNews {
    /// Its word about one epoch.
    record Said(EpochStatement statement) implements EpochNews {}

    /// An epoch is active.
    record Certified(Certificate certificate) implements EpochNews {}

    /// It asks for others' denials.
    record Asks(EpochRecord.Asked asked) implements EpochNews {}

    /// The epoch it uses, with those who made it.
    ///
    /// @param certificate that of the record
    record Shows(KeyRecord record, Certificate certificate) implements EpochNews {}

    /// Nothing, if it is no such message.
    static Optional<EpochNews> read(Bytes message) {
        if (message.length() < 2) return Optional.empty();
        var body = message.slice(1, message.length());
        return switch (message.at(0)) {
            case EpochVoice.STATEMENT -> present(EpochStatement.parse(body)).map(Said::new);
            case EpochVoice.CERTIFICATE -> present(Certificate.parse(body)).map(Certified::new);
            case EpochVoice.ASK -> present(EpochRecord.Asked.parse(body)).map(Asks::new);
            case EpochVoice.RECORD ->
                present(KeyRecord.parse(body))
                        .flatMap(shown -> present(Certificate.parse(shown.certificate()))
                                .map(certificate -> new Shows(shown, certificate)));
            default -> Optional.empty();
        };
    }

    private static <T> Optional<T> present(Parsed<T> parsed) {
        return parsed instanceof Parsed.Ok<T>(var value) ? Optional.of(value) : Optional.empty();
    }
}
