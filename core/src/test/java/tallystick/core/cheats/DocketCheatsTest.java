package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.docket.Docket;
import tallystick.core.kit.Rulings;
import tallystick.core.kit.Trials;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

@DisplayName("The docket, docs/spec/evidence-pack.md EP-7")
class DocketCheatsTest {
    @Test
    void standings_thatHardlyDiffer_shareTheirPieces() {
        var docket = Rulings.docket();
        var standing = Trials.busy().encode().length();
        assertThat(docket.heard()).hasSize(2);
        var pieces = docket.pieces();
        var bytes = pieces.values().stream().mapToInt(Bytes::length).sum();
        assertThat(bytes).isLessThan(standing + standing / 2);
        var whole = Docket.whole(docket.heard().getFirst(), pieces).orElseThrow();
        assertThat(whole.standing()).isEqualTo(Trials.busy().encode());
    }

    @Test
    void pieceLeftOut_leavesNoStanding() {
        var docket = Rulings.docket();
        var pieces = docket.pieces();
        pieces.remove(docket.heard().getFirst().standing().getFirst());
        assertThat(Docket.whole(docket.heard().getFirst(), pieces)).isEmpty();
    }

    @Test
    void pieceTwice_isRefused() {
        var items = new ArrayList<>(Rulings.docket().items());
        items.add(items.getFirst());
        assertThat(Docket.parse(new Docket("alpha", items).encode())).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void fileThatIsStillWritten_isWholeUpToItsLastItem() {
        var encoded = Rulings.docket().encode();
        var items = Rulings.docket().items();
        var last = Docket.encode(items.getLast()).length();
        assertThat(Docket.wholeBytes(encoded)).isEqualTo(encoded.length());
        for (var cut : List.of(1, 2, 3, 4, last - 1))
            assertThat(Docket.wholeBytes(encoded.slice(0, encoded.length() - cut)))
                    .isEqualTo(encoded.length() - last);
        assertThat(Docket.wholeBytes(encoded.slice(0, 9))).isZero();
        assertThat(Docket.wholeBytes(Bytes.empty())).isZero();
    }

    @Test
    void nothing_inAStanding_hangsOnWhereItWasCut() {
        var whole = Trials.busy().encode();
        var heard = Rulings.docket().heard().getFirst();
        var shifted = Bytes.concat(Bytes.copyOf((byte) 1, (byte) 2, (byte) 3), whole);
        var known = new HashSet<Digest32>();
        var first = Docket.items(heard, whole, known).size();
        var more = Docket.items(heard, shifted, known).size();
        assertThat(first).isGreaterThan(2);
        assertThat(more).as("pieces behind the first cut are the same").isLessThan(first);
    }
}
