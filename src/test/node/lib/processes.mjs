// Child processes with a bounded life.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIN = new URL('../node_modules/.bin/', import.meta.url).pathname;

/** The path of a command that a pinned package installed. */
export const installed = (name) => join(BIN, name);

/** An empty folder that is removed when the work is done. */
export async function inTemporaryFolder(name, work) {
  const folder = mkdtempSync(join(tmpdir(), `altertable-${name}-`));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a command to its end.
 * @param options.env added to a bare environment: nothing of the developer's own settings leaks into a client
 * @param options.uid to run as; the caller's own by default
 * @param options.input sees the child's standard input first
 * @param options.onOutput sees all output so far whenever there is more
 * @returns {Promise<{code: number|null, stdout: string, stderr: string}>}
 */
export function run(command, args, { env = {}, uid, timeoutMs = 60_000, input, onOutput } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { PATH: `${BIN}:${process.env.PATH}`, LANG: 'C.UTF-8', ...env },
      uid,
      gid: uid,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${command} did not end within ${timeoutMs} ms\n${output.stdout}\n${output.stderr}`));
    }, timeoutMs);
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8').on('data', (chunk) => {
        output[stream] += chunk;
        onOutput?.(output, child);
      });
    }
    child.stdin.on('error', () => {});
    input ? input(child.stdin) : child.stdin.end();
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...output });
    });
  });
}

/** Asks again until the answer is true. */
export async function until(condition, what, timeoutMs, everyMs = 50) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (await condition()) return;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/**
 * A port of loopback that nobody listens on now. Below the range that the system gives to outgoing connections, so
 * that none takes it meanwhile.
 */
export const freePort = () => new Promise((resolve) => {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const probe = createServer()
    .on('error', () => resolve(freePort()))
    .listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
});
