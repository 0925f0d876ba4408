package tallystick.core.chain.ethereum.safe;

import java.math.BigInteger;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.PrefixedHash;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// One Safe: where it is and which release its code is.
///
/// @param chainNumber the chain's number, 1..2^256-1
public record SafeAccount(BigInteger chainNumber, Address address, SafeVersion version) {
    /// @throws IllegalArgumentException if the chain's number is out of range: the caller's fault
    public SafeAccount {
        if (chainNumber.signum() <= 0 || chainNumber.bitLength() > 256)
            throw new IllegalArgumentException("chain number not in 1..2^256-1");
    }

    /// The chain it is on.
    public ChainId chain() {
        return new ChainId("eip155", chainNumber.toString());
    }

    /// It as an account.
    public Account account() {
        return address.on(chain());
    }

    /// The hash of the domain all its typed data is bound to. Before 1.3.0 the chain is not in it.
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-712#definition-of-domainseparator EIP-712, definition of
    /// domainSeparator
    public Digest32 domainSeparator() {
        return version.bindsChain()
                ? Words.of(Words.typeHash("EIP712Domain(uint256 chainId,address verifyingContract)"))
                        .number(chainNumber)
                        .address(address)
                        .hash()
                : Words.of(Words.typeHash("EIP712Domain(address verifyingContract)"))
                        .address(address)
                        .hash();
    }

    /// What is signed for a struct of this hash.
    Digest32 digest(Digest32 structHash) {
        return PrefixedHash.structured(domainSeparator(), structHash);
    }

    /// What owners sign to let the Safe agree to a message (EIP-1271).
    ///
    /// @spec https://docs.safe.global/advanced/smart-account-signatures Safe, signatures
    public Digest32 messageHash(Bytes message) {
        return digest(Words.of(Words.typeHash("SafeMessage(bytes message)"))
                .hashOf(message)
                .hash());
    }
}
