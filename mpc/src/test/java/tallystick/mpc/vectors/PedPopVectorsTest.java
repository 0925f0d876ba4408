package tallystick.mpc.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.TreeSharing;

/// Published runs of PedPoP: their proofs are of another form, but the algebra of dealing is the same. Every private
/// share fits its dealer's commitments by our recursion, and the sums are the published shares and key.
class PedPopVectorsTest {
    private static final QuorumTree TREE = QuorumTree.kOfN(2, 3);
    private static final List<String> PARTICIPANTS = List.of("1", "2", "3");

    @Test
    void publishedRuns_whereTheyStand_followOurSharing() {
        var suites = Map.of(
                "frost-ed25519-vectors_dkg.json", Curve.ED25519, "frost-secp256k1-vectors_dkg.json", Curve.SECP256K1);
        var found = 0;
        for (var suite : suites.entrySet()) {
            var run = VectorFiles.outside("frost/" + suite.getKey());
            found++;
            assertThat(check(run.get("inputs"), suite.getValue().group())).isEqualTo(6);
        }
        assertThat(found).isEqualTo(2);
    }

    /// The Taproot suite tweaks its key afterwards, so only the dealing itself is comparable.
    @Test
    void taprootRun_whereItStands_followsOurSharing() {
        var run = VectorFiles.outside("frost/frost-secp256k1-tr-vectors_dkg.json");
        assertThat(feldman(run.get("inputs"), Curve.SECP256K1.group())).isEqualTo(6);
    }

    private static int check(Json inputs, Group group) {
        var checked = feldman(inputs, group);
        Element key = group.identity();
        for (var dealer : PARTICIPANTS)
            key = key.plus(commitments(inputs, dealer, group).getFirst());
        assertThat(key.encode()).isEqualTo(inputs.get("verifying_key").hex());
        for (var receiver : PARTICIPANTS) {
            var own = inputs.get(receiver);
            Element point = group.identity();
            for (var dealer : PARTICIPANTS) point = point.plus(leafPoint(inputs, dealer, receiver, group));
            assertThat(point.encode()).isEqualTo(own.get("verifying_share").hex());
            var share = scalar(group, own.get("signing_share"));
            assertThat(share.timesGenerator()).isEqualTo(point);
            if (!own.has("signing_key")) continue;
            var at = group.scalar(Long.parseLong(receiver));
            var sum = scalar(group, own.get("signing_key"))
                    .plus(scalar(group, own.get("coefficient")).times(at));
            for (var dealer : own.get("signing_shares").keys())
                sum = sum.plus(scalar(group, own.get("signing_shares").get(dealer)));
            assertThat(sum).isEqualTo(share);
        }
        return checked;
    }

    private static int feldman(Json inputs, Group group) {
        var checked = 0;
        for (var receiver : PARTICIPANTS) {
            var received = inputs.get(receiver).get("signing_shares");
            for (var dealer : received.keys()) {
                assertThat(scalar(group, received.get(dealer)).timesGenerator())
                        .isEqualTo(leafPoint(inputs, dealer, receiver, group));
                checked++;
            }
        }
        return checked;
    }

    private static Element leafPoint(Json inputs, String dealer, String receiver, Group group) {
        var commitments = commitments(inputs, dealer, group);
        var leaf = new LeafId(Integer.parseInt(receiver) - 1);
        return TreeSharing.leafElements(
                        TREE, commitments.getFirst(), List.of(commitments.subList(1, commitments.size())))
                .get(leaf);
    }

    private static List<Element> commitments(Json inputs, String dealer, Group group) {
        return inputs.get(dealer).get("vss_commitments").items().stream()
                .<Element>map(each -> group.parsePoint(each.hex()).orThrow())
                .toList();
    }

    private static Scalar scalar(Group group, Json hex) {
        return group.parseScalar(hex.hex()).orThrow();
    }
}
