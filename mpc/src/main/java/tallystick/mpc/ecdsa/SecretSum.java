package tallystick.mpc.ecdsa;

import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SecretMemory;

/// A growing sum of secret numbers mod n in one place of secret memory. **Timing** constant.
final class SecretSum implements AutoCloseable {
    private final SecretScalar value;

    SecretSum(SecretMemory home) {
        this.value = EcdsaNumbers.GROUP.secretZero(home);
    }

    SecretSum add(SecretScalar summand) {
        SecpScalars.add(value.memory(), 0, summand.memory(), 0, value.memory(), 0);
        return this;
    }

    SecretSum subtract(SecretScalar subtrahend) {
        try (var negated = subtrahend.negate()) {
            return add(negated);
        }
    }

    SecretSum addProduct(SecretScalar a, SecretScalar b) {
        try (var product = a.times(b)) {
            return add(product);
        }
    }

    SecretSum addProduct(SecretScalar a, Scalar b) {
        try (var product = a.times(b)) {
            return add(product);
        }
    }

    /// The sum so far; closed with this.
    SecretScalar value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }

    @Override
    public String toString() {
        return "SecretSum";
    }
}
