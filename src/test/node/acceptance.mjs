// Acceptance checks of a built jar: real clients, real pages, real signals. Stops at the first failure.
// node acceptance.mjs JAR [JAVA…], where each JAVA is one more java command that the jar has to start with.
import { content } from './clients/content.mjs';
import { headers } from './clients/headers.mjs';
import { inspector } from './clients/inspector.mjs';
import { mcpRemote } from './clients/mcp-remote.mjs';
import { oauth4webapi, openidClient } from './clients/oauth.mjs';
import { SdkUser, sdk } from './clients/sdk.mjs';
import { upstream, withProvider } from './clients/upstream.mjs';
import { ARGUMENTS, TOOL, expectCustomers } from './clients/expect.mjs';
import { check, installation, passed, withProduct } from './lib/checks.mjs';
import { inTemporaryFolder, run, until } from './lib/processes.mjs';
import { Product, isRunning } from './lib/product.mjs';
import { onReadOnlyFileSystem } from './lib/readonly.mjs';

const NOBODY = 65534;
const GRACE_MS = 10_000;
const [jarFile, ...moreJavas] = process.argv.slice(2);
const asRoot = process.getuid() === 0;

/** Stops a product and makes sure that nothing of it is left. */
async function stopClean(product, signal) {
  const pids = product.databasePids();
  if (pids.length === 0) throw new Error('found no embedded database');
  const { code, milliseconds } = await product.stop(signal);
  if (milliseconds > GRACE_MS + 5000) throw new Error(`took ${milliseconds} ms`);
  for (const pid of pids) await until(() => !isRunning(pid), `database server ${pid} has ended`, 1000);
  return `exit ${code} after ${milliseconds} ms`;
}

async function clients(where) {
  await withProduct(where, async (product) => {
    const customers = (count) => `${count} customers`;
    for (const mode of ['legacy', 'auto']) {
      await check(`TypeScript SDK v2, mode ${mode}`, async () => customers(await sdk(product, mode)));
    }
    for (const era of ['legacy', 'auto', 'modern']) {
      await check(`Inspector CLI, era ${era}`, () =>
        inTemporaryFolder('home', async (home) => customers(await inspector(product, home, era))));
    }
    await check('mcp-remote', () =>
      inTemporaryFolder('home', async (home) => customers(await mcpRemote(product, home))));
    await check('oauth4webapi: private_key_jwt, PAR, DPoP, introspection', () => oauth4webapi(product));
    await check('openid-client: PAR, DPoP, revocation', () => openidClient(product));
    await check('resources, prompts and news', () => content(product));
    await check('TypeScript SDK mirrors arguments in headers', () => headers(product));
    await check('production and staging differ', () => environmentsDiffer(product));
  });
}

async function provider(where) {
  await withProvider((ports, settings) =>
    withProduct({ ...where, ports, settings }, (product) =>
      check('sign-in through oidc-provider', () => upstream(product))));
}

async function environmentsDiffer(product) {
  const counts = {};
  for (const environment of ['production', 'staging']) {
    const user = new SdkUser('auto', { environment, write: false });
    counts[environment] = expectCustomers(await user.call(product, TOOL, ARGUMENTS), environment);
  }
  if (counts.production === counts.staging) throw new Error(`both have ${counts.staging} customers`);
  return JSON.stringify(counts);
}

async function lifecycle(where) {
  const user = new SdkUser('auto', { environment: 'production', write: true });
  const remember = (product, content) =>
    user.call(product, 'create_memory', { content, type: 'semantic', importance: 5 });
  const recall = async (product, content) => {
    const found = JSON.stringify((await user.call(product, 'search_memory', { query: content })).structuredContent);
    if (!found.includes(content)) throw new Error(`${content} is lost: ${found}`);
  };

  let product;
  await check('starts on an empty data folder', async () => {
    product = await Product.start(where);
    await remember(product, 'written before the stop');
  });
  await check('refuses a second instance on the same data folder', async () => {
    const second = await run('java', ['-jar', where.jar], {
      env: { ALTERTABLE_DATA_DIR: where.dataDir },
      uid: where.uid,
    });
    if (second.code === 0) throw new Error('it started');
    return (second.stdout + second.stderr).trim().split('\n').at(-1);
  });
  await check('SIGTERM', () => stopClean(product, 'SIGTERM'));
  const restart = async () => { product = await Product.start({ ...where, ports: product.ports }); };
  await check('restarts with its data and grants', async () => {
    await restart();
    await recall(product, 'written before the stop');
    await remember(product, 'written before the kill');
  });
  await check('restarts after kill -9', async () => {
    const [orphan] = product.databasePids();
    await product.stop('SIGKILL');
    await restart();
    const [database] = product.databasePids();
    await recall(product, 'written before the kill');
    if (user.logins !== 1) throw new Error(`${user.logins} logins where one was enough`);
    return orphan === database ? 'took the orphaned database over' : 'stopped the orphaned database';
  });
  await check('Ctrl-C', () => stopClean(product, 'SIGINT'));
}

for (const uid of asRoot ? [NOBODY, undefined] : [undefined]) {
  console.log(`as ${uid === undefined && asRoot ? 'root' : 'a normal user'}`);
  if (uid !== undefined || !asRoot) await installation(jarFile, uid, clients);
  await installation(jarFile, uid, lifecycle);
}
await installation(jarFile, asRoot ? NOBODY : undefined, provider);
if (asRoot) {
  await check('writes its data and temporary files only, on a read-only file system', () =>
    installation(jarFile, NOBODY, onReadOnlyFileSystem));
}
for (const java of moreJavas) {
  await check(`starts and answers on ${java}`, () =>
    installation(jarFile, undefined, (where) =>
      withProduct({ ...where, java }, (product) => sdk(product, 'auto'))));
}
console.log(`acceptance: ${passed} passed, 0 failed`);
