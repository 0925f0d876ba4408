// A real Bitcoin node (bcoin, regtest, in memory) for the tests, behind HTTP in the manner of Esplora and, under /, of
// Bitcoin Core. Every answer comes from that node's blocks, coins and memory pool. What only its owner can do stands under /own.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';

const require = createRequire(import.meta.url);
// Nothing native is built: its arithmetic is in JavaScript, and its disk database, which nobody uses here, is left out.
process.env.NODE_BACKEND = 'js';
const disk = require.resolve('leveldown');
require.cache[disk] = { id: disk, filename: disk, loaded: true, exports: {} };
const { Address, FullNode, KeyRing, MTX, Network, Script, TX } = require('bcoin');

// bcoin has prefixes of its own for regtest; all others have these.
Object.assign(Network.get('regtest').addressPrefix, { bech32: 'bcrt' });

const BLOCKS_AT_FIRST = 440;
const PAGE = 25;
const node = new FullNode({
  network: 'regtest',
  memory: true,
  indexTX: true,
  indexAddress: true,
  replaceByFee: true,
  workers: false,
  listen: false,
  httpPort: 0,
  noAuth: true,
  config: false,
  argv: false,
  env: false,
  logConsole: false,
});
node.on('error', () => {});
const owner = KeyRing.generate('regtest');
owner.witness = true;

class Absent extends Error {}
class Refused extends Error {}

// Ids are written backwards by people; bcoin has them as they stand in transactions.
const turned = (hex) => Buffer.from(hex, 'hex').reverse().toString('hex');
const address = (text) => {
  try {
    return Address.fromString(text, 'regtest');
  } catch {
    throw new Refused('Invalid Bitcoin address');
  }
};

async function meta(txid) {
  const found = await node.getMeta(turned(txid));
  if (!found) throw new Absent('Transaction not found');
  return found;
}

function status(found) {
  if (found.height < 0) return { confirmed: false };
  return { confirmed: true, block_height: found.height, block_hash: turned(found.block), block_time: found.time };
}

async function shown(found) {
  const view = await node.getMetaView(found);
  return {
    txid: found.tx.txid(),
    version: found.tx.version,
    locktime: found.tx.locktime,
    vin: found.tx.inputs.map((input) => {
      const coin = view.getOutputFor(input);
      return {
        scriptsig: input.script.toRaw().toString('hex'),
        witness: input.witness.items.map((item) => item.toString('hex')),
        txid: turned(input.prevout.hash),
        vout: input.prevout.index,
        is_coinbase: found.tx.isCoinbase(),
        sequence: input.sequence,
        prevout: coin && { scriptpubkey: coin.script.toRaw().toString('hex'), value: coin.value },
      };
    }),
    vout: found.tx.outputs.map((output) => ({
      scriptpubkey: output.script.toRaw().toString('hex'),
      scriptpubkey_address: output.getAddress()?.toString('regtest'),
      value: output.value,
    })),
    fee: found.tx.isCoinbase() ? 0 : found.tx.getFee(view),
    status: status(found),
  };
}

// All that touch an address, the latest first, those in no block before all.
async function touching(of) {
  const all = await node.getMetaByAddress(of);
  const height = (each) => (each.height < 0 ? Number.MAX_SAFE_INTEGER : each.height);
  return all.sort((a, b) => height(b) - height(a) || b.index - a.index);
}

async function counted(of) {
  const hash = of.getHash('hex');
  const tally = () => ({ funded_txo_count: 0, funded_txo_sum: 0, spent_txo_count: 0, spent_txo_sum: 0, tx_count: 0 });
  const sums = { chain_stats: tally(), mempool_stats: tally() };
  for (const each of await node.getMetaByAddress(of)) {
    const sum = each.height < 0 ? sums.mempool_stats : sums.chain_stats;
    const view = await node.getMetaView(each);
    const isOurs = (output) => output && output.getHash('hex') === hash;
    sum.tx_count++;
    for (const output of each.tx.outputs.filter(isOurs)) {
      sum.funded_txo_count++;
      sum.funded_txo_sum += output.value;
    }
    for (const output of each.tx.inputs.map((input) => view.getOutputFor(input)).filter(isOurs)) {
      sum.spent_txo_count++;
      sum.spent_txo_sum += output.value;
    }
  }
  return { address: of.toString('regtest'), ...sums };
}

