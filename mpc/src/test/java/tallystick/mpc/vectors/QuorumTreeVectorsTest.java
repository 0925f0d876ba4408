package tallystick.mpc.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.TreeSharing;
import tallystick.mpc.session.PartyId;

/// The house vectors were computed apart from this code.
@DisplayName("Quorum tree vectors, docs/spec/quorum-tree.md")
class QuorumTreeVectorsTest {
    private static final Json VECTORS = VectorFiles.ours("house/quorum-tree.json");

    @Test
    void acceptedTrees_haveTheirCanonicalTextHashAndNumbers() {
        var cases = VECTORS.get("accepted").items();
        for (var each : cases) {
            var tree = QuorumTree.parse(each.get("text").text()).orThrow();
            assertThat(tree).hasToString(each.get("canonical").text());
            assertThat(tree.hash().bytes()).isEqualTo(each.get("hash").hex());
            assertThat(tree.parties().stream().map(tree::nameOf).toList())
                    .isEqualTo(
                            each.get("parties").items().stream().map(Json::text).toList());
            assertThat(tree.leaves().stream().map(leaf -> leaf.owner().value()).toList())
                    .isEqualTo(numbers(each.get("leafOwners")));
            assertThat(tree.gates().stream().map(Node.Gate::minChildren).toList())
                    .isEqualTo(numbers(each.get("gates")));
            assertThat(tree.gates().stream().map(gate -> gate.children().size()).toList())
                    .isEqualTo(numbers(each.get("children")));
        }
        assertThat(cases).hasSize(10);
    }

    @Test
    void sharesAndCoefficients_areThoseOfTheVectors_onBothCurves() {
        var ran = 0;
        for (var each : VECTORS.get("accepted").items()) {
            var tree = QuorumTree.parse(each.get("text").text()).orThrow();
            var set = tree.qualify(parties(each.get("set"))).orThrow();
            for (var onCurve : each.get("curves").items()) {
                var curve = onCurve.get("curve").text().equals("secp256k1") ? Curve.SECP256K1 : Curve.ED25519;
                var polynomials = onCurve.get("polynomials").items().stream()
                        .map(row -> scalars(curve, row.items()))
                        .toList();
                var shares = TreeSharing.leafScalars(tree, scalar(curve, onCurve.get("secret")), polynomials);
                assertThat(List.copyOf(shares.values()))
                        .isEqualTo(scalars(curve, onCurve.get("shares").items()));
                var coefficients = set.coefficients(curve.group());
                var expected = onCurve.get("coefficients").items();
                assertThat(coefficients).hasSize(expected.size());
                for (var one : expected)
                    assertThat(coefficients)
                            .containsEntry(new LeafId(one.get("leaf").number()), scalar(curve, one.get("value")));
                ran++;
            }
        }
        assertThat(ran).isEqualTo(20);
    }

    @Test
    void refusedTexts_areRefusedAtTheirPlace() {
        var cases = VECTORS.get("refused").items();
        for (var each : cases) {
            var text = each.get("text").text();
            if (!(QuorumTree.parse(text) instanceof Parsed.Malformed<QuorumTree> malformed))
                throw new AssertionError("accepted: " + text);
            assertThat(malformed.offsetBytes())
                    .as(text)
                    .isEqualTo(each.get("offset").number());
        }
        assertThat(cases).hasSize(23);
    }

    @Test
    void unqualifiedSets_areRefused() {
        var cases = VECTORS.get("unqualified").items();
        for (var each : cases) {
            var tree = QuorumTree.parse(each.get("text").text()).orThrow();
            assertThat(tree.qualify(parties(each.get("set")))).isInstanceOf(Qualification.Unqualified.class);
        }
        assertThat(cases).hasSize(5);
    }

    private static List<PartyId> parties(Json list) {
        return numbers(list).stream().map(PartyId::new).toList();
    }

    private static List<Integer> numbers(Json list) {
        return list.items().stream().map(Json::number).toList();
    }

    private static List<Scalar> scalars(Curve curve, List<Json> list) {
        return list.stream().map(each -> scalar(curve, each)).toList();
    }

    private static Scalar scalar(Curve curve, Json hex) {
        return curve.group().parseScalar(hex.hex()).orThrow();
    }
}
