package tallystick.core.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;

/// One thing the decoded bytes do. A list of effects accounts for every byte; what cannot be explained is [Undecoded].
///
/// **Why** policy, screens and auditors judge effects and never fields that describe a transaction.
///
/// **Form** amounts are base units, 0 or more. Names and texts that come out of the bytes are a stranger's: they are
/// shown only through `core.clear`, which makes them safe to look at.
public sealed interface Effect {
    /// Value moves.
    record Transfer(Asset asset, Account from, Account to, BigInteger amount) implements Effect {}

    /// Value comes back to an address of the same key, proven by derivation and not by a label.
    ///
    /// @param path below the key that signs
    record Change(Asset asset, Account to, BigInteger amount, DerivationPath path) implements Effect {}

    /// Value of one address goes into a transaction that spends several together; where it goes the other effects say.
    ///
    /// @param path below the key that signs, where that is proven
    record Spend(Asset asset, Account from, BigInteger amount, Optional<DerivationPath> path) implements Effect {}

    /// The most that the chain can take for inclusion.
    record Fee(Asset asset, Account payer, BigInteger amountMax) implements Effect {}

    /// Somebody may take value later without asking again. Counts as its full amount.
    ///
    /// @param amountMax empty if there is no limit, or the collection as a whole is allowed
    /// @param until empty if it never ends
    record Allowance(
            Asset asset, Account owner, Account spender, Optional<BigInteger> amountMax, Optional<Instant> until)
            implements Effect {}

    /// The rules change of who may command an account.
    ///
    /// @param over the account commanded
    /// @param authority which power over it
    /// @param holder who has the power afterwards, or loses it on [Turn#TAKEN]; empty if nobody is named by the
    /// bytes
    /// @param detail what else the bytes say, in the order they say it
    record AuthorityChange(
            Account over, Authority authority, Turn turn, Optional<Account> holder, List<Argument> detail)
            implements Effect {
        /// Copies.
        public AuthorityChange {
            detail = List.copyOf(detail);
        }
    }

    /// A contract's function runs, its name and arguments known, its consequences not modelled further.
    ///
    /// @param caller whose authority it runs under
    /// @param contract whose code runs
    /// @param function name with argument types
    /// @param operation whether the code runs on its own state or on the caller's
    /// @param value coin sent along, base units
    /// @param depth 0 for the transaction's own call, one more for each wrapper around it
    record Call(
            Account caller,
            Account contract,
            String function,
            List<Argument> arguments,
            Operation operation,
            BigInteger value,
            int depth)
            implements Effect {
        /// Copies.
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /// New code is put on the chain.
    ///
    /// @param at where, if the bytes determine it
    /// @param code the code that runs once to make it
    record Creation(Account creator, Optional<Account> at, Bytes code) implements Effect {}

    /// The key's holder declares something; nothing moves by itself.
    ///
    /// @param kind what kind of declaration, a lower-case word of the chain's package
    /// @param text what is declared, a stranger's text
    /// @param fields its parts where the form has parts
    record Statement(Account signer, String kind, String text, List<Argument> fields) implements Effect {
        /// Copies.
        public Statement {
            fields = List.copyOf(fields);
        }
    }

    /// Bytes whose meaning is not known: never a guess. Policy can only deny them or demand more.
    ///
    /// @param target whom they reach
    /// @param bytes what they are
    /// @param why a lower-case phrase
    record Undecoded(Account target, Bytes bytes, String why) implements Effect {}

    /// A power over an account.
    enum Authority {
        /// May sign for it.
        OWNER,
        /// How many owners must sign.
        THRESHOLD,
        /// May act for it without its owners.
        MODULE,
        /// May stop what it does.
        GUARD,
        /// Answers calls it does not know.
        FALLBACK,
        /// The code it runs.
        IMPLEMENTATION,
        /// May change its code or settings.
        ADMIN,
        /// A named role of a contract.
        ROLE,
        /// Whose code an account lends itself to.
        DELEGATE,
        /// May make new units of an asset.
        MINT,
        /// May freeze holdings of an asset.
        FREEZE,
        /// May close an account and take what is left.
        CLOSE,
        /// May withdraw or direct stake.
        STAKE,
        /// May advance a durable nonce.
        NONCE,
        /// Any other power, named in the detail.
        OTHER
    }

    /// Which way a power turns.
    enum Turn {
        /// Somebody gets it beside those who have it.
        GIVEN,
        /// Somebody loses it.
        TAKEN,
        /// It is set to a new value or holder, whatever it was.
        SET
    }

    /// On whose state called code runs.
    enum Operation {
        /// Its own.
        CALL,
        /// The caller's: the code can do everything the caller can.
        DELEGATECALL
    }

    /// One decoded argument.
    ///
    /// @param name empty if not known
    /// @param type as the chain names types
    /// @param value the value as text: numbers decimal, bytes lower-case hex with `0x`, addresses canonical, lists
    /// and tuples in brackets; strings are a stranger's
    record Argument(String name, String type, String value) {}
}
