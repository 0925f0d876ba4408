package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.SeenCount;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.facts.Facts;
import tallystick.core.facts.Lookup;
import tallystick.core.intent.Author;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentText;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Findings;
import tallystick.core.people.Directory;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Intent, docs/spec/intent.md")
class IntentVectorsTest {
    private static Intent intent(Json entry) {
        var chain = entry.get("chain").text().split(":", 2);
        var version =
                switch (entry.get("version").number()) {
                    case 1 -> Intent.Version.V1;
                    case 2 -> Intent.Version.V2;
                    default -> Intent.Version.V3;
                };
        return new Intent(
                version,
                Digest32.ofHex(entry.get("key").text()),
                entry.get("path").items().stream().map(Json::number).toList(),
                new ChainId(chain[0], chain[1]),
                Content.valueOf(entry.get("content").text()),
                entry.get("unsigned").hex(),
                entry.get("digests").items().stream()
                        .map(each -> Digest32.ofHex(each.text()))
                        .toList(),
                Instant.ofEpochSecond(((Double) entry.get("expiresAt").value()).longValue()),
                Reader.parse(entry.get("initiator").hex(), reader -> Author.read(reader, version))
                        .orThrow(),
                entry.get("salt").hex());
    }

    @Test
    void intents_ofEveryCase_haveTheBytesAndTheIdOfTheVectors() {
        var checked = 0;
        for (var entry :
                VectorFiles.ours("house/intent/intents.json").get("cases").items()) {
            var name = entry.get("name").text();
            var intent = intent(entry);
            assertThat(intent.encode()).as(name).isEqualTo(entry.get("bytes").hex());
            assertThat(intent.id()).as(name).hasToString(entry.get("id").text());
            assertThat(Intent.parse(intent.encode())).as(name).isEqualTo(new Parsed.Ok<>(intent));
            assertThat(IntentText.parse(IntentText.print(intent))).as(name).isEqualTo(new Parsed.Ok<>(intent));
            checked++;
        }
        assertThat(checked).isEqualTo(10);
    }

    @Test
    void ids_ofTheSameBytesAsOtherContent_areOthers() {
        var ids = VectorFiles.ours("house/intent/intents.json").get("cases").items().stream()
                .map(entry -> intent(entry).id())
                .distinct();
        assertThat(ids).hasSize(10);
    }

    @Test
    void storedEvidence_ofVersion2_opensWithItsApprovalsAndItsFacts() {
        var stored = VectorFiles.ours("house/evidence-2.json");
        var evidence = Evidence.parse(stored.get("evidence").hex()).orThrow();
        assertThat(evidence.encode()).isEqualTo(stored.get("evidence").hex());
        assertThat(evidence.intent().id()).hasToString(stored.get("id").text());
        assertThat(evidence.isSigned()).isTrue();
        var hearing = new Hearing(
                evidence.subject(),
                Crowd.directory(),
                Ballots.POLICY,
                _ -> false,
                SeenCount.Store.empty(),
                Ballots.NOW.plusSeconds(1));
        assertThat(hearing.verify(evidence.approvals()).votes())
                .extracting(vote -> vote.person().name())
                .containsExactly("u:ann", "u:bo");
        var facts = Facts.verify(evidence.facts(), Findings.keys(), Findings.NOW);
        assertThat(facts.price(Findings.ETHER, "USD")).isInstanceOf(Lookup.Known.class);
    }

    @Test
    void storedEvidence_ofVersion3_isSignedByThePasskeyOfTheDirectory_andByNoOther() {
        var stored = VectorFiles.ours("house/evidence-3.json");
        var evidence = Evidence.parse(stored.get("evidence").hex()).orThrow();
        assertThat(evidence.encode()).isEqualTo(stored.get("evidence").hex());
        assertThat(evidence.intent().id()).hasToString(stored.get("id").text());
        assertThat(Evidence.statement(evidence.intent().id()))
                .hasToString(stored.get("statement").text());
        var people = Directory.parse(
                        VectorFiles.ours("house/people.json").get("directory").hex())
                .orThrow();
        var holding = people.holding(evidence.intent().initiator().keyId()).orElseThrow();
        assertThat(holding.person().id().name()).isEqualTo("u:ann");
        assertThat(evidence.isSignedBy(holding.held().key())).isTrue();
        assertThat(evidence.isSigned()).isFalse();
        var signing = people.people().stream()
                .flatMap(person -> person.keys().stream())
                .filter(held -> evidence.isSignedBy(held.key()))
                .count();
        assertThat(signing).isEqualTo(1);
    }
}
