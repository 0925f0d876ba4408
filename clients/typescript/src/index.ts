import { createHash, createPublicKey, randomUUID, sign, verify, type KeyObject } from 'node:crypto';
import { Api, type Event, type KeySet, type Query } from './api.js';

export * from './api.js';

/** What a program is started with. */
export interface Settings {
  /** Where control is, such as `https://control.example.org`. */
  base: string;
  /** The id that control gave the key. */
  keyName: string;
  /** Ed25519, or ECDSA on P-256. It signs requests, and moves nothing. */
  privateKey: KeyObject;
  /** How long an answer may take; half a minute if absent. What Bitcoin Core alone is asked for takes minutes. */
  limitMillis?: number;
}

/** What control answers in the place of what was asked for. */
interface Problem {
  type?: string;
  detail?: string;
  number?: number;
  field?: string;
  remedy?: string;
  requestId?: string;
}

/** Control answered with a problem: the request was not done. */
export class ControlRefused extends Error {
  constructor(
    /** Of HTTP, 400 or more. */
    readonly status: number,
    said: Problem,
  ) {
    const problem = (said.type ?? '').replace(/.*:/, '');
    super(`control answered ${status} ${problem}: ${said.detail ?? 'no words'}`);
    this.problem = problem;
    this.number = said.number;
    this.field = said.field;
    this.remedy = said.remedy;
    this.requestId = said.requestId;
  }

  /** One word that programs may act on, such as `conflict`; empty if whoever answered was not control. */
  readonly problem: string;
  /** Which problem of its kind, for ever, docs/control.md. */
  readonly number: number | undefined;
  /** Which field of the request it is about. */
  readonly field: string | undefined;
  /** What helps; with a number. */
  readonly remedy: string | undefined;
  /** Names the request in control's log and audit. */
  readonly requestId: string | undefined;
}

/** What was answered, to its end. */
interface Answer {
  status: number;
  text: string;
}

const TRIES = 3;
const LIMIT_MILLIS = 30_000;

/**
 * Control's API, with requests signed as docs/spec/api-request.md says. What control answers is control's word: an
 * intent is made and signed by `./tallystick intent sign`, which reads the bytes itself.
 */
export class Tallystick extends Api {
  constructor(private readonly settings: Settings) {
    super();
  }

  /**
   * A POST without a whole answer is sent again under the same idempotency key: control does it once. What changes
   * something without such a key is sent once.
   */
  protected override async send<T>(
    method: string,
    path: string,
    query: Query,
    body: unknown,
    idempotencyKey: string = randomUUID(),
    others: Record<string, string> = {},
  ): Promise<T> {
    const tries = method === 'GET' || method === 'POST' ? TRIES : 1;
    const target = path + queryText(query);
    const text = body === undefined ? (method === 'POST' ? '{}' : '') : JSON.stringify(body);
    for (let attempt = 1; ; attempt++) {
      let whole: Answer;
      try {
        const response = await fetch(new URL(target, this.settings.base), {
          method,
          headers: { ...others, ...this.headers(method, target, text, idempotencyKey) },
          redirect: 'error',
          signal: AbortSignal.timeout(this.settings.limitMillis ?? LIMIT_MILLIS),
          ...(text === '' ? {} : { body: text }),
        });
        whole = { status: response.status, text: await response.text() };
      } catch (lost) {
        if (attempt === tries) throw lost;
        continue;
      }
      return answer<T>(whole);
    }
  }

  private headers(method: string, target: string, body: string, idempotencyKey: string): Record<string, string> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomUUID();
    const hash = createHash('sha256').update(body, 'utf8').digest('hex');
    const lines = ['tallystick-request-1', method, target, hash, timestamp, nonce, this.settings.keyName, ''];
    return {
      'Tallystick-Key': this.settings.keyName,
      'Tallystick-Timestamp': timestamp,
      'Tallystick-Nonce': nonce,
      'Tallystick-Signature': this.signature(lines.join('\n')),
      ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'POST' ? { 'Idempotency-Key': idempotencyKey } : {}),
    };
  }

  private signature(text: string): string {
    const { privateKey } = this.settings;
    const bytes = Buffer.from(text, 'utf8');
    return privateKey.asymmetricKeyType === 'ed25519'
      ? sign(null, bytes, privateKey).toString('hex')
      : sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('hex');
  }
}

const TOLERANCE_MILLIS = 5 * 60_000;

/** Headers by their names in small letters, as `node:http` has them. */
type Headers = Record<string, string | string[] | undefined>;

/**
 * The event that arrived at a webhook, if control signed it within the last five minutes; else it throws. A hint to
 * look: whoever acts on it asks the API first, and does once what it is for however often the same id comes.
 *
 * @param keys what `getWebhookKeys` gave
 * @param body as it was sent, before anybody parsed it
 */
export function verifyEvent(keys: KeySet, headers: Headers, body: Buffer, now: Date = new Date()): Event {
  const header = (name: string) => String(headers[`tallystick-webhook-${name}`] ?? '');
  const [kid, timestamp, id] = [header('key'), header('timestamp'), header('event')];
  const key = keys.keys.find((each) => each.kid === kid && each.crv === 'Ed25519');
  if (key === undefined) throw new Error('control publishes no such key: fetch its keys again, once');
  const readable = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' });
  const text = Buffer.concat([Buffer.from(`${kid}.${timestamp}.${id}.`, 'utf8'), body]);
  if (!verify(null, text, readable, Buffer.from(header('signature'), 'hex')))
    throw new Error('control did not sign the event');
  if (!(Math.abs(now.getTime() - Number(timestamp) * 1000) <= TOLERANCE_MILLIS))
    throw new Error('the event was sent too long ago or in the future');
  const event = JSON.parse(body.toString('utf8')) as Event;
  if (event.id !== id) throw new Error("the body is not the event's");
  return event;
}

function queryText(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? '' : '?' + new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
}

function answer<T>({ status, text }: Answer): T {
  if (status >= 200 && status < 300) return (text === '' ? undefined : JSON.parse(text)) as T;
  throw new ControlRefused(status, problem(text));
}

/** A proxy between may have answered, with a page. */
function problem(text: string): Problem {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null ? said : {};
  } catch {
    return {};
  }
}
