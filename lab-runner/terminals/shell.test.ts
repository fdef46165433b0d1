import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shellEnvironment } from './environment.ts'
import { openShell, type EndedCommand, type Shell } from './shell.ts'

let folder: string
const shells: Shell[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-shell-'))
})
afterEach(async () => {
  await Promise.all(shells.splice(0).map(shell => shell.kill()))
  rmSync(folder, { recursive: true, force: true })
})

async function open(kind: 'bash' | 'sh' = 'bash', env: Record<string, string> = {}) {
  const home = join(folder, 'home')
  const shell = await openShell({ cwd: join(folder, 'lab'), home, env, columns: 80, rows: 24, shell: kind })
  shells.push(shell)
  return shell
}

const waitFor = async (condition: () => boolean) => {
  await expect.poll(condition, { timeout: 5_000 }).toBe(true)
}

describe.each(['bash', 'sh'] as const)('%s', kind => {
  it('answers the exit status and the output of each command', async () => {
    const shell = await open(kind)
    expect(await shell.run('echo out; echo err >&2; (exit 7)')).toMatchObject({ exitCode: 7 })
    const { exitCode, output } = await shell.run("cat <<'END'\nit's \\ a; \"line\"\nEND")
    expect(exitCode).toBe(0)
    expect(output).toMatch(/it's \\ a; "line"\n$/)
    expect((await shell.run('echo a \\\n  b é')).output).toMatch(/a b é\n$/)
  })

  it('throws away what was half typed before it types a command', async () => {
    const shell = await open(kind)
    shell.write('rm -rf half-typed ')
    expect(await shell.run('echo whole')).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('whole'),
    })
    shell.write('\r\r\r')
    expect((await shell.run('echo after empty lines')).exitCode).toBe(0)
    let seen = ''
    shell.onData(bytes => (seen += bytes.toString()))
    shell.write("echo 'an open quote\r")
    await waitFor(() => seen.includes(']133;P'))
    expect((await shell.run('echo after a quote')).output).toContain('after a quote')
  })

  it('ends a command that takes too long, and takes the next one', async () => {
    const shell = await open(kind)
    await expect(shell.run('sleep 60', { timeoutMs: 200 })).rejects.toThrow('had not ended after 0.2 s')
    expect((await shell.run('true')).exitCode).toBe(0)
  })

  it('kills children that left the session by setsid', async () => {
    const shell = await open(kind)
    // A length of its own tells this sleep from those of other runs on the machine.
    const seconds = `${process.pid}4321`
    await shell.run(`setsid sleep ${seconds} & true`)
    const { output } = await shell.run('env -i sh -c "sleep 4322 & echo pid=\\$!"')
    expect(output).toContain('pid=')
    const alive = () => {
      const options = { encoding: 'utf8' } as const
      return execFileSync('ps', ['-eo', 'args='], options).split('\n').includes(`sleep ${seconds}`)
    }
    await waitFor(alive)
    await shell.kill()
    expect(alive()).toBe(false)
  })
})

it('tells which command the learner typed, and how it ended', async () => {
  const shell = await open()
  const ended: EndedCommand[] = []
  shell.onCommand(command => ended.push(command))
  shell.write('false ";" \\\\ é\r')
  await waitFor(() => ended.length === 1)
  expect(ended[0]).toEqual({ command: 'false ";" \\\\ é', exitCode: 1, typedBy: 'learner' })
  await shell.run('true')
  expect(ended[1]).toEqual({ command: 'true', exitCode: 0, typedBy: 'run' })
  shell.write('\r\r')
  await shell.run('true')
  expect(ended).toHaveLength(3)
})

it('is not deceived by output that looks like a mark', async () => {
  const shell = await open()
  const forged = String.raw`printf '\033]133;D;0\007\033]133;D;0;aid=guess\007\033]133;A\007'; (exit 9)`
  expect((await shell.run(forged)).exitCode).toBe(9)
})

it('refuses a command while another is at work', async () => {
  const shell = await open()
  shell.write('sleep 30\r')
  await waitFor(() => shell.busy)
  await expect(shell.run('true')).rejects.toMatchObject({ code: 'busy' })
})

it('cancels by signal, and fails when the shell ends', async () => {
  const shell = await open()
  const controller = new AbortController()
  const run = shell.run('sleep 60', { signal: controller.signal })
  setTimeout(() => controller.abort(), 100)
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  await expect(shell.run('exit 3')).rejects.toMatchObject({ code: 'exited' })
})

it('knows nothing of the environment of the runner, and its own account', async () => {
  process.env.DATABASE_URL = 'mysql://secret'
  process.env.PRACTICE_ADMIN_TOKEN_FILE = '/secret'
  try {
    const env = shellEnvironment({
      endpoint: 'http://127.0.0.1:4566',
      httpProxy: 'http://127.0.0.1:4566',
      region: 'eu-west-1',
      accountId: '111122223333',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
    })
    const shell = await open('bash', env)
    const { output } = await shell.run('env')
    expect(output).toContain('AWS_ACCESS_KEY_ID=AKIAEXAMPLE')
    expect(output).toContain('http_proxy=http://127.0.0.1:4566')
    expect(output).toContain(`HOME=${join(folder, 'home')}`)
    expect(output).not.toMatch(/DATABASE_URL|ADMIN_TOKEN/)
    expect(output).toContain('AWS_DISABLE_HOST_PREFIX_INJECTION=true')
    expect((await shell.run('type aws')).output).toContain('--endpoint-url')
  } finally {
    delete process.env.DATABASE_URL
    delete process.env.PRACTICE_ADMIN_TOKEN_FILE
  }
})