async function unspent(of) {
  const coins = await node.getCoinsByAddress(of);
  const all = [];
  for (const coin of coins) {
    const txid = turned(coin.hash);
    all.push({ txid, vout: coin.index, status: status(await meta(txid)), value: coin.value });
  }
  return all;
}

async function spender(txid, index) {
  const made = (await meta(txid)).tx.outputs[index];
  if (!made) throw new Absent('Output not found');
  for (const each of await node.getMetaByAddress(made.getAddress())) {
    const at = each.tx.inputs.findIndex(
      ({ prevout }) => prevout.hash === turned(txid) && prevout.index === index,
    );
    if (at >= 0) return { spent: true, txid: each.tx.txid(), vin: at, status: status(each) };
  }
  return { spent: false };
}

async function fees() {
  const all = {};
  for (const blocks of [1, 2, 3, 6, 12]) {
    const rate = node.fees ? node.fees.estimateFee(blocks, false) : 0;
    if (rate > 0) all[blocks] = rate / 1000;
  }
  return all;
}

async function taken(hex) {
  let tx;
  try {
    tx = TX.fromRaw(hex, 'hex');
  } catch {
    throw new Refused('sendrawtransaction RPC error: {"code":-22,"message":"TX decode failed"}');
  }
  const known = await node.getMeta(tx.hash('hex'));
  if (known && known.height >= 0)
    throw new Refused('sendrawtransaction RPC error: {"code":-27,"message":"Transaction already in block chain"}');
  if (known) return tx.txid();
  let missing;
  try {
    missing = await node.mempool.addTX(tx, -1);
  } catch (e) {
    throw new Refused(`sendrawtransaction RPC error: {"code":-26,"message":"${e.reason || e.message}"}`);
  }
  if (missing) {
    // bcoin would keep it until what it spends comes along; others do not, for whoever hands it in.
    node.mempool.removeOrphan(tx.hash('hex'));
    throw new Refused('sendrawtransaction RPC error: {"code":-25,"message":"bad-txns-inputs-missingorspent"}');
  }
  return tx.txid();
}

async function block(hash) {
  const found = await node.getBlock(turned(hash));
  if (!found) throw new Absent('Block not found');
  return found;
}

async function headed(hash) {
  const entry = await node.chain.getEntry(turned(hash));
  const { txs } = await block(hash);
  return {
    id: hash,
    height: entry.height,
    tx_count: txs.length,
    previousblockhash: entry.height > 0 ? turned(entry.prevBlock) : null,
  };
}

async function within(hash, start) {
  const { txs } = await block(hash);
  if (start % PAGE !== 0) throw new Refused('start index must be a multiple of ' + PAGE);
  return Promise.all(txs.slice(start, start + PAGE).map(async (tx) => shown(await meta(tx.txid()))));
}

async function mined(tip, transactions) {
  const job = await node.miner.cpu.createJob(tip, owner.getAddress());
  if (transactions) {
    job.attempt.items = [];
    job.attempt.fees = 0;
    for (const tx of transactions) job.attempt.addTX(tx, await node.chain.getCoinView(tx));
    job.refresh();
  }
  return node.chain.add(await job.mineAsync());
}

