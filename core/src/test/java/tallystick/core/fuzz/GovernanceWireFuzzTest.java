package tallystick.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.kit.Orders;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.kit.Canonical;

/// Whatever is brought to a node about its documents, or told by one, is refused or the one form of what was read.
class GovernanceWireFuzzTest {
    private static Stream<byte[]> orders() {
        return Orders.orders().stream().map(order -> order.encode().toArray());
    }

    private static Stream<byte[]> replies() {
        return Orders.replies().stream().map(reply -> reply.encode().toArray());
    }

    private static Stream<byte[]> news() {
        return Orders.news().stream().map(news -> news.encode().toArray());
    }

    @MethodSource("orders")
    @FuzzTest
    void anyOrder_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, GovernanceOrder::parse, GovernanceOrder::encode);
    }

    @MethodSource("replies")
    @FuzzTest
    void anyReply_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, GovernanceReply::parse, GovernanceReply::encode);
    }

    @MethodSource("news")
    @FuzzTest
    void anyNews_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, GovernanceNews::parse, GovernanceNews::encode);
    }
}
