package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;

/// Reads one instruction: the data from front to end, little-endian as programs take it, and the accounts in order.
/// Whatever does not fit is [MalformedInput], and the instruction is undecoded.
final class Fields {
    private final Instruction instruction;
    private int position;
    private int account;

    Fields(Instruction instruction) {
        this.instruction = instruction;
    }

    Instruction instruction() {
        return instruction;
    }

    int remaining() {
        return instruction.data().length() - position;
    }

    int accountsLeft() {
        return instruction.accounts().size() - account;
    }

    int u8(String field) throws MalformedInput {
        return raw(1, field).at(0);
    }

    long u32(String field) throws MalformedInput {
        return number(4, field).longValueExact();
    }

    BigInteger u64(String field) throws MalformedInput {
        return number(8, field);
    }

    long i64(String field) throws MalformedInput {
        return number(8, field).longValue();
    }

    Address key(String field) throws MalformedInput {
        return new Address(raw(Address.LENGTH_BYTES, field));
    }

    /// A byte 0, or a byte 1 and a key.
    Optional<Address> optionalKey(String field) throws MalformedInput {
        var start = position;
        return switch (u8(field)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(key(field));
            default -> throw new MalformedInput(start, field + " after 0 or 1");
        };
    }

    /// A u64 length and at most 32 bytes, the longest seed of the chain.
    Bytes seed() throws MalformedInput {
        var start = position;
        var length = u64("seed length");
        if (length.bitLength() > 6 || length.intValue() > 32)
            throw new MalformedInput(start, "seed of at most 32 bytes");
        return raw(length.intValue(), "seed");
    }

    Bytes raw(int length, String field) throws MalformedInput {
        if (length > remaining()) throw new MalformedInput(position, "%s of %d bytes".formatted(field, length));
        var value = instruction.data().slice(position, position + length);
        position += length;
        return value;
    }

    void end() throws MalformedInput {
        if (remaining() > 0) throw new MalformedInput(position, "end of the data");
    }

    AccountUse readOnly(String field) throws MalformedInput {
        if (accountsLeft() == 0) throw new MalformedInput(0, "account for the " + field);
        return instruction.accounts().get(account++);
    }

    AccountUse writable(String field) throws MalformedInput {
        var use = readOnly(field);
        if (!use.isWritable()) throw new MalformedInput(0, field + " as an account that can be changed");
        return use;
    }

    AccountUse signer(String field) throws MalformedInput {
        var use = readOnly(field);
        if (!use.isSigner()) throw new MalformedInput(0, field + " as a signer");
        return use;
    }

    AccountUse writableSigner(String field) throws MalformedInput {
        var use = writable(field);
        if (!use.isSigner()) throw new MalformedInput(0, field + " as a signer");
        return use;
    }

    /// This very account.
    void exactly(Address address, String field) throws MalformedInput {
        if (!readOnly(field).address().equals(address)) throw new MalformedInput(0, "the account of the " + field);
    }

    /// Like [#exactly], where older callers give it and newer ones do not.
    void perhaps(Address address) {
        if (accountsLeft() > 0 && instruction.accounts().get(account).address().equals(address)) account++;
    }

    /// The rest of the accounts.
    List<AccountUse> rest() {
        var rest =
                instruction.accounts().subList(account, instruction.accounts().size());
        account = instruction.accounts().size();
        return rest;
    }

    void noMoreAccounts() throws MalformedInput {
        if (accountsLeft() > 0) throw new MalformedInput(0, "no more accounts, found %d".formatted(accountsLeft()));
    }

    /// No more accounts but such as lend nothing: payment requests add them as references.
    void onlyReferences() throws MalformedInput {
        for (var use : rest())
            if (use.isSigner() || use.isWritable()) throw new MalformedInput(0, "further accounts only to be read");
    }

    private BigInteger number(int length, String field) throws MalformedInput {
        var bytes = raw(length, field).toArray();
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            var swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
        return new BigInteger(1, bytes);
    }
}
