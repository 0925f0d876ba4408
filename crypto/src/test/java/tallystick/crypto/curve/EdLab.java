package tallystick.crypto.curve;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/// Points of edwards25519 of every order, and both ways to ask whether one is of the prime-order group.
public final class EdLab {
    /// A point of order 8.
    private static final EdCoordinates EIGHTH = eighth();

    private EdLab() {}

    /// What the two ways say of one point.
    public record Verdicts(boolean byHalving, boolean byDefinition) {}

    /// A random multiple of the generator plus each of the eight points of small order, the neutral one first.
    public static List<Verdicts> cosets(Random chance) {
        var scalar = new BigInteger(252, chance);
        return java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> judge(of(scalar).plus(small(i))))
                .toList();
    }

    /// The eight points of small order by themselves, the neutral one first.
    public static List<Verdicts> small() {
        return java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> judge(small(i)))
                .toList();
    }

    /// Whether a sum with a point of which only the encoding is known is the sum with the point read, in a form that
    /// encodes alike: for the neutral element, the point itself, its negation and a point of each coset as the
    /// first.
    public static int sumsHold(Random chance) {
        var point = of(new BigInteger(252, chance));
        var firsts = new java.util.ArrayList<>(List.of(point, point.negate(), EdCoordinates.NEUTRAL));
        var scalar = new BigInteger(252, chance);
        for (var i = 0; i < 8; i++) firsts.add(of(scalar).plus(small(i)));
        for (var first : List.copyOf(firsts))
            firsts.add(EdCoordinates.parse(first.encode()).orElseThrow());
        var held = 0;
        for (var first : firsts) {
            var expected = first.plus(EdCoordinates.parse(point.encode()).orElseThrow());
            var sum = first.plusEncoded(point.encode());
            if (sum.same(expected)
                    && java.util.Arrays.equals(sum.encode(), expected.encode())
                    && sum.isNeutral() == expected.isNeutral()
                    && sum.plus(sum).same(expected.plus(expected))) held++;
        }
        return held;
    }

    /// Whether a sum with bytes that no point of the curve has is refused.
    public static boolean refusesOffCurve() {
        var offCurve = new byte[32];
        while (EdCoordinates.decompresses(offCurve)) offCurve[0]++;
        try {
            EdCoordinates.GENERATOR.plusEncoded(offCurve);
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }

    private static EdCoordinates of(BigInteger scalar) {
        return EdCoordinates.linearCombination(List.of(new EdCoordinates.Term(scalar, EdCoordinates.GENERATOR)));
    }

    private static EdCoordinates small(int multiple) {
        return EdCoordinates.linearCombination(List.of(new EdCoordinates.Term(BigInteger.valueOf(multiple), EIGHTH)));
    }

    private static Verdicts judge(EdCoordinates point) {
        var parsed = EdCoordinates.parse(point.encode()).orElseThrow();
        return new Verdicts(parsed.inPrimeOrderGroup(), parsed.timesOrderIsNeutral());
    }

    private static EdCoordinates eighth() {
        var chance = new Random(8);
        while (true) {
            var encoded = new byte[32];
            chance.nextBytes(encoded);
            encoded[31] &= 0x7f;
            var point = EdCoordinates.parse(encoded);
            if (point.isEmpty()) continue;
            var part = EdCoordinates.linearCombination(List.of(new EdCoordinates.Term(EdCoordinates.L, point.get())));
            var four = EdCoordinates.linearCombination(List.of(new EdCoordinates.Term(BigInteger.valueOf(4), part)));
            if (!four.isNeutral()) return part;
        }
    }
}
