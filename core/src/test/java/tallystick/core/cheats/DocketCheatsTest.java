package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.core.kit.Rulings;
import tallystick.core.kit.Trials;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

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

    /// Two kilobytes of names that would be half a gigabyte of standing.
    @Test
    void pieceNamedVeryOften_makesNoStandingThatFillsTheMemory() {
        var piece = Bytes.copyOf(new byte[8192]);
        var first = Rulings.docket().heard().getFirst();
        var name = StandardHash.sha256(piece);
        var pieces = Map.of(name, piece);
        assertThat(Docket.whole(naming(first, Collections.nCopies(8192, name)), pieces))
                .isPresent();
        assertThat(Docket.whole(naming(first, Collections.nCopies(8193, name)), pieces))
                .isEmpty();
    }

    private static Heard naming(Heard heard, List<Digest32> standing) {
        return new Heard(
                heard.basis(),
                heard.now(),
                heard.seenAt(),
                heard.evidence(),
                heard.source(),
                heard.isReplacement(),
                heard.knowledge(),
                standing);
    }

    @Test
    void moreItemsThanANodeWrites_areRefused() {
        var writer = new Writer().raw(Docket.beginning("alpha"));
        for (var i = 0; i <= 300_000; i++)
            writer.raw(Docket.encode(new Docket.Item.Piece(Bytes.copyOf((byte) (i >> 16), (byte) (i >> 8), (byte) i))));
        assertThat(Docket.parse(writer.toBytes()))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.expected()).isEqualTo("at most 300000 items"));
    }

    @Test
    void lineOfAManifestLongerThanAny_isRefusedBeforeItIsTakenApart() {
        var text = "tallystick-evidence-pack 1\nsoftware " + " ".repeat(1000) + "\n";
        assertThat(PackManifest.parse(Bytes.ofUtf8(text)))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.expected()).isEqualTo("a line of at most 512 characters"));
    }
}
