// The official conformance suite against a built jar that serves the suite's fixtures. Fails below the full score.
// node conformance.mjs JAR
import { REQUIREMENTS, authorizationScenarios, behindProxy, requirementSet } from './clients/conformance.mjs';
import { SdkUser } from './clients/sdk.mjs';
import { check, installation, withProduct } from './lib/checks.mjs';
import { inTemporaryFolder } from './lib/processes.mjs';

const [jarFile] = process.argv.slice(2);

await installation(jarFile, undefined, (where) =>
  withProduct({ ...where, settings: { ALTERTABLE_CONFORMANCE_ENABLED: 'true' } }, async (product) => {
    const user = new SdkUser('auto');
    await user.call(product, 'whoami', {});
    await behindProxy(product, user.accessToken(), async (url) => {
      for (const set of REQUIREMENTS) {
        await check(`conformance suite at ${set.version}`, () =>
          inTemporaryFolder('conformance', (folder) => requirementSet(url, set, folder)));
      }
    });
    await check('TypeScript SDK takes up a stream that the server closed in the middle of a call', async () => {
      const result = await new SdkUser('legacy').call(product, 'test_reconnection', {});
      if (result.isError !== false) throw new Error(JSON.stringify(result));
    });
    await check('conformance suite, authorization server', () => authorizationScenarios(product));
  }));
