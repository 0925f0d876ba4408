package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.approval.Answer;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.clear.SafeText;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentText;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Findings;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;

/// Whatever a stranger sends is refused, or is the one form of what was read.
class ClearAndIntentFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<Evidence> made() {
        try (var key = IdentityKey.generate(Secrets.entropy(1), HOME)) {
            var digest = StandardHash.sha256(Bytes.ofUtf8("digest"));
            return Stream.of(Content.values())
                    .map(content -> new Intent(
                            Intent.Version.V2,
                            digest,
                            List.of(0, 7),
                            new ChainId("eip155", "1"),
                            content,
                            Bytes.ofUtf8("unsigned"),
                            List.of(digest, digest),
                            Instant.ofEpochSecond(2_000_000_000L),
                            key.verifyKey(),
                            Bytes.copyOf(new byte[16])))
                    .map(intent -> Evidence.of(intent, key))
                    .toList();
        }
    }

    private static Stream<byte[]> intents() {
        return made().stream().map(evidence -> evidence.intent().encode().toArray());
    }

    private static Stream<byte[]> evidences() {
        return made().stream()
                .flatMap(evidence -> Stream.of(evidence, full(evidence)))
                .map(evidence -> evidence.encode().toArray());
    }

    private static Evidence full(Evidence evidence) {
        return evidence.with(
                List.of(Ballots.hardware("ann", Ballots.statement(Answer.APPROVE))),
                List.of(Findings.sign(Findings.PRICE)));
    }

    private static Stream<byte[]> requests() {
        var attempt = Bytes.copyOf(new byte[SignRequest.ATTEMPT_LENGTH_BYTES]);
        return made().stream()
                .map(evidence -> new SignRequest(evidence, Bytes.empty(), List.of("alpha", "beta"), attempt))
                .map(request -> request.encode().toArray());
    }

    private static Stream<byte[]> texts() {
        return made().stream()
                .map(evidence ->
                        Bytes.ofUtf8(IntentText.print(evidence.intent())).toArray());
    }

    private static Stream<byte[]> codes() {
        var intent = made().getFirst().intent();
        var code = ComparisonCode.of(new ComparisonCode.Subject(
                intent.chain(), Optional.empty(), intent.content(), intent.unsigned(), intent.digests()));
        return Stream.of(Bytes.ofUtf8(String.join("-", code.words())).toArray());
    }

    @MethodSource("intents")
    @FuzzTest
    void anyIntent_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Intent::parse, Intent::encode)
                .ifPresent(intent ->
                        assertThat(IntentText.parse(IntentText.print(intent))).isEqualTo(new Parsed.Ok<>(intent)));
    }

    @MethodSource("evidences")
    @FuzzTest
    void anyEvidence_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Evidence::parse, Evidence::encode);
    }

    @MethodSource("requests")
    @FuzzTest
    void anySignRequest_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, SignRequest::parse, SignRequest::encode);
    }

    @MethodSource("texts")
    @FuzzTest
    void anyTextOfAnIntent_isRefusedOrTheOneText(byte @NotNull [] bytes) {
        Canonical.text(text(bytes), IntentText::parse, IntentText::print);
    }

    @MethodSource("codes")
    @FuzzTest
    void anyComparisonCode_isRefusedOrPrintsToOneThatMatches(byte @NotNull [] bytes) {
        var text = text(bytes);
        Canonical.within(text.length(), () -> ComparisonCode.parse(text))
                .ifPresent(code -> assertThat(code.matches(text)).isTrue());
    }

    @FuzzTest
    void anyText_becomesOneLineWithoutControlsOrQuotes(byte @NotNull [] bytes) {
        var safe = SafeText.of(text(bytes)).text();
        assertThat(safe.codePoints())
                .allMatch(point -> point != '"' && !Character.isISOControl(point) && point != 0x202e);
    }
}
