package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect.Argument;
import tallystick.core.chain.Effect.Authority;
import tallystick.crypto.codec.MalformedInput;

/// The common instructions of the Stake program.
///
/// @spec https://docs.rs/solana-stake-interface/latest/solana_stake_interface/instruction/enum.StakeInstruction.html
/// Solana SDK, StakeInstruction
final class StakeProgram {
    private static final Address HERE = Programs.STAKE;

    private StakeProgram() {}

    static void read(Fields fields, Reading reading) throws MalformedInput {
        var tag = fields.u32("stake instruction");
        if (tag > 10) throw new MalformedInput(0, "a stake instruction known here");
        switch ((int) tag) {
            case 0 -> initialize(fields, reading);
            case 1 -> authorize(fields, reading);
            case 2 -> delegate(fields, reading);
            case 3 -> split(fields, reading);
            case 4 -> withdraw(fields, reading);
            case 5 -> deactivate(fields, reading);
            case 7 -> merge(fields, reading);
            case 9 -> initializeChecked(fields, reading);
            case 10 -> authorizeChecked(fields, reading);
            default -> throw new MalformedInput(0, "a stake instruction known here");
        }
    }

    private static void initialize(Fields fields, Reading reading) throws MalformedInput {
        var staker = fields.key("staker");
        var withdrawer = fields.key("withdrawer");
        var lockedUntil = fields.i64("lockup time");
        var lockedEpoch = fields.u64("lockup epoch");
        var custodian = fields.key("custodian");
        fields.end();
        var stake = fields.writable("stake account").address();
        fields.exactly(Programs.RENT, "rent");
        fields.noMoreAccounts();
        begun(reading, stake, staker, withdrawer);
        if (lockedUntil == 0 && lockedEpoch.signum() == 0) return;
        var detail = List.of(
                Reading.word("power", "custodian"),
                new Argument("lockedUntil", "i64", Long.toString(lockedUntil)),
                Reading.argument("lockedEpoch", lockedEpoch));
        reading.authority(stake, Authority.STAKE, Optional.of(custodian), detail);
        reading.danger("STAKE_LOCKED", "Stake is locked, and only a custodian can release it earlier.");
    }

    private static void initializeChecked(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var stake = fields.writable("stake account").address();
        fields.exactly(Programs.RENT, "rent");
        var staker = fields.readOnly("staker").address();
        var withdrawer = fields.signer("withdrawer").address();
        fields.noMoreAccounts();
        begun(reading, stake, staker, withdrawer);
    }

    private static void begun(Reading reading, Address stake, Address staker, Address withdrawer) {
        changed(reading, stake, "staker", staker);
        changed(reading, stake, "withdrawer", withdrawer);
        if (!reading.isOurs(staker) || !reading.isOurs(withdrawer))
            reading.danger("STAKE_AUTHORITY", "Somebody else may direct or withdraw stake.");
    }

    private static void changed(Reading reading, Address stake, String power, Address holder) {
        reading.authority(stake, Authority.STAKE, Optional.of(holder), List.of(Reading.word("power", power)));
    }

    private static void authorize(Fields fields, Reading reading) throws MalformedInput {
        var holder = fields.key("new authority");
        var power = power(fields);
        fields.end();
        var stake = fields.writable("stake account").address();
        fields.exactly(Programs.CLOCK, "clock");
        fields.signer("authority");
        custodian(fields);
        handedOver(reading, stake, power, holder);
    }

    private static void authorizeChecked(Fields fields, Reading reading) throws MalformedInput {
        var power = power(fields);
        fields.end();
        var stake = fields.writable("stake account").address();
        fields.exactly(Programs.CLOCK, "clock");
        fields.signer("authority");
        var holder = fields.signer("new authority").address();
        custodian(fields);
        handedOver(reading, stake, power, holder);
    }

    private static void handedOver(Reading reading, Address stake, String power, Address holder) {
        changed(reading, stake, power, holder);
        reading.danger("STAKE_AUTHORITY", "The power to direct or withdraw stake changes hands.");
    }

    private static String power(Fields fields) throws MalformedInput {
        return switch ((int) fields.u32("stake authority")) {
            case 0 -> "staker";
            case 1 -> "withdrawer";
            default -> throw new MalformedInput(4, "stake authority 0 or 1");
        };
    }

    private static void custodian(Fields fields) throws MalformedInput {
        if (fields.accountsLeft() > 0) fields.signer("custodian");
        fields.noMoreAccounts();
    }

    private static void delegate(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var stake = fields.writable("stake account").address();
        var vote = fields.readOnly("vote account").address();
        fields.exactly(Programs.CLOCK, "clock");
        fields.exactly(Programs.STAKE_HISTORY, "stake history");
        // once the stake configuration; the program no longer looks at it
        fields.readOnly("unused account");
        var staker = fields.signer("staker").address();
        fields.noMoreAccounts();
        called(reading, staker, "delegateStake", reading.argument("stake", stake), reading.argument("vote", vote));
        reading.attention("STAKE_DELEGATED", "Stake is given to a validator.");
    }

    private static void deactivate(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var stake = fields.writable("stake account").address();
        fields.exactly(Programs.CLOCK, "clock");
        var staker = fields.signer("staker").address();
        fields.noMoreAccounts();
        called(reading, staker, "deactivate", reading.argument("stake", stake));
    }

    private static void split(Fields fields, Reading reading) throws MalformedInput {
        var lamports = fields.u64("lamports");
        fields.end();
        var stake = fields.writable("stake account").address();
        var part = fields.writable("new stake account").address();
        var staker = fields.signer("staker").address();
        fields.noMoreAccounts();
        moved(reading, stake, part, lamports);
        called(reading, staker, "split", reading.argument("stake", stake), reading.argument("part", part));
    }

    private static void withdraw(Fields fields, Reading reading) throws MalformedInput {
        var lamports = fields.u64("lamports");
        fields.end();
        var stake = fields.writable("stake account").address();
        var to = fields.writable("receiver").address();
        fields.exactly(Programs.CLOCK, "clock");
        fields.exactly(Programs.STAKE_HISTORY, "stake history");
        var withdrawer = fields.signer("withdrawer").address();
        custodian(fields);
        moved(reading, stake, to, lamports);
        called(reading, withdrawer, "withdraw", reading.argument("stake", stake), reading.argument("to", to));
    }

    private static void merge(Fields fields, Reading reading) throws MalformedInput {
        fields.end();
        var stake = fields.writable("stake account").address();
        var source = fields.writable("source stake account").address();
        fields.exactly(Programs.CLOCK, "clock");
        fields.exactly(Programs.STAKE_HISTORY, "stake history");
        var staker = fields.signer("staker").address();
        fields.noMoreAccounts();
        called(reading, staker, "merge", reading.argument("stake", stake), reading.argument("source", source));
        reading.attention("STAKE_MERGED", "All of one stake account goes into another under the same authorities.");
    }

    private static void moved(Reading reading, Address from, Address to, BigInteger lamports) {
        reading.transfer(reading.coin(), from, to, lamports);
    }

    private static void called(Reading reading, Address caller, String function, Argument... arguments) {
        reading.call(caller, HERE, function, List.of(arguments));
    }
}
