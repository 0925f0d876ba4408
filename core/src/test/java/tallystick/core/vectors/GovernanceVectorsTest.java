package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Statutes;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Our own vectors of governance, vectors/house/governance.json")
class GovernanceVectorsTest {
    private static final Json FILE = VectorFiles.ours("house/governance.json");

    @Test
    void storedGenesis_isSignedByAll_andNamesTheWorkspace() {
        var genesis = SignedGenesis.parse(FILE.get("genesis").hex()).orThrow();
        assertThat(genesis.encode()).isEqualTo(FILE.get("genesis").hex());
        assertThat(genesis.isSignedByAll()).isTrue();
        assertThat(genesis.genesis().hash()).hasToString(FILE.get("workspace").text());
    }

    @Test
    void everyStoredDocument_hasItsHash() {
        var documents = FILE.get("documents").items();
        for (var vector : documents) {
            var document = Document.parse(vector.get("document").hex()).orThrow();
            assertThat(document.hash()).hasToString(vector.get("hash").text());
            assertThat(document.encode()).isEqualTo(vector.get("document").hex());
        }
        assertThat(documents).hasSize(2);
    }

    @Test
    void everyStoredChange_isProposed_andHasItsId() {
        var changes = FILE.get("changes").items();
        for (var vector : changes) {
            var change = SignedChange.parse(vector.get("change").hex()).orThrow();
            assertThat(change.encode()).isEqualTo(vector.get("change").hex());
            assertThat(change.change().id()).hasToString(vector.get("id").text());
            assertThat(change.change().proposal().digest())
                    .hasToString(vector.get("digest").text());
            assertThat(change.isProposed(Crowd.directory())).isTrue();
        }
        assertThat(changes).hasSize(3);
    }

    @Test
    void everyStoredFreeze_isOrdered_andTheCovenantIsComplete() {
        var freezes = FILE.get("freezes").items();
        for (var vector : freezes) {
            var freeze = SignedFreeze.parse(vector.get("freeze").hex()).orThrow();
            assertThat(freeze.encode()).isEqualTo(vector.get("freeze").hex());
            assertThat(freeze.order().id()).hasToString(vector.get("id").text());
            assertThat(freeze.isOrdered(Crowd.directory())).isTrue();
        }
        assertThat(freezes).hasSize(5);
        var covenant = Covenant.parse(FILE.get("covenant").hex()).orThrow();
        assertThat(covenant.encode()).isEqualTo(FILE.get("covenant").hex());
        assertThat(covenant.isComplete(Statutes.WORKSPACE, Statutes.ROSTER)).isTrue();
    }
}
