package tallystick.tools.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.wire.Card;

/// What a verification starts from: a roster, and the administrator whose signature makes it good.
final class TrustOptions {
    @Option(names = "--roster", paramLabel = "FILE", description = "signed roster; a pack has its own")
    private Optional<Path> rosterFile = Optional.empty();

    @Option(
            names = "--administrator",
            paramLabel = "FILE",
            description = "card of the administrator of the roster; a pack has its own, to be compared")
    private Optional<Path> administratorFile = Optional.empty();

    @Option(
            names = "--timestamp-authority",
            paramLabel = "FILE",
            description = "with a pack: certificates (PEM) of services that sign times, or of who issues theirs")
    private Optional<Path> timestampFile = Optional.empty();

    @Option(
            names = "--not-countersigned",
            description = "with a pack that no node countersigned: that alone is no reason not to verify it")
    private boolean notCountersigned;

    /// Whether a pack may be without countersignatures of nodes.
    boolean takesNotCountersigned() {
        return notCountersigned;
    }

    /// Empty if none are named.
    List<X509Certificate> timestampAuthorities() throws IOException, Unverifiable {
        if (timestampFile.isEmpty()) return List.of();
        try (var stream = Files.newInputStream(timestampFile.get())) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException malformed) {
            throw new Unverifiable(timestampFile.get() + " holds no certificates");
        }
    }

    boolean hasRoster() {
        return rosterFile.isPresent();
    }

    boolean hasAdministrator() {
        return administratorFile.isPresent();
    }

    Member administrator() throws IOException, Unverifiable {
        var file = administratorFile.orElseThrow(() -> new Unverifiable("--administrator is missing"));
        return switch (Card.parse(Files.readString(file))) {
            case Parsed.Ok<Member>(var member) when member.role() == Member.Role.ADMINISTRATOR -> member;
            case Parsed.Ok<Member> _ -> throw new Unverifiable(file + " is not the card of an administrator");
            case Parsed.Malformed<Member>(var offset, var expected) -> throw malformed(file, offset, expected);
        };
    }

    Roster read() throws IOException, Unverifiable {
        var roster = rosterFile.orElseThrow(() -> new Unverifiable("--roster is missing"));
        var signer = administrator();
        return switch (SignedRoster.parse(Bytes.copyOf(Files.readAllBytes(roster)))) {
            case Parsed.Ok<SignedRoster>(var signed) when signed.isSignedBy(signer.identity()) -> signed.roster();
            case Parsed.Ok<SignedRoster> _ ->
                throw new Unverifiable("%s is not signed by %s".formatted(roster, signer.name()));
            case Parsed.Malformed<SignedRoster>(var offset, var expected) -> throw malformed(roster, offset, expected);
        };
    }

    static Unverifiable malformed(Path file, int offset, String expected) {
        return new Unverifiable("%s at byte %d: expected %s".formatted(file, offset, expected));
    }
}
