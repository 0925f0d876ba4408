package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.PersonalTexts;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Openings;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

@DisplayName("What is behind a veil is one text, and only its own opening shows it, docs/spec/redaction.md")
class VeilCheatsTest {
    private static final Digest32 SALT = StandardHash.sha256(Bytes.ofUtf8("salt"));
    private static final Opening ANN = Opening.of(Instant.EPOCH, SALT, "u:ann");

    @Test
    void otherSaltTextOrVeil_doesNotOpen() {
        var other = StandardHash.sha256(Bytes.ofUtf8("other"));
        assertThat(ANN.opens()).isTrue();
        assertThat(new Opening(ANN.at(), ANN.veil(), other, ANN.text()).opens()).isFalse();
        assertThat(new Opening(ANN.at(), ANN.veil(), SALT, "u:bo").opens()).isFalse();
        assertThat(new Opening(ANN.at(), Opening.of(ANN.at(), SALT, "u:bo").veil(), SALT, "u:ann").opens())
                .isFalse();
        assertThat(Opening.of(ANN.at(), other, "u:ann").veil()).isNotEqualTo(ANN.veil());
    }

    @Test
    void textThatIsAlmostAVeil_isNone() {
        var text = ANN.veil().text();
        assertThat(text).hasSize(Veil.LENGTH_CHARACTERS);
        for (var almost : List.of(
                text.substring(1),
                text + "a",
                text.toUpperCase(Locale.ROOT),
                text.substring(0, 56) + "b",
                text.replace("veil-", "vail-"),
                "x" + text)) assertThat(Veil.parse(almost)).as(almost).isEmpty();
        assertThat(Veil.lifted("x" + text, _ -> Optional.of("seen"))).isEqualTo("x" + text);
    }

    @Test
    void liftedText_isNotLiftedAgain_andWhatIsErasedIsCalledRedacted() {
        var bo = Opening.of(Instant.EPOCH, SALT, "$1 " + ANN.veil().text());
        var text = "by %s and %s".formatted(bo.veil().text(), ANN.veil().text());
        var lifted = Veil.lifted(text, veil -> veil.equals(bo.veil()) ? Optional.of(bo.text()) : Optional.empty());
        assertThat(lifted)
                .isEqualTo("by $1 %s and redacted (%s)"
                        .formatted(ANN.veil().text(), ANN.veil().text()));
        assertThat(Veil.within(Bytes.ofUtf8("9" + text))).containsExactly(bo.veil(), ANN.veil());
    }

    @Test
    void openingTwiceInAFile_isMalformed() {
        var twice = new Openings(List.of(ANN, ANN)).encode();
        assertThat(Openings.parse(twice)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void fileThatWasCutOff_isWholeUpToTheLastWholeOpening() {
        var one = new Openings(List.of(ANN)).encode();
        var two = new Openings(List.of(ANN, Opening.of(Instant.EPOCH, SALT, "u:bo"))).encode();
        for (var length = one.length(); length < two.length(); length++)
            assertThat(Openings.wholeBytes(two.slice(0, length))).isEqualTo(one.length());
        assertThat(Openings.wholeBytes(two)).isEqualTo(two.length());
        assertThat(Openings.wholeBytes(two.slice(0, 3))).isZero();
    }

    @Test
    void textOfAnyLength_isCutToWhatAnEntryTakes_andOpens() {
        var cut = Opening.of(Instant.EPOCH, SALT, "\uD83D\uDE00".repeat(2000));
        assertThat(cut.opens()).isTrue();
        assertThat(Opening.parse(cut.encode()).orThrow().opens()).isTrue();
    }

    @Test
    void onlyTextsOfPeople_areReplaced_andAnEmptyOneStays() {
        var digest = SALT;
        var answer = new AuditEvent.AnswerHeard(digest, "u:ann", true);
        assertThat(PersonalTexts.replaced(answer, _ -> "x")).isEqualTo(new AuditEvent.AnswerHeard(digest, "x", true));
        assertThat(PersonalTexts.replaced(new AuditEvent.QuarantineLifted("backup", "", ""), _ -> "x"))
                .isEqualTo(new AuditEvent.QuarantineLifted("backup", "", ""));
        for (var event : List.of(
                new AuditEvent.PeerRefused("client", "no role for this call"),
                new AuditEvent.AlarmRang("vitals", "the disk is full"),
                new AuditEvent.ChangeEnded(digest, "expired")))
            assertThat(PersonalTexts.replaced(event, _ -> "x")).isEqualTo(event);
        var veiled = PersonalTexts.replaced(answer, _ -> ANN.veil().text());
        assertThat(PersonalTexts.veils(veiled)).containsExactly(ANN.veil());
        assertThat(PersonalTexts.veils(answer)).isEmpty();
    }
}
