import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { newerCommands } from './newer-commands.ts'

const run = promisify(execFile)
const withoutAws = spawnSync('aws', ['--version']).status !== 0 && process.env['CI'] !== 'true'

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-models-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test.skipIf(withoutAws)('a command line that knows the command is left alone', async () => {
  expect(await newerCommands('ecs list-clusters', await emptyFolder())).toEqual({})
})

test.skipIf(withoutAws)('another is told of ECS as it is now', { timeout: 30_000 }, async () => {
  const models = await newerCommands('ecs no-command-of-today', await emptyFolder())
  const { stdout } = await run('aws', ['ecs', 'update-service', '--generate-cli-skeleton'], {
    env: { ...process.env, ...models },
  })
  expect(models).toHaveProperty('AWS_DATA_PATH')
  expect(JSON.parse(stdout)).toMatchObject({
    desiredCount: 0,
    deploymentConfiguration: { canaryConfiguration: { canaryPercent: 0 } },
  })
})
