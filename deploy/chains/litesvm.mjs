// Solana's runtime for the tests: one request a line, words between spaces; one answer a line, "ok ..." or "no ...".
import { createInterface } from 'node:readline';
import { LiteSVM, FailedTransactionMetadata } from 'litesvm';
import { address, lamports, getTransactionDecoder } from '@solana/kit';

const svm = new LiteSVM().withSigverify(true).withBlockhashCheck(true);
const hex = (bytes) => Buffer.from(bytes).toString('hex');

const requests = {
  blockhash: () => svm.latestBlockhash(),
  expire: () => {
    svm.expireBlockhash();
    return svm.latestBlockhash();
  },
  airdrop: (to, amount) => {
    svm.airdrop(address(to), lamports(BigInt(amount)));
    return '';
  },
  balance: (of) => String(svm.getBalance(address(of)) ?? 0n),
  rent: (length) => String(svm.minimumBalanceForRentExemption(BigInt(length))),
  account: (of) => {
    const account = svm.getAccount(address(of));
    return account.exists ? hex(account.data) : '';
  },
  // An account as it might have been made before, and a slot in which it is old.
  place: (at, owner, data) => {
    const bytes = Buffer.from(data, 'hex');
    svm.setAccount({
      address: address(at),
      data: new Uint8Array(bytes),
      executable: false,
      lamports: lamports(svm.minimumBalanceForRentExemption(BigInt(bytes.length))),
      programAddress: address(owner),
      space: BigInt(bytes.length),
    });
    svm.warpToSlot(100n);
    return '';
  },
  send: (transaction) => {
    const result = svm.sendTransaction(getTransactionDecoder().decode(Buffer.from(transaction, 'hex')));
    if (result instanceof FailedTransactionMetadata) throw new Error(String(result.err()) + ' ' + result.meta().logs().join(' '));
    return String(result.computeUnitsConsumed());
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...rest] = line.trim().split(' ');
  try {
    console.log('ok ' + requests[name](...rest));
  } catch (e) {
    console.log('no ' + String(e.message).replaceAll('\n', ' '));
  }
}
