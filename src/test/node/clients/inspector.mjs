// MCP Inspector's command line: the whole login, then a call, then a second run on the stored token.
import { installed, run } from '../lib/processes.mjs';
import { ARGUMENTS, TOOL, expectCustomers } from './expect.mjs';
import { followLogin } from './login.mjs';

export async function inspector(product, home, era) {
  const call = (...more) => run(
    installed('mcp-inspector'),
    ['--cli', product.url, '--transport', 'http', '--protocol-era', era, '--format', 'json',
      '--method', 'tools/call', '--tool-name', TOOL, '--tool-args-json', JSON.stringify(ARGUMENTS), ...more],
    {
      env: { HOME: home, MCP_INSPECTOR_SECRET_STORE: 'file', MCP_AUTO_OPEN_ENABLED: 'true', BROWSER: 'true' },
      onOutput: login,
    },
  );
  const login = followLogin(product.user);
  const first = expectAnswer(await call());
  await login.done();
  if (expectAnswer(await call('--stored-auth-only')) !== first) throw new Error('the stored token sees other data');
  return first;
}

function expectAnswer({ code, stdout, stderr }) {
  if (code !== 0) throw new Error(`exit ${code}: ${stdout} ${stderr}`);
  const answer = JSON.parse(stdout);
  return expectCustomers(answer.result ?? answer);
}
