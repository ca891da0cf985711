// A browser without scripts: cookies, redirects and forms, so that the real pages are walked as a person would.

const REDIRECT_LIMIT = 10;

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", '#x2F': '/', '#x3D': '=', '#x60': '`' };

const decode = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

const attributes = (tag) => {
  const found = {};
  for (const [, name, quoted, single, bare] of tag.matchAll(/([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)) {
    found[name.toLowerCase()] = decode(quoted ?? single ?? bare ?? '');
  }
  return found;
};

const text = (html) => decode(html.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();

/** One form of a page. Fields are found by their labels, buttons by their text, as a person finds them. */
class Form {
  constructor(head, body, url) {
    const { action, method } = attributes(head.replace(/^<form/i, ''));
    this.url = new URL(action || url, url);
    this.method = (method || 'get').toUpperCase();
    this.body = body;
    this.values = new URLSearchParams();
    for (const control of this.#controls()) {
      if (control.name && control.initial !== undefined) this.values.append(control.name, control.initial);
    }
  }

  /** Types into the field of that label. */
  fill(label, value) {
    const control = this.#labelled(label);
    this.values.set(control.name, value);
  }

  /** Picks the option of that label, or one whose text starts so, in the select or radio group called `group`. */
  choose(group, option) {
    const candidates = this.#options(group);
    const choice = candidates.find((c) => c.label.toLowerCase() === option.toLowerCase())
      ?? candidates.find((c) => c.label.toLowerCase().includes(option.toLowerCase()));
    if (!choice) throw new Error(`no option ${option} in ${group}: ${candidates.map((c) => c.label).join(', ')}`);
    this.values.set(choice.name, choice.value);
  }

  /** Sets the checkbox of that label. */
  check(label, checked) {
    const control = this.#labelled(label);
    const others = this.values.getAll(control.name).filter((value) => value !== control.value);
    this.values.delete(control.name);
    for (const value of checked ? [...others, control.value] : others) this.values.append(control.name, value);
  }

  /** The request that pressing the button sends. */
  press(button) {
    const found = [...this.body.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/gi)].find(([, , label]) => text(label) === button);
    if (!found) throw new Error(`no button ${button} on ${this.url}`);
    const { name, value, formaction } = attributes(found[1]);
    const values = new URLSearchParams(this.values);
    if (name) values.append(name, value ?? '');
    return { url: new URL(formaction || this.url, this.url), method: this.method, values };
  }

  hasField(label) {
    return this.#labels().some((l) => l.text === label);
  }

  #controls() {
    const controls = [];
    for (const [tag] of this.body.matchAll(/<input[^>]*>/gi)) {
      const { id, name, type = 'text', value = '', ...flags } = attributes(tag.replace(/^<input/i, ''));
      const toggled = type === 'checkbox' || type === 'radio';
      const submits = !['submit', 'button', 'image', 'reset'].includes(type);
      const initial = !submits || (toggled && !('checked' in flags)) ? undefined : toggled ? value || 'on' : value;
      controls.push({ id, name, type, value: toggled ? value || 'on' : value, initial, tag });
    }
    for (const [, head, options] of this.body.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/gi)) {
      const { id, name } = attributes(head);
      const entries = [...options.matchAll(/<option([^>]*)>([\s\S]*?)<\/option>/gi)].map(([, tag, label]) => {
        const found = attributes(tag);
        return { name, value: found.value ?? text(label), label: text(label), selected: 'selected' in found };
      });
      controls.push({ id, name, type: 'select', entries, initial: (entries.find((e) => e.selected) ?? entries[0])?.value });
    }
    return controls;
  }

  #labels() {
    return [...this.body.matchAll(/<label([^>]*)>([\s\S]*?)<\/label>/gi)].map(([, head, inner]) => ({
      for: attributes(head).for,
      inner,
      text: text(inner.replace(/<select[\s\S]*?<\/select>/gi, '')),
    }));
  }

  #labelled(label) {
    const labels = this.#labels();
    const match = labels.find((l) => l.text === label) ?? labels.find((l) => l.text.startsWith(label));
    if (!match) throw new Error(`no field ${label} on ${this.url}: ${labels.map((l) => l.text).join(', ')}`);
    const control = this.#controls().find((c) => (match.for ? c.id === match.for : match.inner.includes(c.tag ?? `name="${c.name}"`)));
    if (!control) throw new Error(`label ${label} on ${this.url} belongs to no field`);
    return control;
  }

  #options(group) {
    const set = [...this.body.matchAll(/<fieldset[^>]*>([\s\S]*?)<\/fieldset>/gi)]
      .map(([, inner]) => inner)
      .find((inner) => text(/<legend[^>]*>([\s\S]*?)<\/legend>/i.exec(inner)?.[1] ?? '').startsWith(group));
    if (!set) return this.#labelled(group).entries;
    const labels = this.#labels();
    return this.#controls()
      .filter((c) => c.type === 'radio' && set.includes(c.tag))
      .map((c) => ({ ...c, label: labels.find((l) => (l.for ? l.for === c.id : l.inner.includes(c.tag)))?.text ?? c.value }));
  }
}

