package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.governance.SignedChange;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Comparison code, docs/spec/comparison-code.md")
class ComparisonCodeVectorsTest {
    private static final Json FILE = VectorFiles.ours("house/comparison-code.json");

    private static List<Digest32> digests(Json entry) {
        if (entry.has("digests"))
            return entry.get("digests").items().stream()
                    .map(each -> Digest32.ofHex(each.text()))
                    .toList();
        var digests = new ArrayList<Digest32>();
        for (var i = 0; i < entry.get("digestsOfDecimalsFromZeroBelow").number(); i++)
            digests.add(StandardHash.sha256(Bytes.ofUtf8(Integer.toString(i))));
        return digests;
    }

    private static ComparisonCode.Subject subject(Json entry) {
        var chain = entry.get("chain").text().split(":", 2);
        var id = new ChainId(chain[0], chain[1]);
        var account = entry.get("account").text();
        return new ComparisonCode.Subject(
                id,
                account.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Account(id, account.substring(id.toString().length() + 1))),
                Content.ofCode(entry.get("content").number()).orElseThrow(),
                entry.get("bytes").hex(),
                digests(entry));
    }

    @Test
    void codes_ofEveryCase_areTheVectors() {
        var checked = 0;
        var codes = new HashSet<ComparisonCode>();
        for (var entry : FILE.get("cases").items()) {
            var code = ComparisonCode.of(subject(entry));
            assertThat(code.value()).isEqualTo(entry.get("value").hex());
            assertThat(code).hasToString(entry.get("code").text());
            assertThat(code.words()).hasSize(ComparisonCode.WORDS);
            codes.add(code);
            checked++;
        }
        assertThat(checked).isEqualTo(11);
        assertThat(codes).hasSize(11);
    }

    @Test
    void words_ofEveryCase_areThoseOfTheBytesAndBack() {
        var checked = 0;
        for (var entry : FILE.get("words").items()) {
            var code = new ComparisonCode(entry.get("value").hex());
            assertThat(code).hasToString(entry.get("code").text());
            assertThat(ComparisonCode.parse(code.toString())).isEqualTo(new Parsed.Ok<>(code));
            checked++;
        }
        assertThat(checked).isEqualTo(3);
    }

    @Test
    void codeOfAChange_isOfItsId() {
        var changes = VectorFiles.ours("house/governance.json").get("changes").items();
        var checked = 0;
        for (var entry : FILE.get("changes").items()) {
            var signed = SignedChange.parse(changes.get(checked).get("change").hex());
            var change = signed.orThrow().change();
            assertThat(change.id()).hasToString(entry.get("id").text());
            assertThat(ComparisonCode.ofHash(change.id()))
                    .hasToString(entry.get("code").text());
            checked++;
        }
        assertThat(checked).isEqualTo(3).isEqualTo(changes.size());
    }

    @Test
    void anotherSpelling_ofTheSameCode_matches() {
        var checked = 0;
        for (var pair : FILE.get("sameCode").items()) {
            var code = ComparisonCode.parse(pair.items().getFirst().text()).orThrow();
            assertThat(code.matches(pair.items().getLast().text())).isTrue();
            assertThat(code.matches("babab-babab-babab-babab-babab-babab")).isFalse();
            checked++;
        }
        assertThat(checked).isEqualTo(2);
    }

    @Test
    void textsThatAreNoCode_areMalformedWhereTheyStopBeingOne() {
        var checked = 0;
        for (var entry : FILE.get("malformed").items()) {
            var text = entry.get("text").text();
            assertThat(ComparisonCode.parse(text))
                    .as(text)
                    .isInstanceOfSatisfying(
                            Parsed.Malformed.class,
                            malformed -> assertThat(malformed.offsetBytes())
                                    .as(text)
                                    .isEqualTo(entry.get("offset").number()));
            checked++;
        }
        assertThat(checked).isEqualTo(9);
    }
}
