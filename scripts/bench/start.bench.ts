import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../launch/settings.ts'
import { load } from './load.ts'
import { median, type Bench, type Figure } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'
import { startProcess } from './server-process.ts'
import { signedRequest } from './signed-request.ts'
import { createWebService } from './web-service.ts'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'

const RUNS = 5

/** How long the practice account and `npm start` take on a machine that has started them before, and the memory of the first. */
export const bench: Bench = {
  title: 'Start and memory',
  async run() {
    return [...(await practiceAccount()), ...(await everything())]
  },
}

async function practiceAccount(): Promise<Figure[]> {
  const seconds: number[] = []
  const memory: number[] = []
  for (let run = 0; run <= RUNS; run++) {
    const account = await openBenchAccount()
    if (run > 0) seconds.push(account.server.secondsToReady)
    memory.push(account.server.memoryMiB())
    await account.close()
  }
  const account = await openBenchAccount()
  const ecs = new ECSClient(account.client)
  try {
    await createWebService(account, 0)
    const describe = new DescribeServicesCommand({ cluster: 'bench', services: ['web'] })
    await load(account.port, await signedRequest(ecs, describe), 3)
    return [
      {
        name: 'practice account, start to ready',
        value: median(seconds),
        unit: 's',
        how: `median of ${RUNS} later starts, empty state`,
        aim: { atMost: 1 },
      },
      { name: 'practice account, memory at start', value: median(memory), unit: 'MiB', how: 'resident' },
      {
        name: 'practice account, memory at work',
        value: account.server.memoryMiB(),
        unit: 'MiB',
        how: 'resident, after EC2, ECS and thousands of calls',
        aim: { atMost: 150 },
      },
    ]
  } finally {
    ecs.destroy()
    await account.close()
  }
}

async function everything(): Promise<Figure[]> {
  const home = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'))
  const command = [
    process.execPath,
    path.join(ROOT, 'scripts/bootstrap.mjs'),
    'start',
    '--no-open',
    '--no-install',
  ]
  const seconds: number[] = []
  try {
    for (let run = 0; run <= RUNS; run++) {
      const slipway = await startProcess(
        command,
        { SLIPWAY_HOME: home, PORT: '0', SANDBOX_PORT: '0' },
        /Slipway is ready/,
      )
      // The first one builds the site and makes the state.
      if (run > 0) seconds.push(slipway.secondsToReady)
      await slipway.stop()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
  const how = `${RUNS} later starts`
  return [
    { name: 'npm start to ready, p50', value: median(seconds), unit: 's', how },
    { name: 'npm start to ready, slowest', value: Math.max(...seconds), unit: 's', how },
  ]
}
