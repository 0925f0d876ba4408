package tallystick.core.attestation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// The document about one ceremony: the facts, the certificate that made the epoch, and what each participant signed.
///
/// @param certificate canonical bytes, as `mpc.ceremony.Certificate`; proves the transcript to anybody with the
///     identity keys
/// @param signed at most one of each participant, in their order; signatures are not verified by this
public record Attestation(CeremonyFacts facts, Bytes certificate, List<SignedTestimony> signed) {
    /// Copies, and puts what was signed in the participants' order.
    ///
    /// @throws IllegalArgumentException if somebody else signed, or one twice: the caller's fault
    public Attestation {
        if (certificate.length() > NodeAttestation.CERTIFICATE_BYTES_MAX)
            throw new IllegalArgumentException("certificate of %d bytes, more than %d"
                    .formatted(certificate.length(), NodeAttestation.CERTIFICATE_BYTES_MAX));
        var seen = new HashSet<String>();
        for (var each : signed) {
            var name = each.testimony().name();
            if (!facts.names(name)) throw new IllegalArgumentException("%s took no part".formatted(name));
            if (!seen.add(name)) throw new IllegalArgumentException("%s signed twice".formatted(name));
        }
        var ordered = new ArrayList<SignedTestimony>();
        for (var participant : facts.participants())
            for (var each : signed) if (each.testimony().name().equals(participant.name())) ordered.add(each);
        signed = List.copyOf(ordered);
    }

    /// Names of the participants whose signature is not here; an attestation is one if there are none.
    /// @spec docs/spec/attestation.md#AT-1 attestation
    public List<String> missing() {
        return facts.participants().stream()
                .map(Participant::name)
                .filter(name -> signed.stream()
                        .noneMatch(each -> each.testimony().name().equals(name)))
                .toList();
    }

    /// The builds that participants ran, each once.
    public List<Digest32> builds() {
        return signed.stream().map(each -> each.testimony().build()).distinct().toList();
    }

    /// Hash of the whole document: what people compare, in the six words of `docs/spec/comparison-code.md`.
    /// @spec docs/spec/attestation.md#AT-11 attestation
    public Digest32 hash() {
        var all = new ArrayList<Bytes>();
        for (var each : signed) {
            var writer = new Writer();
            each.write(writer);
            all.add(writer.toBytes());
        }
        return Transcript.of("tallystick/attestation/v1/document")
                .add("facts", facts.encode())
                .add("certificate", certificate)
                .add("signed", all)
                .digest();
    }
}
