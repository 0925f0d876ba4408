package tallystick.crypto.unit;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.SecpScalars;

class SecpScalarsTest {
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final BigInteger TOP = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    private final MemorySegment m = Arena.ofAuto().allocate(1 << 19, 32);

    private BigInteger get(long at) {
        var bytes = new byte[33];
        for (var i = 0; i < 32; i++) bytes[32 - i] = m.get(JAVA_BYTE, at + i);
        return new BigInteger(bytes);
    }

    private void put(long at, BigInteger value) {
        for (var i = 0; i < 32; i++)
            m.set(JAVA_BYTE, at + i, value.shiftRight(8 * i).byteValue());
    }

    private void putBigEndian(long at, BigInteger value, int lengthBytes) {
        for (var i = 0; i < lengthBytes; i++)
            m.set(JAVA_BYTE, at + i, value.shiftRight(8 * (lengthBytes - 1 - i)).byteValue());
    }

    /// The edges of the group order, of each limb and word, and random numbers; all below n.
    private static List<BigInteger> scalars() {
        var random = new Random(52);
        var all = new ArrayList<BigInteger>();
        for (var i = 0; i < 5; i++) {
            all.add(BigInteger.valueOf(i));
            all.add(N.subtract(BigInteger.valueOf(i + 1)));
            all.add(BigInteger.ONE.shiftLeft(52 * i).subtract(BigInteger.ONE));
            all.add(BigInteger.ONE.shiftLeft(51 * i + 47));
            all.add(N.shiftRight(1).add(BigInteger.valueOf(i - 2)));
        }
        for (var i = 1; i < 4; i++) all.add(BigInteger.ONE.shiftLeft(64 * i).subtract(BigInteger.ONE));
        for (var i = 0; i < 20; i++) all.add(new BigInteger(256, random).mod(N));
        return all;
    }

    /// Also numbers from n on.
    private static List<BigInteger> wide() {
        var all = new ArrayList<>(scalars());
        for (var i = 0; i < 4; i++) {
            all.add(N.add(BigInteger.valueOf(i)));
            all.add(TOP.subtract(BigInteger.valueOf(i)));
        }
        return all;
    }

    @Test
    void sumsAndSelections_overAllPairs_agreeWithBigInteger() {
        for (var a : scalars()) {
            for (var b : scalars()) {
                put(0, a);
                put(32, b);
                SecpScalars.add(m, 0, m, 32, m, 64);
                assertThat(get(64)).isEqualTo(a.add(b).mod(N));
                SecpScalars.sub(m, 0, m, 32, m, 64);
                assertThat(get(64)).isEqualTo(a.subtract(b).mod(N));
                SecpScalars.addMasked(0, m, 0, m, 32, m, 64);
                assertThat(get(64)).isEqualTo(a);
                SecpScalars.addMasked(-1, m, 0, m, 32, m, 64);
                assertThat(get(64)).isEqualTo(a.add(b).mod(N));
                SecpScalars.select(-1, m, 0, m, 32, m, 64);
                assertThat(get(64)).isEqualTo(a);
                SecpScalars.select(0, m, 0, m, 32, m, 64);
                assertThat(get(64)).isEqualTo(b);
                assertThat(SecpScalars.equalMask(m, 0, m, 32)).isEqualTo(a.equals(b) ? -1 : 0);
                SecpScalars.sub(m, 0, m, 32, m, 0);
                assertThat(get(0)).isEqualTo(a.subtract(b).mod(N));
            }
        }
    }

    @Test
    void products_overAllPairs_agreeWithBigInteger() {
        for (var a : wide()) {
            for (var b : wide()) {
                put(0, a);
                put(32, b);
                SecpScalars.mul(m, 0, m, 32, m, 64);
                assertThat(get(64)).isEqualTo(a.multiply(b).mod(N));
                putBigEndian(128, a.shiftLeft(256).add(b), 64);
                SecpScalars.reduceWideBigEndian(m, 128, m, 64);
                assertThat(get(64)).isEqualTo(a.shiftLeft(256).add(b).mod(N));
            }
        }
    }

