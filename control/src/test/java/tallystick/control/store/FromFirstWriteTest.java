package tallystick.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tallystick.control.kit.World;

/// A transaction that begins with the first that is written.
class FromFirstWriteTest {
    private final String id = UUID.randomUUID().toString();
    private final List<String> done = new ArrayList<>();
    private Store store;

    @BeforeEach
    void begin() throws Exception {
        store = World.get().control().part(Store.class);
    }

    private static boolean isOpen() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    private boolean isThere() {
        return store.sql("select count(*) from sign_in_failures where remote = ?")
                        .params(id)
                        .query(Long.class)
                        .single()
                == 1;
    }

    private void write() {
        store.sql("insert into sign_in_failures (remote, at) values (?, now())")
                .params(id)
                .update();
    }

    @Test
    void reading_beginsNone_andTheFirstWriteDoes() {
        var kept = store.fromFirstWrite(
                () -> () -> {},
                () -> done.add("first"),
                () -> {
                    assertThat(isThere()).isFalse();
                    assertThat(isOpen()).isFalse();
                    assertThatCode(() -> Unheld.beforeAsking("a chain")).doesNotThrowAnyException();
                    write();
                    assertThat(isOpen()).isTrue();
                    done.add("second");
                    return true;
                },
                Boolean::booleanValue);
        assertThat(kept).isTrue();
        assertThat(isOpen()).isFalse();
        assertThat(done).containsExactly("first", "second");
        assertThat(isThere()).isTrue();
    }

    @Test
    void whatIsNotKept_orFails_isUndone() {
        var _ = store.fromFirstWrite(
                () -> () -> {},
                () -> {},
                () -> {
                    write();
                    return false;
                },
                Boolean::booleanValue);
        assertThat(isThere()).isFalse();
        assertThatThrownBy(() -> store.fromFirstWrite(
                        () -> () -> {},
                        () -> {},
                        () -> {
                            write();
                            throw new IllegalStateException("of a test");
                        },
                        (Boolean _) -> true))
                .hasMessage("of a test");
        assertThat(isThere()).isFalse();
        assertThat(isOpen()).isFalse();
    }

    /// Whoever catches it keeps nothing either.
    @Test
    void whatTheFirstRefuses_isUndone_evenIfTheRestGoesOn() {
        var _ = store.fromFirstWrite(
                () -> () -> {},
                () -> {
                    throw new IllegalStateException("refused");
                },
                () -> {
                    assertThatThrownBy(this::write).hasMessage("refused");
                    write();
                    return true;
                },
                Boolean::booleanValue);
        assertThat(isThere()).isFalse();
    }

    @Test
    void questions_areToldFromWhatDoesMore() {
        assertThat(List.of("select 1", "select * from vaults where id = ?")).allMatch(Store::isQuestion);
        assertThat(List.of(
                        "insert into vaults values (1)",
                        "update vaults set name = ''",
                        "with a as (select 1) delete from vaults",
                        "lock table api_keys in exclusive mode",
                        "select id from addresses where id = ? for update",
                        "select id from addresses for no key update skip locked",
                        "select pg_advisory_xact_lock(?)",
                        "select nextval('event_numbers')"))
                .noneMatch(Store::isQuestion);
    }

    @Test
    void askingTheWorldWithinATransaction_isOurBug() {
        assertThatThrownBy(() -> store.atomically(() -> {
                    Unheld.beforeAsking("a chain");
                    return true;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("a chain is asked while a transaction is open");
    }
}
