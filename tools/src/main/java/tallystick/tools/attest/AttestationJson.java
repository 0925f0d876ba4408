package tallystick.tools.attest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.AttestedKey;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.Participant;
import tallystick.core.attestation.SignedTestimony;
import tallystick.core.attestation.Testimony;
import tallystick.core.chain.json.Json;
import tallystick.core.clear.ComparisonCode;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.Scheme;

/// The JSON file of an attestation.
///
/// **Why** programs and people read JSON, and JSON has many spellings of one thing. So this file has one: what is read
/// is printed again, and must come out byte for byte. What is signed are the canonical bytes inside, never this text.
///
/// **Form** `docs/spec/attestation.md` §7; ASCII, two spaces of indent, a line feed after each line.
public final class AttestationJson {
    /// The longest file.
    public static final int BYTES_MAX = 1024 * 1024;

    private static final String FORMAT = "tallystick-attestation";
    private static final String VERSION = "1";
    private static final String NO_POLICY = "none";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AttestationJson() {}

    /// Prints it.
    ///
    /// @throws IllegalArgumentException if the key's scheme has no name: the caller's fault
    /// @spec docs/spec/attestation.md#AT-12 attestation
    public static Bytes encode(Attestation attestation) {
        var out = new JsonText();
        out.object(() -> {
            out.text("format", FORMAT);
            out.number("version", 1);
            out.truth("complete", attestation.missing().isEmpty());
            out.texts("missing", attestation.missing());
            out.name("ceremony");
            out.object(() -> facts(out, attestation.facts()));
            out.name("signatures");
            out.array(attestation.signed(), each -> signed(out, each));
            out.text("certificate", attestation.certificate().toHex());
            out.text("document", attestation.hash().toString());
            out.text("words", words(attestation));
        });
        return out.bytes();
    }

    /// The six words people compare.
    public static String words(Attestation attestation) {
        return ComparisonCode.ofHash(attestation.hash()).toString();
    }

    /// A time as the file and the paper show it.
    static String time(Instant at) {
        return TIME.format(at);
    }

    /// The name of a scheme.
    ///
    /// @throws IllegalArgumentException if the code has none: the caller's fault
    static String scheme(int code) {
        return Scheme.ofCode(code)
                .map(Enum::name)
                .orElseThrow(() -> new IllegalArgumentException("scheme %d is not known here".formatted(code)));
    }

    private static void facts(JsonText out, CeremonyFacts facts) {
        var key = facts.key();
        out.text("kind", facts.kind().name().toLowerCase(Locale.ROOT));
        out.text("key", key.id().toString());
        out.text("scheme", scheme(key.schemeCode()));
        out.text("public_key", key.point().toHex());
        out.text("group_key", key.groupKey().toString());
        out.number("epoch_before", key.epochBefore());
        out.number("epoch", key.epoch());
        out.number("attempt", key.attempt());
        out.text("tree", key.tree());
        out.name("participants");
        out.array(
                facts.participants(),
                each -> out.object(() -> {
                    out.text("name", each.name());
                    out.text("identity", each.identity().toString());
                }));
        out.text("order", facts.ordered().order().toString());
        out.text("operator", facts.ordered().operator());
        out.number("roster_version", facts.ordered().rosterVersion());
        out.text("roster", facts.ordered().roster().toString());
        out.text("session", facts.session().toString());
        out.text("transcript", facts.transcript().toString());
    }

    private static void signed(JsonText out, SignedTestimony signed) {
        var testimony = signed.testimony();
        out.object(() -> {
            out.text("name", testimony.name());
            out.text("build", testimony.build().toString());
            out.text("began", time(testimony.began()));
            out.text("activated", time(testimony.activated()));
            out.text("policy", testimony.policy().map(Digest32::toString).orElse(NO_POLICY));
            out.text("signature", signed.signature().bytes().toHex());
        });
    }

    /// Reads the one spelling of an attestation and nothing else; verifies nothing.
    /// @spec docs/spec/attestation.md#AT-13 attestation
    public static Parsed<Attestation> parse(Bytes text) {
        if (text.length() > BYTES_MAX)
            return new Parsed.Malformed<>(0, "attestation of at most %d bytes".formatted(BYTES_MAX));
        return switch (Json.parse(text, Json.Numbers.WHOLE)) {
            case Parsed.Malformed<Json>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Json>(var json) -> parse(text, json);
        };
    }

    private static Parsed<Attestation> parse(Bytes text, Json json) {
        try {
            var attestation = read(new JsonFields(json));
            var printed = encode(attestation);
            return printed.equals(text)
                    ? new Parsed.Ok<>(attestation)
                    : new Parsed.Malformed<>(difference(printed, text), "the one spelling of an attestation");
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private static int difference(Bytes one, Bytes other) {
        var at = 0;
        while (at < one.length() && at < other.length() && one.at(at) == other.at(at)) at++;
        return at;
    }

    private static Attestation read(JsonFields file) throws MalformedInput {
        file.exactly("format", FORMAT);
        file.version(VERSION);
        var ceremony = file.object("ceremony");
        var facts = ceremony.fit(() -> readFacts(ceremony));
        var signed = file.objects("signatures", AttestationJson::readSigned);
        var certificate = file.hex("certificate");
        return file.fit(() -> new Attestation(facts, certificate, signed));
    }

    private static CeremonyFacts readFacts(JsonFields ceremony) throws MalformedInput {
        return new CeremonyFacts(
                ceremony.oneOf(
                        "kind", CeremonyFacts.Kind.values(), kind -> kind.name().toLowerCase(Locale.ROOT)),
                new AttestedKey(
                        ceremony.digest("key"),
                        ceremony.oneOf("scheme", Scheme.values(), Scheme::name).code(),
                        ceremony.hex("public_key"),
                        ceremony.digest("group_key"),
                        ceremony.number("epoch"),
                        ceremony.number("attempt"),
                        ceremony.text("tree")),
                ceremony.objects("participants", AttestationJson::readParticipant),
                new CeremonyFacts.Ordered(
                        ceremony.digest("order"),
                        ceremony.text("operator"),
                        ceremony.number("roster_version"),
                        ceremony.digest("roster")),
                ceremony.digest("session"),
                ceremony.digest("transcript"));
    }

    private static Participant readParticipant(JsonFields participant) throws MalformedInput {
        var name = participant.text("name");
        var identity = participant.identity("identity");
        return participant.fit(() -> new Participant(name, identity));
    }

    private static SignedTestimony readSigned(JsonFields signed) throws MalformedInput {
        var policy = signed.text("policy").equals(NO_POLICY)
                ? Optional.<Digest32>empty()
                : Optional.of(signed.digest("policy"));
        var testimony = signed.fit(() -> new Testimony(
                signed.text("name"),
                signed.digest("build"),
                signed.time("began", TIME),
                signed.time("activated", TIME),
                policy));
        return new SignedTestimony(testimony, signed.signature("signature"));
    }
}
