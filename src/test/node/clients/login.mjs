// Watches a client's output for the address it wants its user to open, and opens it as that user.
import { authorize } from '../lib/browser.mjs';

const AUTHORIZATION_URL = /https?:\/\/[^\s"'<>\x07\x1b]+\/oauth\/authorize\?[^\s"'<>\x07\x1b]+(?=\s)/;

/** @returns an output listener; `done()` waits for the login and fails when it failed or never was asked for */
export function followLogin(user, consent) {
  let login;
  const listener = ({ stdout, stderr }, child) => {
    const [address] = AUTHORIZATION_URL.exec(stderr) ?? AUTHORIZATION_URL.exec(stdout) ?? [];
    if (!address || login) return;
    login = authorize(new URL(address), user, consent).then((callback) => fetch(callback));
    login.catch(() => child.kill());
  };
  listener.done = async () => {
    if (!login) throw new Error('the client never asked its user to log in');
    const answer = await login;
    if (!answer.ok) throw new Error(`the client's callback answered ${answer.status}: ${await answer.text()}`);
  };
  return listener;
}
