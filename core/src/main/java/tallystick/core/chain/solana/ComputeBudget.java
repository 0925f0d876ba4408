package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.MalformedInput;

/// What a transaction may use and pays for priority.
///
/// @param unitLimit compute units asked for, if it says
/// @param unitPrice micro-lamports for each compute unit asked for, if it says
/// @param isWhole whether every instruction of it is understood; if not, the chain may take more than [#feeMax]
/// @spec https://solana.com/docs/core/fees#prioritization-fee Solana documentation, prioritization fee
record ComputeBudget(Optional<Long> unitLimit, Optional<BigInteger> unitPrice, boolean isWhole) {
    static final long UNITS_MAX = 1_400_000;
    static final long UNITS_PER_INSTRUCTION = 200_000;
    static final long UNITS_PER_BUDGET_INSTRUCTION = 3_000;
    static final BigInteger LAMPORTS_PER_SIGNATURE = BigInteger.valueOf(5_000);
    static final int SET_UNIT_LIMIT = 2;
    static final int SET_UNIT_PRICE = 3;

    private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);
    private static final List<Address> VERIFIERS =
            List.of(Programs.VERIFY_ED25519, Programs.VERIFY_SECP256K1, Programs.VERIFY_SECP256R1);

    /// One instruction of the program.
    ///
    /// @param kind 1..4
    record Setting(int kind, BigInteger value) {}

    static Setting setting(Fields fields) throws MalformedInput {
        var kind = fields.u8("compute budget instruction");
        var value =
                switch (kind) {
                    case 1 -> heap(fields.u32("heap bytes"));
                    case SET_UNIT_LIMIT -> BigInteger.valueOf(fields.u32("compute unit limit"));
                    case SET_UNIT_PRICE -> fields.u64("compute unit price");
                    case 4 -> BigInteger.valueOf(fields.u32("loaded bytes"));
                    default -> throw new MalformedInput(0, "compute budget instruction 1..4");
                };
        fields.end();
        return new Setting(kind, value);
    }

    private static BigInteger heap(long lengthBytes) throws MalformedInput {
        if (lengthBytes < 32 * 1024 || lengthBytes > 256 * 1024 || lengthBytes % 1024 != 0)
            throw new MalformedInput(1, "heap of 32..256 whole kibibytes");
        return BigInteger.valueOf(lengthBytes);
    }

    /// The highest of what the readable instructions set; where one is set twice the chain refuses the transaction.
    static ComputeBudget of(List<Instruction> instructions) {
        var limit = Optional.<Long>empty();
        var price = Optional.<BigInteger>empty();
        var isWhole = true;
        for (var each : instructions) {
            if (!each.program().equals(Programs.COMPUTE_BUDGET)) continue;
            try {
                var setting = setting(new Fields(each));
                if (setting.kind() == SET_UNIT_LIMIT)
                    limit = Optional.of(
                            Math.max(limit.orElse(0L), setting.value().longValueExact()));
                if (setting.kind() == SET_UNIT_PRICE)
                    price = Optional.of(price.orElse(BigInteger.ZERO).max(setting.value()));
            } catch (MalformedInput unread) {
                isWhole = false;
            }
        }
        return new ComputeBudget(limit, price, isWhole);
    }

    /// The most lamports the chain takes: the signatures, and the price for every unit that may be counted.
    ///
    /// @param signers how many signatures the message takes
    BigInteger feeMax(int signers, List<Instruction> instructions) {
        var signatures = (long) signers;
        for (var each : instructions)
            if (VERIFIERS.contains(each.program()) && each.data().length() > 0)
                signatures += each.data().at(0);
        var base = LAMPORTS_PER_SIGNATURE.multiply(BigInteger.valueOf(signatures));
        if (unitPrice.isEmpty()) return base;
        var priority = unitPrice.get().multiply(BigInteger.valueOf(unitsMax(instructions)));
        return base.add(priority.add(MICRO).subtract(BigInteger.ONE).divide(MICRO));
    }

    /// Without a limit the chain counts 200,000 units for an instruction, or fewer for builtin programs.
    private long unitsMax(List<Instruction> instructions) {
        if (unitLimit.isPresent()) return Math.min(unitLimit.get(), UNITS_MAX);
        var units = 0L;
        for (var each : instructions)
            units += each.program().equals(Programs.COMPUTE_BUDGET)
                    ? UNITS_PER_BUDGET_INSTRUCTION
                    : UNITS_PER_INSTRUCTION;
        return Math.min(units, UNITS_MAX);
    }
}
