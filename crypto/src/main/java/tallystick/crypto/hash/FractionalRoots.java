package tallystick.crypto.hash;

import java.math.BigInteger;

/// Computes SHA-256's constants from what they are: the first 32 bits of the fractional parts of roots of primes.
///
/// **Why** a table of seventy-two words can hold a typing error; the rule that makes it cannot.
///
/// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §4.2.2, §5.3.3 (constants, initial value)
final class FractionalRoots {
    private FractionalRoots() {}

    static int[] ofSquareRoots(int count) {
        // floor(sqrt(p) * 2^32) = floor(sqrt(p * 2^64))
        return roots(count, 2);
    }

    static int[] ofCubeRoots(int count) {
        // floor(cbrt(p) * 2^32) = floor(cbrt(p * 2^96))
        return roots(count, 3);
    }

    private static int[] roots(int count, int degree) {
        var words = new int[count];
        var prime = BigInteger.ONE;
        for (var i = 0; i < count; i++) {
            prime = prime.nextProbablePrime();
            words[i] = root(prime.shiftLeft(32 * degree), degree).intValue();
        }
        return words;
    }

    private static BigInteger root(BigInteger of, int degree) {
        var root = BigInteger.ZERO;
        for (var bit = of.bitLength() / degree; bit >= 0; bit--) {
            var larger = root.setBit(bit);
            if (larger.pow(degree).compareTo(of) <= 0) root = larger;
        }
        return root;
    }
}