const own = {
  // What of the pool fits into each.
  mine: async ({ blocks }) => {
    for (let i = 0; i < blocks; i++) await mined(null, null);
    return { height: node.chain.height };
  },
  // One block with exactly these transactions, whatever the pool has.
  block: async ({ transactions }) => {
    await mined(null, transactions.map((hex) => TX.fromRaw(hex, 'hex')));
    return { height: node.chain.height };
  },
  // Another history of so many blocks less, one longer and with nothing in it.
  fork: async ({ depth }) => {
    let tip = await node.chain.getEntryByHeight(node.chain.height - depth);
    for (let i = 0; i <= depth; i++) tip = await mined(tip, []);
    return { height: node.chain.height };
  },
  forget: async ({ txid }) => {
    const entry = node.mempool.getEntry(turned(txid));
    if (entry) node.mempool.evictEntry(entry);
    return { forgotten: Boolean(entry) };
  },
  // Several outputs of one transaction, in the order they are named.
  pay: async ({ outputs }) => {
    const ripe = (await node.getCoinsByAddress(owner.getAddress())).filter(
      ({ hash, index, height }) =>
        !node.mempool.isSpent(hash, index) && height >= 0 && height + 100 < node.chain.height,
    );
    const mtx = new MTX();
    for (const { to, satoshi } of outputs) mtx.addOutput(address(to), satoshi);
    await mtx.fund(ripe, { rate: 10000, changeAddress: owner.getAddress() });
    mtx.sign(owner);
    return { txid: await taken(mtx.toTX().toRaw().toString('hex')) };
  },
};

const routes = [
  [/^\/blocks\/tip\/height$/, () => String(node.chain.height)],
  [
    /^\/block-height\/(\d{1,9})$/,
    async (height) => {
      const entry = await node.chain.getEntryByHeight(Number(height));
      if (!entry) throw new Absent('Block not found');
      return turned(entry.hash);
    },
  ],
  [/^\/block\/(\w{64})$/, headed],
  [/^\/block\/(\w{64})\/txs\/(\d{1,9})$/, (hash, start) => within(hash, Number(start))],
  [/^\/address\/(\w+)$/, (of) => counted(address(of))],
  [/^\/address\/(\w+)\/utxo$/, (of) => unspent(address(of))],
  [
    /^\/address\/(\w+)\/txs$/,
    async (of) => {
      const all = await touching(address(of));
      const open = all.filter((each) => each.height < 0);
      return Promise.all([...open, ...all.filter((each) => each.height >= 0).slice(0, PAGE)].map(shown));
    },
  ],
  [
    /^\/address\/(\w+)\/txs\/chain(?:\/(\w{64}))?$/,
    async (of, last) => {
      const all = (await touching(address(of))).filter((each) => each.height >= 0);
      const from = last ? all.findIndex((each) => each.tx.txid() === last) + 1 : 0;
      return Promise.all(all.slice(from, from + PAGE).map(shown));
    },
  ],
  [/^\/tx\/(\w{64})$/, async (txid) => shown(await meta(txid))],
  [/^\/tx\/(\w{64})\/hex$/, async (txid) => (await meta(txid)).tx.toRaw().toString('hex')],
  [/^\/tx\/(\w{64})\/status$/, async (txid) => status(await meta(txid))],
  [/^\/tx\/(\w{64})\/outspend\/(\d{1,9})$/, (txid, index) => spender(txid, Number(index))],
  [/^\/fee-estimates$/, fees],
];

// The same chain in the manner of Bitcoin Core's JSON-RPC, release 28 and later, as its documentation has it: with
// -txindex, without -txospenderindex. Who asks shows any user and password.
class Coded extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const bitcoin = (satoshi) => Number((satoshi / 1e8).toFixed(8));
const tip = () => node.chain.height;

// As long as it waits for a block, or is in one and unspent there.
const coin = async (txid, index) => node.getCoin(turned(txid), index);

async function entryOf(hash) {
  const entry = await node.chain.getEntry(turned(hash));
  if (!entry) throw new Coded(-5, 'Block not found');
  return { entry, isMain: await node.chain.isMainChain(entry) };
}

