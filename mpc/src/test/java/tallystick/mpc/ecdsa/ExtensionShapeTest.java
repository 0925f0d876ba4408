package tallystick.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ExtensionShapeTest {
    @Test
    void itemsFromOneToTheMost_areAShape_andNoOthers() {
        assertThat(ExtensionShape.of(1).usedRows()).isEqualTo(VoleParameters.GADGET_LENGTH);
        assertThat(ExtensionShape.of(VoleParameters.ITEMS_MAX).items()).isEqualTo(VoleParameters.ITEMS_MAX);
        for (var items : new int[] {-1, 0, VoleParameters.ITEMS_MAX + 1})
            assertThatIllegalArgumentException().isThrownBy(() -> ExtensionShape.of(items));
    }

    @Test
    void gadgetsOfWholeBytes_areAShape_andNoOthers() {
        assertThat(new ExtensionShape(8, 1).gadgetLength()).isEqualTo(8);
        for (var length : new int[] {-8, 0, 7, 12})
            assertThatIllegalArgumentException().isThrownBy(() -> new ExtensionShape(length, 1));
    }
}
