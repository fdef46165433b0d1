import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass } from './verdicts.ts'

/** The container was asked to end, and ended by itself with exit code 0; it is there still. */
export async function expectContainerStopped(
  { engine }: LabAccount,
  { name }: { name: string },
): Promise<Verdict> {
  const expected = `the container ${name}, exited with code 0`
  const container = await engine.container(name)
  if (!container) {
    return fail('container-gone', {
      title: 'The container is gone',
      expected,
      observed: `no container ${name}: somebody has removed it, and with it what it wrote into its file system`,
      next: 'Stopping keeps a container, removing does not. Make it anew with the command of “Run it”, then run this step’s.',
    })
  }
  if (container.status === 'running') {
    return fail('still-running', {
      title: 'It still runs',
      expected,
      observed: `${name} is running`,
      next: `Ask it to end: \`docker stop ${name}\``,
    })
  }
  if (container.exitCode !== 0) {
    const killed = container.exitCode === 137
    return fail(killed ? 'killed' : 'exit-code', {
      title: killed ? 'It was killed' : 'It ended with an error',
      expected,
      observed: `exit code ${container.exitCode}${killed ? ', which is 128 + 9: signal 9, SIGKILL, that no program can hear. It had no time to end well' : ''}`,
      next: `Start the same container again: \`docker start ${name}\`, give it a second, then ask it to end: \`docker stop ${name}\``,
    })
  }
  return pass(`${name} has ended by itself, exit code 0. Its file system is kept until it is removed.`)
}
