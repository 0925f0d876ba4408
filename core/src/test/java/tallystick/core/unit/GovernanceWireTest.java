package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Orders;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("What is said about documents, docs/spec/documents.md")
class GovernanceWireTest {
    private static <T> void comesBack(T message, Bytes encoded, Function<Bytes, Parsed<T>> parser) {
        assertEquals(message, parser.apply(encoded).orThrow());
        assertThat(parser.apply(Bytes.concat(encoded, Bytes.copyOf((byte) 0)))).isInstanceOf(Parsed.Malformed.class);
        assertThat(parser.apply(encoded.slice(0, encoded.length() - 1))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void everyOrder_comesBack() {
        var kinds = new HashSet<Class<?>>();
        for (var order : Orders.orders()) {
            comesBack(order, order.encode(), GovernanceOrder::parse);
            kinds.add(order.getClass());
        }
        assertEquals(7, kinds.size());
    }

    @Test
    void everyReply_comesBack() {
        var kinds = new HashSet<Class<?>>();
        for (var reply : Orders.replies()) {
            comesBack(reply, reply.encode(), GovernanceReply::parse);
            kinds.add(reply.getClass());
        }
        assertEquals(6, kinds.size());
    }

    @Test
    void everyPieceOfNews_comesBackAndHasANameOfItsOwn() {
        var names = new HashSet<Object>();
        for (var news : Orders.news()) {
            comesBack(news, news.encode(), GovernanceNews::parse);
            names.add(news.item());
        }
        assertEquals(5, names.size());
    }
}
