package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.session.SessionId;

/// Whatever a node finds on its disk or hears about epochs is refused or is the one form of it.
class EpochRecordFuzzTest {
    private static final Digest32 KEY = StandardHash.sha256(Bytes.ofUtf8("key"));

    private static SessionId session(String name) {
        return new SessionId(StandardHash.sha256(Bytes.ofUtf8(name)));
    }

    private static Stream<byte[]> records() {
        var runs = Map.of(session("one"), List.of("alpha", "beta"), session("two"), List.of("beta"));
        return Stream.of(new EpochRecord(3, runs, new EpochChange.Idle(KEY, 1, 0))
                .encode()
                .toArray());
    }

    @MethodSource("records")
    @FuzzTest
    void anyRecord_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, read -> EpochRecord.parse(read, KEY), EpochRecord::encode);
        Canonical.bytes(bytes, EpochRecord.Asked::parse, EpochRecord.Asked::encode);
    }

    private static Bytes record(Bytes name, String... sessions) {
        var record = new EpochRecord(3, Map.of(), new EpochChange.Idle(KEY, 1, 0)).encode();
        var written = new Writer().raw(record.slice(0, 9));
        return written.list(
                        List.of(sessions),
                        (each, session) ->
                                each.raw(session(session).value().bytes()).list(List.of(name), Writer::variable))
                .raw(record.slice(11, record.length()))
                .toBytes();
    }

    @Test
    void nameThatIsNoUtf8_isRefused() {
        assertThat(EpochRecord.parse(record(Bytes.ofUtf8("alpha"), "one"), KEY)).isInstanceOf(Parsed.Ok.class);
        assertThat(EpochRecord.parse(record(Bytes.copyOf((byte) 0xff), "one"), KEY))
                .isEqualTo(new Parsed.Malformed<>(45, "name as utf-8"));
    }

    @Test
    void runs_outOfOrderOrTwice_areRefused() {
        var name = Bytes.ofUtf8("alpha");
        var ascending = session("one").value().compareTo(session("two").value()) < 0;
        var good = ascending ? record(name, "one", "two") : record(name, "two", "one");
        var bad = ascending ? record(name, "two", "one") : record(name, "one", "two");
        assertThat(EpochRecord.parse(good, KEY)).isInstanceOf(Parsed.Ok.class);
        assertThat(List.of(bad, record(name, "one", "one")))
                .allSatisfy(each -> assertThat(EpochRecord.parse(each, KEY))
                        .isEqualTo(new Parsed.Malformed<>(9, "runs in ascending order of their sessions")));
    }
}
