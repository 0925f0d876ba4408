package tallystick.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.tlog.InclusionProof;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.crypto.codec.Bytes;

/// What a newer node wrote is shown, whatever it is.
class UnknownEntryTest {
    /// Of a kind that no version knows: version, milliseconds, kind, fields.
    private static final String FUTURE = "01" + "000001a31749287b" + "fe" + "cafe";

    private static LogsApi.LogEntryBody told(String leaf) {
        var head = SignedCheckpoint.parse(Bytes.ofUtf8("""
            tallystick.node/a/ea4a6c63e29c520a
            2
            +sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=

            — tallystick.node/a/ea4a6c63e29c520a owxU104PU9aBKdOMqh3GProPGOEnztaR9I5QTM\
            yUVsf56yJqIOhoGyeF4ZqnU37c4e3D8UwDULxyZX+e6LPujFHkWQg=
            """)).orThrow();
        var proof = new LogProof(Optional.of(Bytes.ofHex(leaf)), new InclusionProof(0, 2, List.of()), head);
        return LogsApi.LogEntryBody.of(Logs.told("a", proof, List.of()).orElseThrow());
    }

    @Test
    void entryOfAnUnknownKind_isToldWithItsNumberItsMomentAndItsBytes() {
        var body = told(FUTURE);
        assertThat(body.kind()).isEqualTo("Unknown 254");
        assertThat(body.at()).isEqualTo(Instant.ofEpochMilli(0x1a31749287bL));
        assertThat(body.leaf()).isEqualTo(FUTURE);
        assertThat(body.sentence())
                .startsWith("An entry of the kind 254, which this version")
                .endsWith(".");
    }

    @Test
    void bytesThatAreNoEntry_areToldToo() {
        assertThat(told("07").kind()).isEqualTo("Unknown");
        assertThat(told("").at()).isEqualTo(Instant.EPOCH);
        assertThat(told("01" + "ffffffffffffffff" + "fe").at()).isAfter(Instant.EPOCH);
    }
}
