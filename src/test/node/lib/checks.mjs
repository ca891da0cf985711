// A list of checks: one line for each, and an end at the first that fails.
import { chownSync, chmodSync, copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from './processes.mjs';
import { Product } from './product.mjs';

export let passed = 0;

/** Runs a check; what it returns is printed beside its name. */
export async function check(name, work) {
  const started = Date.now();
  const line = (verdict) => `${verdict} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`;
  try {
    const detail = await work();
    passed++;
    console.log(line('ok  ') + (detail === undefined ? '' : `: ${detail}`));
    return detail;
  } catch (error) {
    console.log(line('FAIL'));
    throw error;
  }
}

/** A folder with the jar and an empty data folder, both owned by who runs the product. */
export function installation(jarFile, uid, work) {
  return inTemporaryFolder('product', (folder) => {
    const jar = join(folder, 'altertable-mcp.jar');
    copyFileSync(resolve(jarFile), jar);
    chmodSync(folder, 0o755);
    return inTemporaryFolder('data', (dataDir) => {
      if (uid !== undefined) chownSync(dataDir, uid, uid);
      return work({ jar, dataDir, uid });
    });
  });
}

/** Runs work on a product that is stopped afterwards; its log is printed when the work fails. */
export async function withProduct(where, work) {
  const product = await Product.start(where);
  try {
    return await work(product);
  } catch (error) {
    console.log(product.log.slice(-4000));
    throw error;
  } finally {
    if (product.process.exitCode === null && product.process.signalCode === null) await product.stop();
  }
}
