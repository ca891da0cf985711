// Parameters that the SDK mirrors in headers (x-mcp-header), by itself once it has listed the tools: as they are, in
// base64 when a header cannot hold them, and refused when somebody on the way changed them.
import { SdkUser } from './sdk.mjs';
import { ARGUMENTS, TOOL, expectCustomers } from './expect.mjs';

const HEADER = 'mcp-param-catalog';
const BEYOND_ASCII = 'Überall';

export async function headers(product) {
  const sent = [];
  let forge;
  const watched = (url, init) => {
    const all = new Headers(init?.headers);
    if (all.get('mcp-method') === 'tools/call') {
      sent.push(all.get(HEADER));
      if (forge) all.set(HEADER, forge);
    }
    return fetch(url, { ...init, headers: all });
  };
  const user = new SdkUser('auto', { environment: 'production', write: false }, watched);
  return user.with(product, async (client) => {
    await client.listTools();
    const call = (catalog) => client.callTool({ name: TOOL, arguments: { ...ARGUMENTS, catalog } });
    const customers = expectCustomers(await call('lakehouse'));
    const unknown = await call(BEYOND_ASCII);
    if (!unknown.isError) throw new Error(`${BEYOND_ASCII} is a catalog: ${JSON.stringify(unknown)}`);
    const encoded = `=?base64?${Buffer.from(BEYOND_ASCII).toString('base64')}?=`;
    if (sent.join() !== `lakehouse,${encoded}`) throw new Error(`the client sent ${JSON.stringify(sent)}`);
    forge = 'elsewhere';
    const refused = await call('lakehouse').then(JSON.stringify, (error) => `${error.code} ${error.message}`);
    if (!refused.includes('-32020')) throw new Error(`a forged header is answered with ${refused}`);
    return `${customers} customers`;
  });
}
