package tallystick.tools.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.wire.Card;

/// What a verification starts from: a roster, and the administrator whose signature makes it good.
final class TrustOptions {
    private static final int SPENDS_MAX = 1_000_000;

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

    @Option(
            names = "--spends",
            paramLabel = "FILE",
            description = {
                "with a pack: signatures by which chains show that value was taken from the keys' accounts, 64 bytes",
                "(r and s) in hex on each line: each must be in a receipt"
            })
    private Optional<Path> spendsFile = Optional.empty();

    /// What chains show, as whoever verifies found it there; empty if nothing was given.
    Set<String> spends() throws WrongOption {
        var spends = new LinkedHashSet<String>();
        if (spendsFile.isEmpty()) return spends;
        var number = 0;
        for (var line : lines(spendsFile.get())) {
            number++;
            var text = line.strip().toLowerCase(Locale.ROOT);
            if (text.isEmpty()) continue;
            if (!text.matches("[0-9a-f]{128}"))
                throw new WrongOption(
                        "%s, line %d: no signature of 64 bytes in hex".formatted(spendsFile.get(), number));
            if (spends.size() >= SPENDS_MAX)
                throw new WrongOption("%s has more than %d lines".formatted(spendsFile.get(), SPENDS_MAX));
            spends.add(text);
        }
        return spends;
    }

    /// Whether a pack may be without countersignatures of nodes.
    boolean takesNotCountersigned() {
        return notCountersigned;
    }

    /// Empty if none are named.
    List<X509Certificate> timestampAuthorities() throws WrongOption {
        if (timestampFile.isEmpty()) return List.of();
        try (var stream = new ByteArrayInputStream(bytes(timestampFile.get()).toArray())) {
            var all = CertificateFactory.getInstance("X.509").generateCertificates(stream).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            // An empty file would count as if none had been named.
            if (all.isEmpty()) throw new WrongOption(timestampFile.get() + " holds no certificates");
            return all;
        } catch (CertificateException | IOException malformed) {
            throw new WrongOption(timestampFile.get() + " holds no certificates");
        }
    }

    /// Whether something was given that says nothing of what is no pack.
    boolean isForPacks() {
        return notCountersigned || timestampFile.isPresent() || spendsFile.isPresent();
    }

    boolean hasRoster() {
        return rosterFile.isPresent();
    }

    boolean hasAdministrator() {
        return administratorFile.isPresent();
    }

    Member administrator() throws WrongOption {
        var file = administratorFile.orElseThrow(() -> new WrongOption("--administrator is missing"));
        return switch (Card.parse(new String(bytes(file).toArray(), StandardCharsets.UTF_8))) {
            case Parsed.Ok<Member>(var member) when member.role() == Member.Role.ADMINISTRATOR -> member;
            case Parsed.Ok<Member> _ -> throw new WrongOption(file + " is not the card of an administrator");
            case Parsed.Malformed<Member>(var offset, var expected) -> throw malformed(file, offset, expected);
        };
    }

    /// @throws Unverifiable if the roster is not the administrator's
    Roster read() throws WrongOption, Unverifiable {
        var roster = rosterFile.orElseThrow(() -> new WrongOption("--roster is missing"));
        var signer = administrator();
        return switch (SignedRoster.parse(bytes(roster))) {
            case Parsed.Ok<SignedRoster>(var signed) when signed.isSignedBy(signer.identity()) -> signed.roster();
            case Parsed.Ok<SignedRoster> _ ->
                throw new Unverifiable("%s is not signed by %s".formatted(roster, signer.name()));
            case Parsed.Malformed<SignedRoster>(var offset, var expected) -> throw malformed(roster, offset, expected);
        };
    }

    /// What whoever verifies gave.
    static Bytes bytes(Path file) throws WrongOption {
        try {
            return Bytes.copyOf(Files.readAllBytes(file));
        } catch (NoSuchFileException absent) {
            throw new WrongOption("there is no file " + file);
        } catch (IOException unread) {
            throw new WrongOption("%s cannot be read".formatted(file));
        }
    }

    private static List<String> lines(Path file) throws WrongOption {
        return new String(bytes(file).toArray(), StandardCharsets.UTF_8).lines().toList();
    }

    static WrongOption malformed(Path file, int offset, String expected) {
        return new WrongOption("%s at byte %d: expected %s".formatted(file, offset, expected));
    }
}
