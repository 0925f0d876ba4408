package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Crowd;
import tallystick.core.people.Directory;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Our own vectors of people, vectors/house/people.json")
class PeopleVectorsTest {
    @Test
    void storedDirectory_hasItsBytesItsHashAndItsKeys() {
        var stored = VectorFiles.ours("house/people.json");
        var directory = Directory.parse(stored.get("directory").hex()).orThrow();
        assertThat(directory).isEqualTo(Crowd.directory());
        assertThat(directory.encode()).isEqualTo(stored.get("directory").hex());
        assertThat(directory.hash()).hasToString(stored.get("hash").text());
        var keys = 0;
        for (var person : stored.get("people").items()) {
            var found = Crowd.find(directory, person.get("id").text());
            assertThat(found.human()).hasToString(person.get("human").text());
            for (var i = 0; i < found.keys().size(); i++, keys++) {
                var key = found.keys().get(i).key();
                var listed = person.get("keys").items().get(i);
                assertThat(key.id()).hasToString(listed.get("id").text());
                assertThat(key.strength()).hasToString(listed.get("strength").text());
            }
        }
        assertThat(keys).isEqualTo(11);
    }
}