    @Test
    void singleNumbers_onTheEdges_agreeWithBigInteger() {
        for (var a : scalars()) {
            put(0, a);
            SecpScalars.negate(m, 0, m, 64);
            assertThat(get(64)).isEqualTo(a.negate().mod(N));
            m.asSlice(1024, SecpScalars.INVERT_SCRATCH_BYTES).fill((byte) 9);
            SecpScalars.invert(m, 0, m, 64, m, 1024);
            assertThat(get(64)).isEqualTo(a.signum() == 0 ? a : a.modInverse(N));
            assertThat(m.asSlice(1024, SecpScalars.INVERT_SCRATCH_BYTES).toArray(JAVA_BYTE))
                    .containsOnly(0);
            assertThat(SecpScalars.zeroMask(m, 0)).isEqualTo(a.signum() == 0 ? -1 : 0);
        }
        for (var a : wide()) {
            putBigEndian(128, a, 32);
            assertThat(SecpScalars.fromBigEndian(m, 128, m, 0)).isEqualTo(a.compareTo(N) < 0 ? -1 : 0);
            assertThat(get(0)).isEqualTo(a);
            assertThat(SecpScalars.canonicalMask(m, 0)).isEqualTo(a.compareTo(N) < 0 ? -1 : 0);
            SecpScalars.toBigEndian(m, 0, m, 192);
            assertThat(m.asSlice(192, 32).mismatch(m.asSlice(128, 32))).isEqualTo(-1);
            SecpScalars.reduceBigEndian(m, 128, m, 0);
            assertThat(get(0)).isEqualTo(a.mod(N));
        }
    }

    @Test
    void bulkSums_overManyCountsAndStrides_agreeWithBigInteger() {
        var random = new Random(64);
        for (var count : new int[] {0, 1, 2, 63, 64, 65, 128, 129, 752, 1000}) {
            for (var stride : new int[] {32, 96}) {
                var products = BigInteger.ZERO;
                var masked = BigInteger.ZERO;
                for (var i = 0; i < count; i++) {
                    var a = i % 7 == 0 ? TOP : new BigInteger(256, random);
                    var b = i % 5 == 0 ? TOP : new BigInteger(256, random);
                    var chosen = random.nextBoolean();
                    put(4096 + (long) i * stride, a);
                    put(200_000 + 32L * i, b);
                    m.set(JAVA_LONG_UNALIGNED, 400_000 + 8L * i, chosen ? -1L : 0L);
                    products = products.add(a.multiply(b));
                    if (chosen) masked = masked.add(a);
                }
                SecpScalars.innerProduct(m, 4096, stride, m, 200_000, 32, count, m, 0);
                assertThat(get(0)).isEqualTo(products.mod(N));
                SecpScalars.maskedSum(m, 400_000, m, 4096, stride, count, m, 0);
                assertThat(get(0)).isEqualTo(masked.mod(N));
            }
        }
    }

    @Test
    void innerProduct_ofAsManyOfTheLargestAsItTakes_holds() {
        put(0, TOP);
        SecpScalars.innerProduct(m, 0, /* aStride= */ 0, m, 0, /* bStride= */ 0, SecpScalars.TERMS_MAX, m, 64);
        assertThat(get(64))
                .isEqualTo(TOP.multiply(TOP).multiply(BigInteger.valueOf(8192)).mod(N));
        assertThat(SecpScalars.TERMS_MAX).isEqualTo(8192);
    }

    @Test
    void maskedSum_ofAsManyOfTheLargestAsItTakes_holds() {
        var count = SecpScalars.TERMS_MAX;
        put(0, TOP);
        for (var i = 0; i < count; i++) m.set(JAVA_LONG_UNALIGNED, 400_000 + 8L * i, -1L);
        SecpScalars.maskedSum(m, 400_000, m, 0, /* aStride= */ 0, count, m, 64);
        assertThat(get(64)).isEqualTo(TOP.multiply(BigInteger.valueOf(count)).mod(N));
    }

    @Test
    void reductionInARow_agreesWithOneByOne() {
        var numbers = wide();
        for (var i = 0; i < numbers.size(); i++) putBigEndian(4096 + 32L * i, numbers.get(i), 32);
        SecpScalars.reduceBigEndianAll(m, 4096, m, 8192, numbers.size());
        for (var i = 0; i < numbers.size(); i++)
            assertThat(get(8192 + 32L * i)).isEqualTo(numbers.get(i).mod(N));
    }

    @Test
    void maskedSum_ofTooMany_isRefused() {
        for (var count : new int[] {-1, SecpScalars.TERMS_MAX + 1})
            assertThatIllegalArgumentException().isThrownBy(() -> SecpScalars.maskedSum(m, 0, m, 0, 32, count, m, 0));
    }
}
