package tallystick.control.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// A database that cannot be had is the operator's trouble and no bug.
class NoDatabaseTest {
    @Test
    void databaseThatIsNotThere_isNamedAsSuch_withoutItsPassword() {
        var nowhere = new Database.External("jdbc:postgresql://127.0.0.1:1/none", "nobody", "hunter77");
        assertThatThrownBy(() -> Database.external(nowhere).close())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the database cannot be had: ")
                .hasMessageNotContaining("hunter77");
    }
}
