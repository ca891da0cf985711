// The product as a user starts it: java -jar, in a process of its own.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, until } from './processes.mjs';

const READY_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 30_000;

export class Product {
  user = { email: 'demo@altertable.local', password: 'acceptance-password-1' };

  /**
   * @param options.java command that runs it
   * @param options.jar to run
   * @param options.dataDir kept by the caller, so that a restart finds it again
   * @param options.uid to run as; the caller's own by default
   * @param options.settings environment variables of its own
   * @param options.ports those of an earlier start, so that clients find it again; free ones by default
   */
  static async start({ java = 'java', jar, dataDir, uid, ports, settings = {} }) {
    const product = new Product();
    product.dataDir = dataDir;
    product.ports = ports ?? { mcp: await freePort(), app: await freePort(), management: await freePort() };
    product.url = `http://localhost:${product.ports.mcp}/v1`;
    product.management = `http://127.0.0.1:${product.ports.management}`;
    product.log = '';
    product.process = spawn(java, ['-jar', jar], {
      cwd: dataDir,
      uid,
      gid: uid,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        ALTERTABLE_MCP_PORT: product.ports.mcp,
        ALTERTABLE_APP_PORT: product.ports.app,
        ALTERTABLE_MANAGEMENT_PORT: product.ports.management,
        ALTERTABLE_DATA_DIR: dataDir,
        ALTERTABLE_DEMO_PASSWORD: product.user.password,
        ...settings,
      },
    });
    for (const stream of ['stdout', 'stderr']) {
      product.process[stream].setEncoding('utf8').on('data', (chunk) => { product.log += chunk; });
    }
    product.exited = new Promise((resolve) => product.process.on('exit', (code, signal) => resolve({ code, signal })));
    try {
      await until(() => product.isReady(), 'the product is ready', READY_TIMEOUT_MS, 100);
    } catch (error) {
      product.process.kill('SIGKILL');
      throw new Error(`${error.message}\n${product.log.slice(-4000)}`);
    }
    return product;
  }

  async isReady() {
    if (this.process.exitCode !== null) throw new Error(`the product ended with ${this.process.exitCode} at its start`);
    try {
      return (await fetch(`${this.management}/health/ready`)).ok;
    } catch {
      return false;
    }
  }

  /** The authorization server, as the endpoint's own metadata names it. */
  async issuer() {
    const metadata = await fetch(new URL('/.well-known/oauth-protected-resource/v1', this.url));
    return (await metadata.json()).authorization_servers[0];
  }

  /** Sends a signal and waits for the end. */
  async stop(signal = 'SIGTERM') {
    const started = Date.now();
    this.process.kill(signal);
    let ended;
    this.exited.then((how) => { ended = how; });
    await until(() => ended !== undefined, `the product ends after ${signal}`, STOP_TIMEOUT_MS);
    return { ...ended, milliseconds: Date.now() - started };
  }

  /** Process ids of the embedded database server, from the lock files under the data folder. */
  databasePids() {
    return readdirSync(this.dataDir, { recursive: true })
      .filter((file) => file.endsWith('postmaster.pid'))
      .map((file) => join(this.dataDir, file))
      .filter((file) => existsSync(file))
      .map((file) => Number(readFileSync(file, 'utf8').split('\n')[0]));
  }
}

/** Whether a process runs; one that ended but was not waited for by its parent does not. */
export function isRunning(pid) {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
