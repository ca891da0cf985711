// The product where it can write its data and temporary files, and nothing else: as in a container whose file system
// is read-only.
import { chownSync } from 'node:fs';
import { freePort, inTemporaryFolder, run } from './processes.mjs';

/** Takes data folder, folder for temporary files, user, jar. Mounts are this process's own and end with it. */
const SCRIPT = `
set -e
mount --bind "$1" "$1"
mount --bind "$2" "$2"
mount -o remount,bind,ro /
if touch /altertable-probe 2>/dev/null; then echo 'the file system is not read-only'; exit 9; fi
cd /
exec setpriv --reuid="$3" --regid="$3" --clear-groups java -Djava.io.tmpdir="$2" -jar "$4" check
`;

const isolated = (...command) => ['--mount', '--propagation', 'private', ...command];

/** Starts it there once, from an empty data folder to ready, and stops it. Needs root, to mount. */
export async function onReadOnlyFileSystem({ jar, dataDir, uid }) {
  const allowed = await run('unshare', isolated('mount', '-o', 'remount,bind,ro', '/'));
  if (allowed.code !== 0) return 'not looked at: this machine lets nobody mount';
  return inTemporaryFolder('tmp', async (temporary) => {
    chownSync(temporary, uid, uid);
    const { code, stdout, stderr } = await run(
      'unshare',
      isolated('sh', '-c', SCRIPT, 'sh', dataDir, temporary, String(uid), jar),
      {
        env: {
          ALTERTABLE_DATA_DIR: dataDir,
          ALTERTABLE_DEMO_ENABLED: 'false',
          ALTERTABLE_MCP_PORT: await freePort(),
          ALTERTABLE_APP_PORT: await freePort(),
          ALTERTABLE_MANAGEMENT_PORT: await freePort(),
        },
        timeoutMs: 300_000,
      },
    );
    if (code !== 0 || !stdout.includes('starts with this configuration')) {
      throw new Error(`it ended with ${code}\n${stdout}\n${stderr}`);
    }
    return 'nothing written elsewhere';
  });
}
