package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;

/// A polynomial at zero is the secret, and at two equal places one share. No identifier, at configuration or on
/// the wire, is zero, doubled or beyond its range, and none is so mod a group order.
@DisplayName("B1 zero, duplicate or wrapping identifiers")
class B1Test {
    @Test
    void partyNumber_outsideItsRange_isRefused() {
        for (var value : List.of(0, -1, 0x10000, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            assertThatThrownBy(() -> new PartyId(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("party number %d not in 1..65535".formatted(value));
        }
        assertThat(new PartyId(1).value()).isOne();
        assertThat(new PartyId(0xffff).value()).isEqualTo(0xffff);
    }

    @Test
    void partyZero_onTheWire_isMalformed() {
        var zero = new Writer().u16(0).toBytes();
        assertThat(Reader.parse(zero, reader -> PartyId.read(reader, "sender")))
                .isEqualTo(new Parsed.Malformed<>(0, "sender in 1..65535"));
        assertThat(Reader.parse(Bytes.ofHex("ffff"), reader -> PartyId.read(reader, "sender")))
                .isEqualTo(new Parsed.Ok<>(new PartyId(0xffff)));
    }

    @Test
    void partyTwiceOrOutOfOrder_inASession_isRefused() {
        var one = new PartyId(1);
        var two = new PartyId(2);
        for (var parties : List.of(List.of(one, one), List.of(two, one), List.of(one, two, two))) {
            assertThatThrownBy(() -> new Session(Trial.session("b1"), one, parties))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("parties not ascending and distinct");
        }
        assertThatThrownBy(() -> new Session(Trial.session("b1"), new PartyId(3), List.of(one, two)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nameTwice_inATree_isRefused() {
        for (var text : List.of("all(a, a)", "2 of (a, b, a)", "all(a, any(b, a))", "all(a*2, a)"))
            assertThat(QuorumTree.parse(text)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void partyTwiceOrForeign_inASigningSet_isRefused() {
        var tree = QuorumTree.kOfN(2, 3);
        var one = new PartyId(1);
        for (var set : List.of(List.of(one, one), List.of(one, new PartyId(4)), List.of(one, new PartyId(0xffff))))
            assertThat(tree.qualify(set)).isInstanceOf(Qualification.Unqualified.class);
    }

    @Test
    void leafNumber_outsideItsRange_isRefused() {
        for (var value : List.of(-1, 64, Integer.MAX_VALUE))
            assertThatThrownBy(() -> new LeafId(value)).isInstanceOf(IllegalArgumentException.class);
    }

    /// Its coefficients could cancel: in `any(a*2, b)`, where both sign, they are 3 and -3 of one value.
    @Test
    void weightAboveWhatSuffices_isRefused_andOneAsHighIsNot() {
        var refused =
                List.of("all(any(a*2, b), c)", "all(2 of (a*3, b, c), d)", "2 of (a*3, b, c)", "all(any(a*2), b)");
        for (var text : refused)
            assertThat(QuorumTree.parse(text))
                    .as(text)
                    .isInstanceOfSatisfying(
                            Parsed.Malformed.class,
                            malformed -> assertThat(malformed.expected()).contains("weights of at most"));
        for (var text : List.of("all(2 of (a*2, b, c), d)", "all(any(a, b), c)", "all(all(a*2), b)"))
            assertThat(QuorumTree.parse(text)).as(text).isInstanceOf(Parsed.Ok.class);
    }

    @Test
    void placesOfChildren_areNeitherZeroNorEqual_inAnyGroup() {
        var widest = QuorumTree.parseSingleHolder("63 of (a*63, b)").orThrow();
        assertThat(widest.gates()).hasSize(1);
        for (var curve : Curve.values()) {
            var places = new HashSet<Scalar>();
            var children = ((Node.Gate) widest.root()).children().size();
            for (var place = 1; place <= children; place++)
                places.add(curve.group().scalar(place));
            assertThat(places).hasSize(64).noneMatch(Scalar::isZero);
        }
    }
}