export class Browser {
  #cookies = new Map();

  /**
   * Follows redirects up to a page, or up to the first address that `stop` accepts, which is not fetched.
   * @returns {Promise<{url: URL, html?: string, status?: number}>}
   */
  async go(request, stop = () => false) {
    let { url, method = 'GET', values } = request instanceof URL ? { url: request } : request;
    for (let hops = 0; hops < REDIRECT_LIMIT; hops++) {
      if (stop(url)) return { url };
      if (method === 'GET' && values) url = new URL(`${url.pathname}?${values}`, url);
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        headers: { cookie: this.#cookieHeader(url), accept: 'text/html', ...(method === 'POST' && { origin: url.origin }) },
        body: method === 'POST' ? values : undefined,
      });
      this.#remember(url, response);
      const location = response.headers.get('location');
      if (!location) return { url, html: await response.text(), status: response.status };
      await response.body?.cancel();
      url = new URL(location, url);
      [method, values] = ['GET', undefined];
    }
    throw new Error(`more than ${REDIRECT_LIMIT} redirects, last to ${url}`);
  }

  /** The first form of a page that has a button of that text. */
  form(page, button) {
    for (const [, head, body] of (page.html ?? '').matchAll(/(<form[^>]*>)([\s\S]*?)<\/form>/gi)) {
      if ([...body.matchAll(/<button[^>]*>([\s\S]*?)<\/button>/gi)].some(([, label]) => text(label) === button)) {
        return new Form(head, body, page.url);
      }
    }
    throw new Error(`no form with a button ${button} at ${page.url} (status ${page.status}): ${text(page.html ?? '').slice(0, 400)}`);
  }

  #cookieHeader(url) {
    return [...(this.#cookies.get(url.host) ?? new Map())].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #remember(url, response) {
    const jar = this.#cookies.get(url.host) ?? new Map();
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
    this.#cookies.set(url.host, jar);
  }
}

/**
 * Signs in and consents, starting from the address an MCP client wants its user to open.
 * @param redirectUri when the address does not tell, because the request was pushed
 * @returns {Promise<URL>} where the authorization server sends the browser: the client's redirect URI, not fetched yet
 */
export async function authorize(
  authorizationUrl, user, consent = { environment: 'production', write: false }, redirectUri = undefined) {
  const browser = new Browser();
  const redirect = new URL(redirectUri ?? authorizationUrl.searchParams.get('redirect_uri'));
  const back = (url) => url.origin === redirect.origin && url.pathname === redirect.pathname;

  const signIn = browser.form(await browser.go(authorizationUrl), 'Sign in');
  signIn.fill('Email', user.email);
  signIn.fill('Password', user.password);
  const page = await browser.go(signIn.press('Sign in'), back);

  const form = browser.form(page, 'Authorize');
  form.choose('Environment', consent.environment);
  form.check('Write', consent.write);
  const { url } = await browser.go(form.press('Authorize'), back);
  if (!back(url)) throw new Error(`consent ended at ${url}, not at the client's ${redirect}`);
  if (url.searchParams.has('error')) throw new Error(`authorization refused: ${url.searchParams}`);
  return url;
}
