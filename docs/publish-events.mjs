// Publishes for cachetop what a shop's API looked up in its cache: see publish-events.md beside this file.

/** @typedef {'hit' | 'miss' | 'fill' | 'purge' | 'purge-glob' | 'bump'} Outcome */
/** @typedef {{ isReady: boolean, sendCommand(args: string[]): Promise<unknown> }} NodeRedis */
/** @typedef {{ status: string, call(name: string, ...args: string[]): Promise<unknown> }} IORedis */

const BATCH = 32, DELAY_MS = 50, MOST_WAITING = 8192, MOST_UNANSWERED = 16;

/**
 * @param {NodeRedis | IORedis} client a client of `redis` (4, 5) or `ioredis` that you connect and close
 * @param {object} [options]
 * @param {string} [options.stream] the key that cachetop's --events names
 * @param {string} [options.source] the name of this instance of the API
 * @param {number} [options.sampling] publish one of so many look-ups, with that weight
 * @param {number} [options.entries] how many entries of up to 32 events the stream keeps, about
 */
export function cacheEvents(client, options = {}) {
  const { stream = 'cache:events', source, sampling = 1, entries = 1_000_000 } = options;
  const weight = Math.min(Math.max(Math.round(sampling) || 1, 1), 1_000_000);
  const head = ['XADD', stream, 'MAXLEN', '~', `${entries}`, '*'];
  if (source) head.push('src', source);
  if (weight > 1) head.push('n', `${weight}`);
  const waiting = /** @type {string[]} */ ([]); // outcome, key, outcome, key …
  const unanswered = /** @type {Set<Promise<void>>} */ (new Set());
  let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined), lost = 0, problem = '';

  async function send(/** @type {string[]} */ pairs) {
    try { // A client that is not ready would keep commands without bound: better lost than that.
      const isReady = 'call' in client ? client.status === 'ready' : client.isReady;
      if (!isReady) throw new Error('Redis is not connected');
      const [name, ...args] = [...head, ...pairs];
      await ('call' in client ? client.call(name, ...args) : client.sendCommand([name, ...args]));
    } catch (error) { lost += pairs.length / 2; problem = String(error); }
  }
  function sendAll() {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0 && unanswered.size < MOST_UNANSWERED) {
      const sent = send(waiting.splice(0, 2 * BATCH));
      unanswered.add(sent);
      sent.then(() => { unanswered.delete(sent); if (!timer) sendAll(); });
    }
  }
  /** Puts an event down and returns: no I/O, no exception. */
  function publish(/** @type {Outcome} */ outcome, /** @type {string} */ key) {
    if (weight > 1 && /^(hit|miss|fill)$/.test(outcome) && Math.random() * weight >= 1) return;
    const isText = typeof outcome === 'string' && typeof key === 'string';
    if (!isText || waiting.length >= 2 * MOST_WAITING) { lost += 1; return; }
    const isFull = waiting.push(outcome, key) === 2 * BATCH;
    if (isFull) clearTimeout(timer);
    if (isFull || !timer) (timer = setTimeout(sendAll, isFull ? 0 : DELAY_MS)).unref?.();
  }
  /** For the end: sends what waits and awaits the answers, at most `ms`. Never rejects. */
  async function flush(ms = 1000) {
    let isLate = false;
    const late = new Promise((resolve) => setTimeout(resolve, ms).unref?.()).then(() => { isLate = true; });
    for (sendAll(); unanswered.size > 0 && !isLate;) await Promise.race([late, ...unanswered]);
  }
  return { publish, flush, get lost() { return lost; }, get problem() { return problem; } };
}
