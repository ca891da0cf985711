// The call that every client must reach, and what its answer must say.

export const TOOL = 'query_lakehouse';
export const ARGUMENTS = { statement: 'select count(*) as customers from shop.customers' };

/** Checks a CallToolResult: rows of the environment the user chose. @returns {number} how many customers there are */
export function expectCustomers(result, environment = 'production') {
  if (result.isError) throw new Error(`the call failed: ${JSON.stringify(result.content)}`);
  const { rows, environment: answered } = result.structuredContent;
  if (!answered.includes(environment)) throw new Error(`answered from ${answered}, not from ${environment}`);
  const customers = Number(rows[0][0]);
  if (!(customers > 0)) throw new Error(`no customers: ${JSON.stringify(rows)}`);
  return customers;
}
