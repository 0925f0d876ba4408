package tallystick.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.PartyId;

/// What is left in a batch's memory of an item that was taken or discarded: docs/spec/vole.md §6.
class PairBatchTest {
    private static final int ITEMS = 3;
    private static final PoolId OUTGOING = new PoolId(Trial.digest("outgoing"));
    private static final PoolId INCOMING = new PoolId(Trial.digest("incoming"));

    private final SecretMemory home = SecretMemory.open();
    private final SecretBytes senderItems = full(VoleSender.ITEM_BYTES);
    private final SecretBytes receiverItems = full(VoleReceiver.ITEM_BYTES);
    private final PairBatch batch = new PairBatch(
            new PairName(Trial.digest("key"), 1, new PartyId(1), new PartyId(2)),
            OUTGOING,
            INCOMING,
            ITEMS,
            senderItems,
            receiverItems);

    @AfterEach
    void close() {
        batch.close();
        home.close();
    }

    private SecretBytes full(int itemBytes) {
        var items = home.allocate(ITEMS * itemBytes);
        items.memory().fill((byte) 1);
        return items;
    }

    @Test
    void itemTakenAsSender_isLeftNowhereInTheBatch_andTheOthersStay() {
        try (var item = batch.takeAsSender(new ItemRef(OUTGOING, 1));
                var values = item.spend()) {
            assertThat(values.keyOutput().memory().toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly(1);
        }
        assertZeroAtIndexOneAlone(senderItems);
        assertThat(receiverItems.memory().toArray(ValueLayout.JAVA_BYTE)).containsOnly(1);
    }

    @Test
    void itemTakenAsReceiver_isLeftNowhereInTheBatch_andTheOthersStay() {
        batch.takeAsReceiver(new ItemRef(INCOMING, 1)).close();
        assertZeroAtIndexOneAlone(receiverItems);
        assertThat(senderItems.memory().toArray(ValueLayout.JAVA_BYTE)).containsOnly(1);
    }

    @Test
    void discardedItem_isLeftNowhereInTheBatch_inNeitherDirection_byWhicheverName() {
        batch.discard(new ItemRef(INCOMING, 1));
        assertZeroAtIndexOneAlone(senderItems);
        assertZeroAtIndexOneAlone(receiverItems);
        batch.discard(new ItemRef(OUTGOING, 0));
        batch.discard(new ItemRef(OUTGOING, 2));
        assertThat(senderItems.memory().toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        assertThat(receiverItems.memory().toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    private static void assertZeroAtIndexOneAlone(SecretBytes items) {
        var itemBytes = items.memory().byteSize() / ITEMS;
        for (var index = 0; index < ITEMS; index++)
            assertThat(items.memory().asSlice(index * itemBytes, itemBytes).toArray(ValueLayout.JAVA_BYTE))
                    .as("item %d", index)
                    .containsOnly(index == 1 ? 0 : 1);
    }
}