const core = {
  getblockcount: () => tip(),
  getblockchaininfo: () => ({ chain: 'regtest', blocks: tip(), initialblockdownload: false }),
  getblockhash: async (height) => {
    const entry = await node.chain.getEntryByHeight(height);
    if (!entry) throw new Coded(-8, 'Block height out of range');
    return turned(entry.hash);
  },
  getblockheader: async (hash) => {
    const { entry, isMain } = await entryOf(hash);
    return { hash, height: entry.height, confirmations: isMain ? tip() - entry.height + 1 : -1 };
  },
  getrawtransaction: async (txid) => {
    const found = await node.getMeta(turned(txid));
    if (!found)
      throw new Coded(-5, 'No such mempool or blockchain transaction. Use gettransaction for wallet transactions.');
    const hex = found.tx.toRaw().toString('hex');
    if (found.height < 0) return { txid, hex };
    return { txid, hex, blockhash: turned(found.block), confirmations: tip() - found.height + 1 };
  },
  gettxout: async (txid, index, withPool) => {
    const found = await coin(txid, index);
    if (!found || (withPool && node.mempool.isSpent(turned(txid), index))) return null;
    const confirmations = found.height < 0 ? 0 : tip() - found.height + 1;
    return { confirmations, value: bitcoin(found.value), coinbase: found.coinbase };
  },
  gettxspendingprevout: (outputs) =>
    outputs.map(({ txid, vout }) => {
      const entry = node.mempool.getSpent(turned(txid), vout);
      return entry ? { txid, vout, spendingtxid: entry.tx.txid() } : { txid, vout };
    }),
  scantxoutset: async (action, [wanted]) => {
    const script = /^raw\(([0-9a-f]+)\)$/.exec(wanted);
    if (action !== 'start' || !script) throw new Coded(-8, 'Invalid action or descriptor');
    const of = Address.fromScript(Script.fromRaw(script[1], 'hex'));
    // bcoin leaves out what something that waits spends; Core does not.
    const coins = (await node.chain.getCoinsByAddress([of])).filter(({ height }) => height >= 0);
    const unspents = coins.map(({ hash, index, value, coinbase, height }) => ({
      txid: turned(hash), vout: index, scriptPubKey: script[1], amount: bitcoin(value), coinbase, height,
    }));
    return { success: true, height: tip(), bestblock: turned(node.chain.tip.hash), unspents };
  },
  estimatesmartfee: () => ({ errors: ['Insufficient data or no feerate found'], blocks: 6 }),
  sendrawtransaction: async (hex) => {
    try {
      return await taken(hex);
    } catch (e) {
      const said = /"code":(-\d+),"message":"([^"]*)"/.exec(e.message);
      throw said ? new Coded(Number(said[1]), said[2]) : e;
    }
  },
};

async function called(body, authorization) {
  if (!authorization?.startsWith('Basic ')) throw new Refused('no authorization');
  const { id, method, params } = JSON.parse(body);
  try {
    if (!Object.hasOwn(core, method)) throw new Coded(-32601, 'Method not found');
    return { jsonrpc: '2.0', result: await core[method](...params), id };
  } catch (e) {
    if (!(e instanceof Coded)) throw e;
    return { jsonrpc: '2.0', error: { code: e.code, message: e.message }, id };
  }
}

async function answer(method, path, body, authorization) {
  if (method === 'POST' && path === '/') return called(body, authorization);
  if (method === 'POST' && path === '/tx') return taken(body.trim());
  if (method === 'POST' && path.startsWith('/own/')) return own[path.slice('/own/'.length)](JSON.parse(body || '{}'));
  for (const [pattern, reply] of routes) {
    const found = method === 'GET' && pattern.exec(path);
    if (found) return reply(...found.slice(1));
  }
  throw new Absent('endpoint does not exist');
}

// One after the other: the node is asked nothing while a block is being put in.
let before = Promise.resolve();
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    before = before.then(async () => {
      try {
        const said = await answer(
          request.method,
          request.url,
          Buffer.concat(chunks).toString(),
          request.headers.authorization,
        );
        response.writeHead(200, { 'content-type': typeof said === 'string' ? 'text/plain' : 'application/json' });
        response.end(typeof said === 'string' ? said : JSON.stringify(said));
      } catch (e) {
        const code = e instanceof Absent ? 404 : e instanceof Refused ? 400 : 500;
        response.writeHead(code, { 'content-type': 'text/plain' });
        response.end(e.message);
      }
    });
  });
});

await node.open();
await node.connect();
await own.mine({ blocks: BLOCKS_AT_FIRST });
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready on port ' + server.address().port));
