// Solana's own runtime (LiteSVM) for the tests, behind JSON-RPC as a cluster's nodes have it. Every transaction is
// verified and executed by that runtime; slots pass when the owner says so. What only he can do stands under /own.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { LiteSVM, FailedTransactionMetadata } from 'litesvm';
import {
  address,
  getBase58Decoder,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
  lamports,
} from '@solana/kit';

// The runtime keeps one blockhash at a time; it counts for as many blocks as a cluster's does.
const BLOCKS_A_HASH_COUNTS = 150;
const FINAL_DEPTH = 32;
const GENESIS = 'Ta11ystickTria1C1usterForTestsA1oneAndNoMain';
const FAUCET = '11111111111111111111111111111112';

const text = (bytes) => getBase58Decoder().decode(bytes);
const guarded = (svm) => svm.withSigverify(true).withBlockhashCheck(true);

let svm = guarded(new LiteSVM());
let slot = 1000;
let born = slot;
let forks = 0;
let fees = [];
// What was executed, the oldest first, each with the runtime as it was before.
let executed = [];
const hashes = new Map();

class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const hashOf = (at) => {
  if (!hashes.has(at)) hashes.set(at, text(createHash('sha256').update(`${forks}/${at}`).digest()));
  return hashes.get(at);
};

function pass(slots) {
  for (let i = 0; i < slots; i++) {
    slot++;
    hashOf(slot);
    if (slot > born + BLOCKS_A_HASH_COUNTS) {
      svm.expireBlockhash();
      born = slot;
    }
  }
  svm.warpToSlot(BigInt(slot));
}

const bank = (commitment = 'finalized') =>
  commitment === 'processed' ? slot : commitment === 'confirmed' ? slot - 1 : slot - FINAL_DEPTH + 1;
const asked = (config) => bank(config?.commitment);
const balance = (of) => Number(svm.getBalance(address(of)) ?? 0n);
const found = (id, at) => executed.find((each) => each.id === id && each.slot <= at);

function balanceAt(of, at) {
  const later = executed.find((each) => each.slot > at && of in each.before);
  return later ? later.before[of] : balance(of);
}

function keep(id, keys, signers, run) {
  const snapshot = svm.toBytes();
  const kept = { id, keys, signers, snapshot, born, before: Object.fromEntries(keys.map((key) => [key, balance(key)])) };
  pass(1);
  kept.slot = slot;
  const result = run();
  if (result instanceof FailedTransactionMetadata) throw new Refused(-32002, 'Transaction failed: ' + result.toString());
  executed.push(kept);
  return result;
}

function taken(bytes) {
  let transaction;
  try {
    transaction = getTransactionDecoder().decode(bytes);
  } catch (e) {
    throw new Refused(-32602, 'failed to deserialize: ' + e.message);
  }
  const message = getCompiledTransactionMessageDecoder().decode(transaction.messageBytes);
  const signature = Object.values(transaction.signatures)[0];
  if (!signature) throw new Refused(-32003, 'Transaction signature verification failure');
  const id = text(signature);
  const failed = (why) => new Refused(-32002, 'Transaction simulation failed: ' + why);
  if (found(id, slot)) throw failed('This transaction has already been processed');
  if (message.lifetimeToken !== svm.latestBlockhash()) throw failed('Blockhash not found');
  const tried = svm.simulateTransaction(transaction);
  if (tried instanceof FailedTransactionMetadata) throw failed(tried.toString());
  keep(id, message.staticAccounts, message.header.numSignerAccounts, () => svm.sendTransaction(transaction));
  return id;
}

function status(id) {
  const one = found(id, slot);
  if (!one) return null;
  const isFinal = one.slot <= bank('finalized');
  return {
    slot: one.slot,
    confirmations: isFinal ? null : slot - one.slot,
    err: null,
    confirmationStatus: isFinal ? 'finalized' : one.slot <= bank('confirmed') ? 'confirmed' : 'processed',
  };
}

const methods = {
  getGenesisHash: () => GENESIS,
  getBalance: (of, config) => ({ context: { slot: asked(config) }, value: balanceAt(of, asked(config)) }),
  getBlockHeight: (config) => asked(config),
  getEpochInfo: (config) => ({ absoluteSlot: asked(config), blockHeight: asked(config), epoch: 0 }),
  getFirstAvailableBlock: () => 0,
  getMinimumBalanceForRentExemption: (length) => Number(svm.minimumBalanceForRentExemption(BigInt(length))),
  getRecentPrioritizationFees: () => fees.map((prioritizationFee, i) => ({ slot: slot - i, prioritizationFee })),
  getLatestBlockhash: (config) => ({
    context: { slot: asked(config) },
    value: { blockhash: svm.latestBlockhash(), lastValidBlockHeight: born + BLOCKS_A_HASH_COUNTS },
  }),
  isBlockhashValid: (hash) => ({ context: { slot }, value: hash === svm.latestBlockhash() }),
  getSignatureStatuses: (ids) => ({ context: { slot }, value: ids.map(status) }),
  getBlock: (at, config) => {
    if (at > asked(config)) throw new Refused(-32004, `Block not available for slot ${at}`);
    return { blockhash: hashOf(at), blockHeight: at };
  },
  getSignaturesForAddress: (of, config) => {
    const all = executed.filter((each) => each.slot <= asked(config) && each.keys.includes(of)).reverse();
    const from = config?.before ? all.findIndex((each) => each.id === config.before) + 1 : 0;
    return all.slice(from, from + (config?.limit ?? 1000)).map((each) => ({ signature: each.id, slot: each.slot, err: null }));
  },
  getTransaction: (id, config) => {
    const one = found(id, asked(config));
    if (!one) return null;
    const message = { header: { numRequiredSignatures: one.signers }, accountKeys: one.keys };
    return { slot: one.slot, meta: { err: null }, transaction: { signatures: [id], message } };
  },
  sendTransaction: (encoded, config) => taken(Buffer.from(encoded, config?.encoding === 'base64' ? 'base64' : 'hex')),
};

const own = {
  slots: ({ count }) => pass(count),
  // Until what named the present blockhash is executed no more, and that is final.
  expire: () => pass(BLOCKS_A_HASH_COUNTS + FINAL_DEPTH + 1),
  fees: ({ microLamports }) => {
    fees = microLamports;
  },
  pay: ({ to, amount }) => {
    const id = text(createHash('sha512').update(`${to} ${slot}`).digest());
    keep(id, [FAUCET, to], 1, () => svm.airdrop(address(to), lamports(BigInt(amount))));
    pass(FINAL_DEPTH);
  },
  // The chain as it was before its last transaction, with as many slots of another history.
  fork: () => {
    const last = executed.pop();
    svm = guarded(LiteSVM.fromBytes(last.snapshot));
    forks++;
    for (let at = last.slot; at <= slot; at++) hashes.delete(at);
    born = last.born;
    svm.warpToSlot(BigInt(slot));
  },
};

function called({ id, method, params = [] }) {
  try {
    if (!(method in methods)) throw new Refused(-32601, 'Method not found');
    return { jsonrpc: '2.0', id, result: methods[method](...params) };
  } catch (e) {
    return { jsonrpc: '2.0', id, error: { code: e.code ?? -32603, message: e.message } };
  }
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    try {
      const said = request.url.startsWith('/own/')
        ? (own[request.url.slice('/own/'.length)](body) ?? {})
        : Array.isArray(body)
          ? body.map(called)
          : called(body);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(said));
    } catch (e) {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(e.message);
    }
  });
});

server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready on port ' + server.address().port));
